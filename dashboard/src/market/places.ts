import type { QuoteState } from '@tickwall/protocol'
import type { Places } from './topic-view.js'

export const NO_PLACES: Places = { price: 0, size: 0 }

const PRICES = [
  'last',
  'bid',
  'ask',
  'open',
  'high',
  'low',
  'prevClose',
] as const satisfies readonly (keyof QuoteState)[]
const SIZES = ['lastSize', 'bidSize', 'askSize'] as const satisfies readonly (keyof QuoteState)[]

/** Decimals of a decimal text up to its last digit that is not zero: `61837.63000000` has 2. */
export function significantPlaces(text: string): number {
  const point = text.indexOf('.')
  if (point < 0) return 0
  let end = text.length
  while (end > point + 1 && text.charCodeAt(end - 1) === 48) end -= 1
  return end - point - 1
}

/** The places that the values of an instrument have needed so far; they only grow, so that a column does not jump back. */
export function grownPlaces(seen: Places, quote: QuoteState): Places {
  const price = most(seen.price, quote, PRICES)
  const size = most(seen.size, quote, SIZES)
  return price === seen.price && size === seen.size ? seen : { price, size }
}

function most(
  start: number,
  quote: QuoteState,
  fields: readonly ((typeof PRICES)[number] | (typeof SIZES)[number])[],
): number {
  let places = start
  for (const field of fields) {
    const text = quote[field]
    // Null where a field ceased.
    if (typeof text === 'string') places = Math.max(places, significantPlaces(text))
  }
  return places
}
