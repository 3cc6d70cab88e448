import type { BarColumns, RowRange } from '../bar-columns.js'
import { bollingerBands } from './bollinger-bands.js'
import { exponentialAverage } from './exponential-average.js'
import type { Indicator } from './indicator.js'
import { movingAverage } from './moving-average.js'
import { sessionVwap, type SessionTotals } from './session-vwap.js'

/** One indicator over the bars in sight: a line, or the middle of a band with its edges. */
export interface Overlay {
  /** Place of the indicator in the list: its colour and its series. */
  readonly place: number
  readonly indicator: Indicator
  /** One value a row in sight, NaN where there is none. */
  readonly values: Float64Array
  readonly band: { readonly upper: Float64Array; readonly lower: Float64Array } | null
}

/** When sessions begin, and what the present one traded. */
export interface SessionFacts {
  readonly offsetMs: number
  readonly totals: SessionTotals | null
}

/** What is switched on, computed for the rows in sight; of bars before them as much as each formula needs. */
export const overlaysOf = (
  indicators: readonly Indicator[],
  bars: BarColumns,
  rows: RowRange,
  session: SessionFacts,
): Overlay[] =>
  indicators.flatMap((indicator, place) =>
    indicator.isOn ? [{ place, indicator, ...compute(indicator, bars, rows, session) }] : [],
  )

function compute(
  indicator: Indicator,
  bars: BarColumns,
  rows: RowRange,
  { offsetMs, totals }: SessionFacts,
): Pick<Overlay, 'values' | 'band'> {
  switch (indicator.kind) {
    case 'ma':
      return { values: movingAverage(bars.close, rows, indicator.length), band: null }
    case 'ema':
      return { values: exponentialAverage(bars.close, rows, indicator.length), band: null }
    case 'vwap':
      return { values: sessionVwap(bars, rows, offsetMs, totals), band: null }
    case 'bands': {
      const { middle, upper, lower } = bollingerBands(bars.close, rows, indicator.length, indicator.deviations)
      return { values: middle, band: { upper, lower } }
    }
  }
}
