/** Lowest and highest value of a stretch of time. */
export interface Sample {
  readonly atMs: number
  readonly low: number
  readonly high: number
}

/** Stretches that a window is cut into: its edge is as coarse as one of them. */
const STRETCHES = 60

/** The samples with `value` taken in, none older than `spanMs`, and so never more than 61. */
export function addSample(samples: readonly Sample[], value: number, nowMs: number, spanMs: number): readonly Sample[] {
  const kept = samples.filter(({ atMs }) => atMs > nowMs - spanMs)
  const last = kept.at(-1)
  if (last === undefined || nowMs - last.atMs >= spanMs / STRETCHES) {
    return [...kept, { atMs: nowMs, low: value, high: value }]
  }
  return [...kept.slice(0, -1), { ...last, low: Math.min(last.low, value), high: Math.max(last.high, value) }]
}

/** How far `value` is above the lowest and below the highest of the samples, in percent of them; NaN without any. */
export function moveOf(samples: readonly Sample[], value: number): { readonly up: number; readonly down: number } {
  const low = Math.min(...samples.map((sample) => sample.low))
  const high = Math.max(...samples.map((sample) => sample.high))
  return { up: low > 0 ? (value / low - 1) * 100 : NaN, down: high > 0 ? (1 - value / high) * 100 : NaN }
}

/** Windows that a mean is made of, at most, and how many it needs. */
export const MEAN_WINDOWS = 5
const LEAST_WINDOWS = 2

/**
 * What a counter grew by in the last window, as a multiple of its mean growth a window before; null while too little is known or nothing
 * was traded. `samples` are of the counter.
 */
export function spikeOf(samples: readonly Sample[], nowMs: number, windowMs: number): number | null {
  const first = samples[0]
  const last = samples.at(-1)
  const edge = samples.findLast(({ atMs }) => atMs <= nowMs - windowMs)
  if (first === undefined || last === undefined || edge === undefined) return null
  const windows = (edge.atMs - first.atMs) / windowMs
  const mean = (edge.high - first.low) / windows
  if (windows < LEAST_WINDOWS || !(mean > 0)) return null
  return (last.high - edge.high) / mean
}
