import type { RowRange } from './bar-columns.js'

export interface PriceRange {
  readonly low: number
  readonly high: number
}

/** Room above and below the bars, as a part of their height. */
const MARGIN = 0.08

/** What has to be in sight: columns of the bars from `from` to `to`, and lines of one value a row in sight, NaN where there is none. */
export interface RangeInput {
  readonly low: Float64Array
  readonly high: Float64Array
  readonly rows: RowRange
  readonly count: number
  readonly lines: readonly Float64Array[]
  /** Newest price, null before the first. */
  readonly last: number | null
}

/** What a price axis shows for these rows: all of them with a margin, the last price included while it is in sight; never of no height. */
export function priceRange({ low: lows, high: highs, rows, count, lines, last }: RangeInput): PriceRange {
  let low = Infinity
  let high = -Infinity
  for (let row = rows.from; row < rows.to; row++) {
    low = Math.min(low, lows[row] ?? Infinity)
    high = Math.max(high, highs[row] ?? -Infinity)
  }
  for (const line of lines) {
    for (const value of line) {
      if (value < low) low = value
      if (value > high) high = value
    }
  }
  if (last !== null && rows.to >= count) {
    low = Math.min(low, last)
    high = Math.max(high, last)
  }
  if (low > high) return last === null ? { low: 0, high: 1 } : around(last)
  if (low === high) return around(low)
  const margin = (high - low) * MARGIN
  return { low: low - margin, high: high + margin }
}

const around = (price: number): PriceRange => {
  const half = Math.abs(price) * 0.001 || 1
  return { low: price - half, high: price + half }
}

/** Round prices inside the range, about `wanted` of them, ascending; fewer where the numbers lie too close to be told apart. */
export function priceTicks({ low, high }: PriceRange, wanted: number): number[] {
  const rough = (high - low) / Math.max(1, wanted)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 2.5, 5, 10].find((unit) => unit * power >= rough) ?? 10) * power
  const first = Math.ceil(low / step)
  // Counted, not compared: from 2^53 steps on the next index is the same number.
  const count = Math.max(0, Math.floor((high - low) / step) + 1) || 0
  const ticks = Array.from({ length: count }, (_, index) => (first + index) * step)
  return [...new Set(ticks)].filter((tick) => tick >= low && tick <= high)
}

/** Pixel of a price in a plot of `heightPx`, 0 at the top, and back. */
export const yAt = (price: number, { low, high }: PriceRange, heightPx: number): number =>
  ((high - price) / (high - low)) * heightPx
export const priceAt = (yPx: number, { low, high }: PriceRange, heightPx: number): number =>
  high - (yPx / heightPx) * (high - low)
