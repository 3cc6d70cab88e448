import type { QuoteState } from '@tickwall/protocol'
import type { Formats } from '../../figures/formats.js'
import { ARROWS, type QuoteFigures } from '../../figures/quote-figures.js'
import type { Places } from '../../market/topic-view.js'
import type { ColumnKey } from '../../settings/columns.js'

/** Columns that are text; the others are drawn. */
export type TextColumn = Exclude<ColumnKey, 'symbol' | 'spark' | 'range'>

export interface CellSource {
  readonly quote: QuoteState
  readonly figures: QuoteFigures
  readonly places: Places
  readonly ageMs: number | null
}

/** What stands in a cell; nothing where nothing is known. On the hot path: thousands a second. */
export function cellText(column: TextColumn, { quote, figures, places, ageMs }: CellSource, formats: Formats): string {
  switch (column) {
    case 'last':
      return formats.price(quote.last, places.price)
    case 'bid':
      return formats.price(quote.bid, places.price)
    case 'ask':
      return formats.price(quote.ask, places.price)
    case 'change':
      return formats.signed(figures.change, places.price)
    case 'percent':
      return `${ARROWS[figures.direction]} ${formats.percent(figures.ratio)}`.trim()
    case 'volume':
      return quote.volume === undefined ? '' : formats.compact(Number(quote.volume))
    case 'turnover':
      return quote.turnover === undefined ? '' : formats.compact(Number(quote.turnover))
    case 'trades':
      return quote.trades === undefined ? '' : formats.count(quote.trades)
    case 'age':
      return ageMs === null ? '' : formats.age(ageMs)
  }
}

/** What a row is ordered by; NaN sorts last. */
export function sortValue(column: ColumnKey, quote: QuoteState, figures: QuoteFigures, ageMs: number | null): number {
  switch (column) {
    case 'last':
      return figures.last
    case 'change':
      return figures.change
    case 'percent':
    case 'spark':
      return figures.ratio
    case 'bid':
      return Number(quote.bid ?? NaN)
    case 'ask':
      return Number(quote.ask ?? NaN)
    case 'range':
      return (figures.last - Number(quote.low ?? NaN)) / (Number(quote.high ?? NaN) - Number(quote.low ?? NaN))
    case 'volume':
      return Number(quote.volume ?? NaN)
    case 'turnover':
      return Number(quote.turnover ?? NaN)
    case 'trades':
      return quote.trades ?? NaN
    case 'age':
      return ageMs ?? NaN
    case 'symbol':
      return NaN
  }
}
