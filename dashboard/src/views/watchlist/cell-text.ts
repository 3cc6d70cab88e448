import type { QuoteState } from '@tickwall/protocol'
import type { Formats } from '../../figures/formats.js'
import { ARROWS, type QuoteFigures } from '../../figures/quote-figures.js'
import type { Places } from '../../market/topic-view.js'
import type { ColumnKey } from '../../settings/columns.js'

/** Columns that are text; the others are drawn. */
export type TextColumn = Exclude<ColumnKey, 'symbol' | 'name' | 'spark' | 'range' | 'status'>

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
    case 'bidSize':
      return quote.bidSize === undefined ? '' : formats.price(quote.bidSize, places.size)
    case 'askSize':
      return quote.askSize === undefined ? '' : formats.price(quote.askSize, places.size)
    case 'spread':
      return printDerived(spreadOf(quote), places.price, formats)
    case 'vwap':
      return printDerived(figures.vwap, places.price, formats)
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

const spreadOf = ({ bid, ask }: QuoteState): number => Number(ask ?? NaN) - Number(bid ?? NaN)

/** `toFixed` knows no more than 100 places, and nobody reads 20. */
const MOST_PLACES = 20
const printDerived = (value: number, places: number, formats: Formats): string =>
  Number.isFinite(value) ? formats.price(value.toFixed(Math.min(places, MOST_PLACES)), places) : ''

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
    case 'bidSize':
      return Number(quote.bidSize ?? NaN)
    case 'askSize':
      return Number(quote.askSize ?? NaN)
    case 'spread':
      return spreadOf(quote)
    case 'vwap':
      return figures.vwap
    case 'range':
      return (figures.last - Number(quote.low ?? NaN)) / (Number(quote.high ?? NaN) - Number(quote.low ?? NaN))
    case 'volume':
      return Number(quote.volume ?? NaN)
    case 'turnover':
      return Number(quote.turnover ?? NaN)
    case 'trades':
      return quote.trades ?? NaN
    // What is silent longest is worst off, whatever its state is called.
    case 'age':
    case 'status':
      return ageMs ?? NaN
    case 'symbol':
    case 'name':
      return NaN
  }
}
