import type { RowRange } from '../bar-columns.js'

export interface Bands {
  readonly middle: Float64Array
  readonly upper: Float64Array
  readonly lower: Float64Array
}

/**
 * Bollinger bands: the mean of the newest `length` values, and `deviations` standard deviations of the population (divided by n, not n − 1)
 * above and below it (Bollinger, Bollinger on Bollinger Bands, chapter 7). One value a row of `rows`; NaN until there are enough.
 */
export function bollingerBands(
  values: Float64Array,
  { from, to }: RowRange,
  length: number,
  deviations: number,
): Bands {
  const count = Math.max(0, to - from)
  const [middle, upper, lower] = [NaN, NaN, NaN].map((none) => new Float64Array(count).fill(none)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const start = Math.max(0, from - length + 1)
  // As in the moving average; squares would lose twice as many digits.
  const base = values[start] ?? 0
  let sum = 0
  let squares = 0
  for (let row = start; row < to; row++) {
    const added = (values[row] ?? 0) - base
    sum += added
    squares += added * added
    if (row - length >= start) {
      const dropped = (values[row - length] ?? 0) - base
      sum -= dropped
      squares -= dropped * dropped
    }
    if (row < from || row - start < length - 1) continue
    const mean = sum / length
    const spread = deviations * Math.sqrt(Math.max(0, squares / length - mean * mean))
    middle[row - from] = base + mean
    upper[row - from] = base + mean + spread
    lower[row - from] = base + mean - spread
  }
  return { middle, upper, lower }
}
