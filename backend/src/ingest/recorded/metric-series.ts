/** Where a recorded series belongs: host, metric and unit. */
export interface MetricSeries {
  readonly host: string
  readonly name: string
  readonly unit: string
}

/** Names of the Numenta Anomaly Benchmark, as in `realAWSCloudwatch/ec2_cpu_utilization_24ae8d`. */
const known: readonly (readonly [RegExp, (found: string) => MetricSeries])[] = [
  [/^ec2_cpu_utilization_(\w+)$/, (id) => ({ host: `ec2-${id}`, name: 'cpu.utilization', unit: 'percent' })],
  [/^rds_cpu_utilization_(\w+)$/, (id) => ({ host: `rds-${id}`, name: 'cpu.utilization', unit: 'percent' })],
  [/^ec2_disk_write_bytes_(\w+)$/, (id) => ({ host: `ec2-${id}`, name: 'disk.written', unit: 'bytes' })],
  [/^ec2_network_in_(\w+)$/, (id) => ({ host: `ec2-${id}`, name: 'network.received', unit: 'bytes' })],
  [/^iio_.*_(i-\w+)_NetworkIn$/, (id) => ({ host: id, name: 'network.received', unit: 'bytes' })],
  [/^elb_request_count_(\w+)$/, (id) => ({ host: `elb-${id}`, name: 'requests.count', unit: 'count' })],
  [/^Twitter_volume_(\w+)$/, (id) => ({ host: `twitter-${id}`, name: 'mentions.count', unit: 'count' })],
]

/** Maps a series to its metric; one that is not known keeps its name as host. */
export function metricSeries(series: string): MetricSeries {
  const name = series.slice(series.lastIndexOf('/') + 1)
  for (const [pattern, make] of known) {
    const found = pattern.exec(name)?.[1]
    if (found !== undefined) return make(found)
  }
  return { host: name, name: 'value', unit: 'count' }
}
