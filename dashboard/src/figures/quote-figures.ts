import type { QuoteState } from '@tickwall/protocol'

export type Direction = 'up' | 'down' | 'flat'

/** What is derived from a quote for the screen. Numbers, not texts: a difference is shown with the price's own places. */
export interface QuoteFigures {
  /** NaN while there is no price. */
  readonly last: number
  /** Last minus the reference: the previous session's close, or the open where that is unknown. NaN if neither is known. */
  readonly change: number
  /** The change as a part of the reference (0.01 is one percent); NaN if the reference is 0 or unknown. */
  readonly ratio: number
  readonly direction: Direction
  /** Volume-weighted average price of the session; NaN while nothing was traded in it. */
  readonly vwap: number
}

const numberOf = (text: string | undefined): number => (text === undefined ? NaN : Number(text))

export function quoteFigures(quote: QuoteState): QuoteFigures {
  const last = numberOf(quote.last)
  const reference = numberOf(quote.prevClose ?? quote.open)
  const change = last - reference
  const volume = numberOf(quote.volume)
  return {
    last,
    change,
    ratio: reference === 0 ? NaN : change / Math.abs(reference),
    direction: change > 0 ? 'up' : change < 0 ? 'down' : 'flat',
    vwap: volume > 0 ? numberOf(quote.turnover) / volume : NaN,
  }
}

/** Where the open and the last price stand between the day's low (0) and high (1); null without a range. */
export function dayRange(quote: QuoteState): { readonly open: number; readonly last: number } | null {
  const low = numberOf(quote.low)
  const width = numberOf(quote.high) - low
  if (!(width > 0)) return null
  const place = (price: number) => Math.min(1, Math.max(0, (price - low) / width))
  const last = numberOf(quote.last)
  const open = numberOf(quote.open)
  return Number.isNaN(last) ? null : { open: Number.isNaN(open) ? place(last) : place(open), last: place(last) }
}

/** The sign that stands beside a colour, so that no one has to tell red from green. */
export const ARROWS: Record<Direction, string> = { up: '▲', down: '▼', flat: '' }
