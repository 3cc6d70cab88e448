import type { BarColumns, RowRange } from '../bar-columns.js'
import { sessionOf } from '../session-days.js'

/** What a session traded until now, exact, as its quote tells it. */
export interface SessionTotals {
  /** When the session began, ms. */
  readonly startMs: number
  readonly volume: number
  /** Sum of price × size. */
  readonly turnover: number
}

/**
 * Volume-weighted average price since the start of each session: Σ typical price × volume / Σ volume, the typical price of a bar being
 * (high + low + close) / 3 (Berkowitz, Logue and Noser 1988; the typical price as in TradingView's session VWAP). One value a row of `rows`.
 * Where the held bars do not reach back to the start of their session, what came before them is the rest of `totals`; without totals for that
 * session the value would be wrong and is NaN.
 */
export function sessionVwap(
  bars: BarColumns,
  { from, to }: RowRange,
  sessionOffsetMs: number,
  totals: SessionTotals | null,
): Float64Array {
  const averages = new Float64Array(Math.max(0, to - from)).fill(NaN)
  let session = NaN
  let sum = { volume: 0, turnover: 0 }
  for (let row = 0; row < to; row++) {
    const openTime = bars.openTime[row] ?? NaN
    const now = sessionOf(openTime, sessionOffsetMs)
    if (now !== session) {
      const isWhole = row > 0 || openTime === now
      sum = isWhole ? { volume: 0, turnover: 0 } : beforeFirst(bars, now, totals)
      session = now
    }
    const volume = bars.volume[row] ?? 0
    sum.volume += volume
    sum.turnover += typicalPrice(bars, row) * volume
    if (row >= from && sum.volume > 0) averages[row - from] = sum.turnover / sum.volume
  }
  return averages
}

const typicalPrice = ({ high, low, close }: BarColumns, row: number): number =>
  ((high[row] ?? NaN) + (low[row] ?? NaN) + (close[row] ?? NaN)) / 3

/** What was traded in the session before the first held bar: the session's totals less the held bars, never below 0; NaN if it is not known. */
function beforeFirst(
  bars: BarColumns,
  session: number,
  totals: SessionTotals | null,
): { volume: number; turnover: number } {
  if (totals?.startMs !== session) return { volume: NaN, turnover: NaN }
  let { volume, turnover } = totals
  for (let row = 0; row < bars.count; row++) {
    const traded = bars.volume[row] ?? 0
    volume -= traded
    turnover -= typicalPrice(bars, row) * traded
  }
  // Bars and totals arrive apart: what is left of rounding, or of a trade that one of them does not know yet, is nothing.
  return volume > 0 && turnover > 0 ? { volume, turnover } : { volume: 0, turnover: 0 }
}
