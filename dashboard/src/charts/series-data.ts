import type { BarColumns } from './bar-columns.js'
import type { Hole } from './bar-history.js'
import type { CandleScene } from './candle-scene.js'
import { bridgeMs, isTorn } from './line-breaks.js'

/** What the data of all series are made of. */
export interface DataInput {
  readonly bars: BarColumns
  readonly scene: CandleScene
  readonly intervalMs: number
}

/** A bar stands in the middle of its time. */
const middleOf = ({ bars, intervalMs }: DataInput, row: number): number => (bars.openTime[row] ?? NaN) + intervalMs / 2

/** Candles `[x, open, close, low, high]` of the rows that are chosen. */
export function candleData(input: DataInput, isChosen: (row: number) => boolean = () => true): Float64Array {
  const { from, to } = input.scene.rows
  const { open, close, low, high } = input.bars
  const data = new Float64Array((to - from) * 5)
  let at = 0
  for (let row = from; row < to; row++) {
    if (!isChosen(row)) continue
    data[at] = middleOf(input, row)
    data[at + 1] = open[row] ?? NaN
    data[at + 2] = close[row] ?? NaN
    data[at + 3] = low[row] ?? NaN
    data[at + 4] = high[row] ?? NaN
    at += 5
  }
  return data.subarray(0, at)
}

/** Whether a bar closed at or above its own open. */
export const isRising = ({ open, close }: BarColumns, row: number): boolean => (close[row] ?? 0) >= (open[row] ?? 0)

/** Whether a bar closed at or above the close before it, as the colour of a hollow candle says; the first looks at its own open. */
export const isAboveBefore = (bars: BarColumns, row: number): boolean =>
  row === 0 ? isRising(bars, row) : (bars.close[row] ?? 0) >= (bars.close[row - 1] ?? 0)

/** Part of a bar's time that each of its two ticks takes. */
const TICK_PART = 0.33

/** OHLC bars as one interrupted line: a stem from low to high, a tick at the left for the open, one at the right for the close. */
export function ohlcData(input: DataInput, isChosen: (row: number) => boolean): Float64Array {
  const { bars, scene, intervalMs } = input
  const tickMs = intervalMs * TICK_PART
  const points: number[] = []
  for (let row = scene.rows.from; row < scene.rows.to; row++) {
    if (!isChosen(row)) continue
    const x = middleOf(input, row)
    const [open, high, low, close] = [bars.open, bars.high, bars.low, bars.close].map((column) => column[row] ?? NaN)
    points.push(x, low ?? NaN, x, high ?? NaN, x, NaN)
    points.push(x - tickMs, open ?? NaN, x, open ?? NaN, x, NaN)
    points.push(x, close ?? NaN, x + tickMs, close ?? NaN, x, NaN)
  }
  return Float64Array.from(points)
}

/** Part of a bar's time that a value alone between two gaps is drawn wide. */
const ALONE_PART = 0.4

/**
 * `[time, value]` pairs, one value a row in sight; where bars are missing for long, or may be, a void value interrupts the line, and at `breaks` as
 * well.
 */
export function lineData(input: DataInput, values: Float64Array, breaks: readonly number[] = []): Float64Array {
  const { bars, scene, intervalMs } = input
  const { from, to } = scene.rows
  const bridge = bridgeMs(bars, scene.rows, intervalMs)
  const tears = [...scene.holes, ...breaks.map((timeMs) => ({ fromMs: timeMs, toMs: timeMs }))]
  const points: number[] = []
  let runStart = 0
  let before = NaN
  const endRun = () => {
    const alone = points[runStart]
    // One value has no length: drawn as a dash, it is seen.
    if (alone !== undefined && points.length - runStart === 2) {
      const half = (intervalMs * ALONE_PART) / 2
      points.splice(runStart, 1, alone - half)
      points.push(alone + half, points[runStart + 1] ?? NaN)
    }
  }
  for (let row = from; row < to; row++) {
    const value = values[row - from] ?? NaN
    const time = middleOf(input, row)
    const isInterrupted = time - before > bridge || isTorn(before, time, tears)
    if (isInterrupted && points.length > runStart) {
      endRun()
      points.push(before, NaN)
      runStart = points.length
    }
    if (Number.isNaN(value)) continue
    points.push(time, value)
    before = time
  }
  endRun()
  return Float64Array.from(points)
}

/** Volumes `[x, volume]` of the rows that are chosen. */
export function volumeData(input: DataInput, isChosen: (row: number) => boolean): Float64Array {
  const points: number[] = []
  for (let row = input.scene.rows.from; row < input.scene.rows.to; row++)
    if (isChosen(row)) points.push(middleOf(input, row), input.bars.volume[row] ?? 0)
  return Float64Array.from(points)
}

/** Session starts as one interrupted line from the bottom to the top of the prices. */
export const sessionData = ({ scene }: DataInput): Float64Array =>
  Float64Array.from(scene.sessions.flatMap((time) => [time, scene.range.low, time, scene.range.high, time, NaN]))

/** The least width of a hole, so that a short one is seen too. */
const HOLE_PX = 3

/** Holes as the upper edges of boxes that reach down to the bottom. */
export function holeData({ scene }: DataInput): Float64Array {
  const { window, range, price } = scene
  const leastMs = (HOLE_PX / price.width) * (window.toMs - window.fromMs)
  const edges = ({ fromMs, toMs }: Hole) => {
    const left = Math.max(fromMs, window.fromMs)
    const right = Math.min(Math.max(toMs, fromMs + leastMs), window.toMs)
    return [left, range.high, right, range.high, right, NaN]
  }
  return Float64Array.from(scene.holes.flatMap(edges))
}

/** The two stacked lines of a band: its lower edge, and its height on top of it. */
export function bandData(
  input: DataInput,
  { upper, lower }: { readonly upper: Float64Array; readonly lower: Float64Array },
): { readonly base: Float64Array; readonly height: Float64Array } {
  const heights = upper.map((value, index) => value - (lower[index] ?? NaN))
  return { base: lineData(input, lower), height: lineData(input, heights) }
}
