import type { BarItem } from '@tickwall/protocol'
import type { TimeWindow } from './time-view.js'

/** Bars as numbers for drawing, column by column; prices lose digits beyond a double here, which a pixel cannot show. */
export interface BarColumns {
  readonly count: number
  /** Start of each bar, ascending. */
  readonly openTime: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
}

export function toColumns(items: readonly BarItem[]): BarColumns {
  const count = items.length
  const columns = Array.from({ length: 6 }, () => new Float64Array(count))
  items.forEach((item, row) => {
    columns.forEach((column, field) => {
      column[row] = Number(item[field])
    })
  })
  const [openTime, open, high, low, close, volume] = columns as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  return { count, openTime, open, high, low, close, volume }
}

export interface RowRange {
  /** First row. */
  readonly from: number
  /** One past the last row. */
  readonly to: number
}

/** Rows whose bar touches the window. */
export function rowsWithin(bars: BarColumns, { fromMs, toMs }: TimeWindow, intervalMs: number): RowRange {
  const from = firstAtOrAfter(bars.openTime, fromMs - intervalMs)
  return { from, to: Math.max(from, firstAtOrAfter(bars.openTime, toMs)) }
}

/** Index of the first value that is at least `wanted` in an ascending array; its length if there is none. */
export function firstAtOrAfter(values: Float64Array, wanted: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((values[middle] ?? Infinity) < wanted) low = middle + 1
    else high = middle
  }
  return low
}

/** The row whose bar holds `timeMs`, or the nearest one; -1 without bars. */
export function rowAt(bars: BarColumns, timeMs: number, intervalMs: number): number {
  if (bars.count === 0) return -1
  const after = firstAtOrAfter(bars.openTime, timeMs - intervalMs + 1)
  if (after === 0) return 0
  if (after >= bars.count) return bars.count - 1
  const here = bars.openTime[after] ?? 0
  const before = bars.openTime[after - 1] ?? 0
  return Math.abs(here + intervalMs / 2 - timeMs) <= Math.abs(before + intervalMs / 2 - timeMs) ? after : after - 1
}

/** Simple moving average of the closes over `length` rows, NaN until there are enough; over the given rows alone. */
export function movingAverage(bars: BarColumns, { from, to }: RowRange, length: number): Float64Array {
  const averages = new Float64Array(Math.max(0, to - from)).fill(NaN)
  let sum = 0
  const start = Math.max(0, from - length + 1)
  for (let row = start; row < to; row++) {
    sum += bars.close[row] ?? 0
    const dropped = row - length
    if (dropped >= start) sum -= bars.close[dropped] ?? 0
    if (row >= from && row - start >= length - 1) averages[row - from] = sum / length
  }
  return averages
}
