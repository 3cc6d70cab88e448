import { bar, growth, median, slopePerHour, type Bar, type Reading } from '../../report/index.js'
import { figure, type RunSummary } from '../run-summary.js'
import type { Sample } from '../sampling/sampler.js'
import { within, type Stretch } from '../sampling/usage-between.js'
import { sizeOf } from '../summary-bars.js'

const MIB = 2 ** 20

/** A measure of each gateway over time. */
export const readingsOf = (
  samples: readonly Sample[],
  of: (sample: Sample, name: string) => number | undefined,
): Reading[] =>
  samples.flatMap((sample) =>
    Object.keys(sample.processes)
      .filter((name) => name.startsWith('gateway'))
      .flatMap((group): Reading[] => {
        const value = of(sample, group)
        return value === undefined ? [] : [{ group, atMs: sample.atMs, value }]
      }),
  )

const residentMib = (sample: Sample, name: string): number | undefined => {
  const bytes = sample.processes[name]?.residentBytes
  return bytes === undefined ? undefined : bytes / MIB
}

/** The medians of so many equal parts of some readings, oldest first: single readings tell of the moment before a collection. */
export function mediansOfParts(readings: readonly Reading[], parts: number): number[] {
  const sorted = [...readings].sort((a, b) => a.atMs - b.atMs)
  const length = Math.floor(sorted.length / parts)
  if (length === 0) return []
  return Array.from({ length: parts }, (_, part) =>
    median(sorted.slice(part * length, (part + 1) * length).map(({ value }) => value)),
  )
}

/** How far the median of any tenth of a stretch is from that of its first tenth, as a share of it, at the gateway where that is most; NaN with too few samples. */
export function widestDeviation(readings: readonly Reading[]): number {
  const deviations = [...new Set(readings.map(({ group }) => group))].map((group) => {
    const medians = mediansOfParts(
      readings.filter((reading) => reading.group === group),
      10,
    )
    const [first] = medians
    return first === undefined ? NaN : Math.max(...medians.map((value) => Math.abs(value / first - 1)))
  })
  return deviations.length === 0 ? NaN : Math.max(...deviations)
}

const measured = ({ plan, setup_data }: RunSummary, fromMs = plan.measuredFromMs): Stretch => ({
  fromMs: (setup_data?.startAtMs ?? NaN) + fromMs,
  toMs: (setup_data?.startAtMs ?? NaN) + plan.measuredToMs,
})

/** How much a counter of the gateways grew over a run. */
const grown = (samples: readonly Sample[], field: 'skippedFrames' | 'catchUps' | 'slowConsumers'): number => {
  const of = (sample: Sample | undefined): number =>
    Object.values(sample?.gateways ?? {}).reduce((sum, figures) => sum + figures[field], 0)
  return of(samples.at(-1)) - of(samples[0])
}

/** Memory while some do not read, and what the others notice. */
export function slowConsumerBars(summary: RunSummary, samples: readonly Sample[]): Bar[] {
  const size = sizeOf(summary)
  const stretch = measured(summary, Number(summary.plan['slowFromMs']))
  const memory = readingsOf(within(samples, stretch), residentMib)
  return [
    bar(`${size}: memory of a gateway meanwhile, widest deviation`, widestDeviation(memory) * 100, '%', 'lower', 10),
    bar(
      `${size}: tick age p99 of the others, against before`,
      figure(summary, 'tick_age_slow_ms', 'p(99)') / figure(summary, 'tick_age_calm_ms', 'p(99)'),
      '×',
      'lower',
      // Two runs of the same differ by so much on a machine that everything shares.
      1.15,
    ),
    bar(`${size}: frames skipped for slow readers`, grown(samples, 'skippedFrames'), '', 'lower'),
    bar(`${size}: catch-up deltas`, grown(samples, 'catchUps'), '', 'lower'),
    bar(`${size}: connections ended with 4001 slowConsumer`, grown(samples, 'slowConsumers'), '', 'lower'),
  ]
}

/** Whether a storm of returns sent anybody away. */
export const stormBars = (summary: RunSummary, samples: readonly Sample[]): Bar[] => [
  bar(`${sizeOf(summary)}: connections ended with 4001 slowConsumer`, grown(samples, 'slowConsumers'), '', 'lower', 0),
]

/** The first minutes fill rings, caches and heaps. */
const WARM_SHARE = 1 / 3
/** What a gateway may hold more of every hour, MiB: what it would take to notice within a week of 250 MB. */
const SLOPE_LIMIT = 8

/** Whether memory, handles and the event loop of the gateways stand still. */
export function soakBars(summary: RunSummary, samples: readonly Sample[]): Bar[] {
  const size = sizeOf(summary)
  const whole = measured(summary)
  const stretch = { ...whole, fromMs: whole.fromMs + (whole.toMs - whole.fromMs) * WARM_SHARE }
  const warm = within(samples, stretch)
  const memory = readingsOf(warm, residentMib)
  const files = readingsOf(warm, ({ processes }, name) => processes[name]?.files)
  const loop = readingsOf(warm, ({ gateways }, name) => gateways[name]?.loopDelayMs)
  return [
    bar(
      `${size}: resident memory of a gateway, slope after the first third`,
      slopePerHour(memory),
      'MiB/h',
      'lower',
      SLOPE_LIMIT,
    ),
    bar(
      `${size}: resident memory, widest deviation after the first third`,
      widestDeviation(memory) * 100,
      '%',
      'lower',
      10,
    ),
    // Those who leave and return are now more, now fewer: a fiftieth of the connections of a gateway.
    bar(
      `${size}: open files of a gateway, more in the last third than in the first`,
      growth(files),
      '',
      'lower',
      Math.max(5, Math.round(summary.plan.connections / 50)),
    ),
    bar(`${size}: event-loop delay p99, more in the last third than in the first`, growth(loop), 'ms', 'lower', 5),
  ]
}

/** What the processes of the stack took and held while it was measured; rows without a limit. */
export function processBars(summary: RunSummary, samples: readonly Sample[]): Bar[] {
  const size = sizeOf(summary)
  const inside = within(samples, measured(summary))
  const first = inside[0]
  const last = inside.at(-1)
  if (first === undefined || last === undefined || first === last) return []
  const names = Object.keys(last.processes)
  const shares = names.flatMap((name): Bar[] => {
    const before = first.processes[name]
    const after = last.processes[name]
    if (before === undefined || after === undefined || after.cpuMs < before.cpuMs) return []
    const share = (after.cpuMs - before.cpuMs) / (last.atMs - first.atMs)
    return [bar(`${size}: ${name}, processor`, share * 100, '% of a core', 'lower')]
  })
  const memory = names.map((name) =>
    bar(
      `${size}: ${name}, resident memory, most`,
      Math.max(...inside.map(({ processes }) => (processes[name]?.residentBytes ?? 0) / MIB)),
      'MiB',
      'lower',
    ),
  )
  const delays = readingsOf(inside, ({ gateways }, name) => gateways[name]?.loopDelayMs).map(({ value }) => value)
  return [
    ...shares,
    ...memory,
    ...(delays.length === 0
      ? []
      : [bar(`${size}: event-loop delay of a gateway, p99, median of samples`, median(delays), 'ms', 'lower')]),
  ]
}
