import type { LabelValues, MetricInfo } from '@tickwall/backend/observe/metric.js'

/** Figures of the process that are worth a look; `prom-client` collects them and some more. */
const PROCESS_METRICS: readonly (readonly [name: string, meaning: string])[] = [
  [
    'nodejs_eventloop_lag_p99_seconds',
    'Event-loop delay since the last scrape: how long a timer of 10 ms took, 99th percentile',
  ],
  ['nodejs_gc_duration_seconds', 'Garbage collection, by kind'],
  ['nodejs_heap_size_used_bytes', 'Heap in use'],
  ['process_cpu_seconds_total', 'CPU of the whole process; a gateway has one core to spend'],
  ['process_open_fds', 'Open files, each connection one; `process_max_fds` is their limit'],
  ['process_resident_memory_bytes', 'Resident memory'],
]

/** A pipe would end the cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|')

const values = (of: LabelValues): string =>
  'boundedBy' in of ? `(${of.boundedBy})` : of.map((value) => `\`${value}\``).join(' ')

const labels = (info: MetricInfo): string =>
  Object.entries(info.labels)
    .map(([label, of]) => `\`${label}\`: ${values(of)}`)
    .join('; ')

/** `docs/metrics.md`: one line a metric. */
export function metricsPage(metrics: ReadonlyMap<string, MetricInfo>): string {
  const rows = [...metrics].map(
    ([name, info]) => `| \`${name}\` | ${info.type} | ${cell(info.help)} | ${cell(labels(info))} |`,
  )
  return `${[
    '# Metrics',
    'A gateway publishes them at `/metrics`. Labels have the values listed here and no others: nothing that a client sends becomes one. What to do when one of\nthem looks wrong stands in [operations.md](operations.md).',
    '<!-- Generated from backend/src/gateway/metrics.ts by `node tools/dist/check-metric-docs.js --write`. -->',
    '## The gateway',
    ['| metric | type | meaning | labels |', '| --- | --- | --- | --- |', ...rows].join('\n'),
    '## The process',
    [
      '| metric | meaning |',
      '| --- | --- |',
      ...PROCESS_METRICS.map(([name, meaning]) => `| \`${name}\` | ${cell(meaning)} |`),
    ].join('\n'),
  ].join('\n\n')}\n`
}
