import { describe, expect, it } from 'vitest'
import { metricSeries } from './metric-series.js'
import { SeriesTable } from './series-table.js'

describe('metricSeries', () => {
  it.each([
    ['realAWSCloudwatch/ec2_cpu_utilization_24ae8d', 'ec2-24ae8d', 'cpu.utilization', 'percent'],
    ['realAWSCloudwatch/rds_cpu_utilization_cc0c53', 'rds-cc0c53', 'cpu.utilization', 'percent'],
    ['realAWSCloudwatch/ec2_disk_write_bytes_1ef3de', 'ec2-1ef3de', 'disk.written', 'bytes'],
    ['realAWSCloudwatch/ec2_network_in_257a54', 'ec2-257a54', 'network.received', 'bytes'],
    ['realAWSCloudwatch/iio_us-east-1_i-a2eb1cd9_NetworkIn', 'i-a2eb1cd9', 'network.received', 'bytes'],
    ['realAWSCloudwatch/elb_request_count_8c0756', 'elb-8c0756', 'requests.count', 'count'],
    ['realAWSCloudwatch/grok_asg_anomaly', 'grok_asg_anomaly', 'value', 'count'],
    ['realTweets/Twitter_volume_AAPL', 'twitter-AAPL', 'mentions.count', 'count'],
  ])('maps %s', (series, host, name, unit) => {
    expect(metricSeries(series)).toEqual({ host, name, unit })
  })
})

describe('SeriesTable', () => {
  const table = () => {
    const made = new SeriesTable()
    for (const row of [
      'a/ec2_cpu_utilization_1,2014-02-14 14:30:00,1.5',
      'a/ec2_cpu_utilization_1,2014-02-14 14:35:00,2.5',
      'a/ec2_cpu_utilization_1,2014-02-14 14:35:00,3.5',
      'a/ec2_cpu_utilization_1,,9',
      'a/ec2_cpu_utilization_1,2014-02-14 14:40:00,',
      'b/elb_request_count_2,2015-04-10 00:04:00,7',
      'b/elb_request_count_2,2015-04-10 00:09:00,8',
    ])
      made.add(row.split(','))
    return made
  }

  it('lays series of different dates side by side, five minutes a second, and keeps their own times', () => {
    const records = [...table().records(1_000_000)].flat()
    expect(
      records.map(({ key, value, received }) => [key, value.type === 'metric' && value.value, received.ms]),
    ).toEqual([
      ['ec2-1', 1.5, 1_000_000],
      ['elb-2', 7, 1_000_000],
      ['ec2-1', 2.5, 1_001_000],
      ['ec2-1', 3.5, 1_001_000],
      ['elb-2', 8, 1_001_000],
    ])
    expect(records[0]).toMatchObject({
      log: 'metrics',
      eventTime: Date.UTC(2014, 1, 14, 14, 30),
      value: { host: 'ec2-1', name: 'cpu.utilization', unit: 'percent', time: Date.UTC(2014, 1, 14, 14, 30) },
    })
  })

  it('begins at its own first time when alone, and is nothing when empty', () => {
    expect([...table().records(null)].flat()[0]!.received.ms).toBe(Date.UTC(2014, 1, 14, 14, 30))
    expect([...new SeriesTable().records(null)].flat()).toEqual([])
  })
})
