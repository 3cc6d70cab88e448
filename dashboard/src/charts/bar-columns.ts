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

/** Fields of a bar in the order of the columns. */
const FIELDS = 6
const SPARE_ROWS = 256

/**
 * Turns lists of bars into columns again and again, and reads only the texts of bars that are not the same objects as before: of a thousand held
 * bars an update usually brings one. The columns it answers are views into its own memory, good until the next call.
 */
export class ColumnReader {
  #capacity = 0
  #columns: readonly Float64Array[] = []
  #read: readonly BarItem[] = []

  columns(items: readonly BarItem[]): BarColumns {
    const isGrown = items.length > this.#capacity
    if (isGrown) {
      this.#capacity = items.length + SPARE_ROWS
      this.#columns = Array.from({ length: FIELDS }, () => new Float64Array(this.#capacity))
    }
    for (let row = 0; row < items.length; row++) {
      const item = items[row]
      if (item === undefined || (!isGrown && item === this.#read[row])) continue
      for (let field = 0; field < FIELDS; field++) {
        const column = this.#columns[field]
        if (column !== undefined) column[row] = Number(item[field])
      }
    }
    this.#read = items
    const [openTime, open, high, low, close, volume] = this.#columns.map((column) =>
      column.subarray(0, items.length),
    ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]
    return { count: items.length, openTime, open, high, low, close, volume }
  }
}

export const toColumns = (items: readonly BarItem[]): BarColumns => new ColumnReader().columns(items)

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
