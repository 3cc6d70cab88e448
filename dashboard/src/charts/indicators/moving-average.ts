import type { RowRange } from '../bar-columns.js'

/**
 * Simple moving average: the mean of the newest `length` values (Murphy, Technical Analysis of the Financial Markets, chapter 9). One value a
 * row of `rows`; NaN until there are enough. Values before `rows` take part.
 */
export function movingAverage(values: Float64Array, { from, to }: RowRange, length: number): Float64Array {
  const averages = new Float64Array(Math.max(0, to - from)).fill(NaN)
  const start = Math.max(0, from - length + 1)
  // Sums of differences from a value near by: digits of large prices are not lost to the running sum.
  const base = values[start] ?? 0
  let sum = 0
  for (let row = start; row < to; row++) {
    sum += (values[row] ?? 0) - base
    if (row - length >= start) sum -= (values[row - length] ?? 0) - base
    if (row >= from && row - start >= length - 1) averages[row - from] = base + sum / length
  }
  return averages
}
