import type { QuoteState } from '@tickwall/protocol'
import type { Formats } from '../../figures/formats.js'
import type { QuoteFigures } from '../../figures/quote-figures.js'
import type { Places } from '../../market/topic-view.js'

export type FactName =
  | 'bid'
  | 'ask'
  | 'spread'
  | 'amplitude'
  | 'open'
  | 'prevClose'
  | 'high'
  | 'low'
  | 'volume'
  | 'turnover'
  | 'vwap'
  | 'trades'

export interface Fact {
  readonly name: FactName
  readonly value: string
  /** A second figure beside it, such as the size at a price. */
  readonly note: string | null
  readonly isStrong: boolean
}

/** The figures of a quote in reading order, two a line; a dash where one is not known. */
export function detailFacts(quote: QuoteState, figures: QuoteFigures, places: Places, formats: Formats): Fact[] {
  const price = (name: FactName, text: string | undefined, isStrong = false): Fact =>
    fact(name, formats.price(text, places.price), isStrong)
  const amount = (name: FactName, text: string | undefined): Fact =>
    fact(name, text === undefined ? '—' : formats.compact(Number(text)))
  const spread = Number(quote.ask ?? NaN) - Number(quote.bid ?? NaN)
  const amplitude =
    (Number(quote.high ?? NaN) - Number(quote.low ?? NaN)) / Number(quote.prevClose ?? quote.open ?? NaN)
  const average = Number.isNaN(figures.vwap) ? undefined : figures.vwap.toFixed(Math.min(places.price, 20))
  return [
    price('bid', quote.bid, true),
    price('ask', quote.ask, true),
    price('high', quote.high),
    price('low', quote.low),
    price('open', quote.open),
    price('prevClose', quote.prevClose),
    amount('volume', quote.volume),
    amount('turnover', quote.turnover),
    price('vwap', average),
    fact('trades', quote.trades === undefined ? '—' : formats.count(quote.trades)),
    fact(
      'spread',
      Number.isNaN(spread) ? '—' : formats.price(spread.toFixed(Math.min(places.price, 20)), places.price),
    ),
    fact('amplitude', Number.isFinite(amplitude) ? formats.percent(amplitude).replace('+', '') : '—'),
  ]
}

const fact = (name: FactName, value: string, isStrong = false): Fact => ({ name, value, note: null, isStrong })

const DAY_MS = 86_400_000

/** Whether the newest quote came more than a day after the session's start: its day figures are then of an earlier day. */
export const isOlderSession = ({ session, quoteAt, tickAt }: QuoteState): boolean =>
  session !== undefined && Math.max(quoteAt ?? 0, tickAt ?? 0) - session >= DAY_MS
