import type { MetricItem } from '@tickwall/protocol'

/** What was usual at a second: from `low` to `high`. */
export interface BandPoint {
  readonly second: number
  readonly low: number
  readonly high: number
}

/** Fewer seconds than these say nothing about what is usual. */
export const FEWEST_SECONDS = 10

/**
 * Mean ± `sigmas` standard deviations (of the population) of the means of the seconds within `windowMs` before each second, itself left
 * out: a spike must not widen the band that it is judged by. Seconds with too few before them have no point. Linear in the items.
 */
export function anomalyBand(items: readonly MetricItem[], windowMs: number, sigmas: number): BandPoint[] {
  const points: BandPoint[] = []
  let from = 0
  // Sums of differences from one value of the window: squares of the values themselves would cost all digits of a large mean.
  let base = NaN
  let sum = 0
  let squares = 0
  items.forEach(([second, mean], index) => {
    for (; (items[from]?.[0] ?? Infinity) < second - windowMs; from++) {
      const gone = (items[from]?.[1] ?? 0) - base
      sum -= gone
      squares -= gone * gone
    }
    const count = index - from
    if (count >= FEWEST_SECONDS) {
      const middle = sum / count
      const deviation = Math.sqrt(Math.max(0, squares / count - middle * middle))
      points.push({ second, low: base + middle - sigmas * deviation, high: base + middle + sigmas * deviation })
    }
    if (Number.isNaN(base)) base = mean
    sum += mean - base
    squares += (mean - base) ** 2
  })
  return points
}

/** Whether the newest second lies outside of what was usual; false where nothing can be said. */
export function isUnusual(items: readonly MetricItem[], band: readonly BandPoint[]): boolean {
  const item = items.at(-1)
  const usual = band.at(-1)
  if (item === undefined || usual?.second !== item[0]) return false
  return item[1] < usual.low || item[1] > usual.high
}
