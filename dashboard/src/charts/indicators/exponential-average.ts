import type { RowRange } from '../bar-columns.js'

/**
 * Exponential moving average with the weight 2 / (length + 1), begun with the mean of the first `length` values, as TA-Lib's EMA does it.
 * One value a row of `rows`; NaN until there are enough. All values before `rows` take part, so what is loaded in front shifts it slightly.
 */
export function exponentialAverage(values: Float64Array, { from, to }: RowRange, length: number): Float64Array {
  const averages = new Float64Array(Math.max(0, to - from)).fill(NaN)
  const weight = 2 / (length + 1)
  let average = 0
  for (let row = 0; row < to; row++) {
    const value = values[row] ?? 0
    average += row < length ? (value - average) / (row + 1) : weight * (value - average)
    if (row >= from && row >= length - 1) averages[row - from] = average
  }
  return averages
}
