import type { BarColumns, RowRange } from './bar-columns.js'
import type { Hole } from './bar-history.js'

/** A silence of so many usual ones is a gap. */
const USUAL_SILENCES = 4
const LEAST_BARS = 3

/**
 * The longest time between two bars that a line still bridges, ms: a few bars, or a few times what is usual in sight, so that an instrument which
 * trades every minute has a line in its second bars, and one that never stops has none over its stop.
 */
export function bridgeMs({ openTime }: BarColumns, { from, to }: RowRange, intervalMs: number): number {
  const apart: number[] = []
  for (let row = from + 1; row < to; row++) apart.push((openTime[row] ?? 0) - (openTime[row - 1] ?? 0))
  apart.sort((a, b) => a - b)
  const usual = apart[apart.length >> 1] ?? intervalMs
  return Math.max(LEAST_BARS * intervalMs, USUAL_SILENCES * usual)
}

/** Whether a line from one bar to the next would lead over a hole. */
export const isTorn = (fromMs: number, toMs: number, holes: readonly Hole[]): boolean =>
  holes.some((hole) => hole.fromMs < toMs && hole.toMs > fromMs)
