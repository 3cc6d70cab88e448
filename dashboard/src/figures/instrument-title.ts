import { splitInstrument } from './instrument-name.js'

/** What a symbol says about itself. */
export interface InstrumentTitle {
  /** What is priced: `BTC`, `EUR`, `CRUDE`. */
  readonly base: string
  /** In what it is priced, where the symbol says so. */
  readonly quote: string | null
  readonly isPerpetual: boolean
}

const QUOTES = ['USDT', 'USDC', 'FDUSD', 'BUSD', 'USD', 'BTC', 'ETH', 'BNB']
const PERPETUAL = /[_-]PERP(ETUAL)?$/i

/** Reads a symbol by the habits of venues: `BTCUSDT`, `BTC-USD`, `BTCUSD_PERP`, `EURJPY`. */
export function instrumentTitle(instrument: string, isCurrency: (code: string) => boolean): InstrumentTitle {
  const { symbol } = splitInstrument(instrument)
  const isPerpetual = PERPETUAL.test(symbol)
  const pair = symbol.replace(PERPETUAL, '')
  const [left, right] = [pair.slice(0, 3), pair.slice(3)]
  if (pair.length === 6 && isCurrency(left) && isCurrency(right)) return { base: left, quote: right, isPerpetual }
  const quote = QUOTES.find((code) => pair.length > code.length && pair.endsWith(code))
  if (quote === undefined) return { base: pair, quote: null, isPerpetual }
  return { base: pair.slice(0, -quote.length).replace(/[-_/.]$/, ''), quote, isPerpetual }
}

const names = new Map<string, Intl.DisplayNames>()

/** The name of a currency in a language, `Euro`; null for a code that is none. */
export function currencyName(code: string, locale: string): string | null {
  if (!/^[A-Z]{3}$/.test(code)) return null
  const known = names.get(locale) ?? new Intl.DisplayNames(locale, { type: 'currency', fallback: 'none' })
  names.set(locale, known)
  return known.of(code) ?? null
}

/** `Euro / US Dollar`, `BTC / USDT`, `CRUDE`: as long a name as the symbol gives away. */
export function titleText(instrument: string, locale: string): string {
  const { base, quote } = instrumentTitle(instrument, (code) => currencyName(code, locale) !== null)
  const [from, to] = [currencyName(base, locale), quote === null ? null : currencyName(quote, locale)]
  if (quote === null) return base
  // Both or none: `BTC / US Dollar` mixes two ways of naming.
  return from !== null && to !== null ? `${from} / ${to}` : `${base} / ${quote}`
}
