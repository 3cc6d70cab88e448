import type { QuoteState } from '@tickwall/protocol'
import type { Page } from 'playwright-core'
import type { Look } from './judge.js'
import { part } from './part.js'
import {
  neededPlaces,
  printedAmount,
  printedAmplitude,
  printedChange,
  printedPercent,
  printedPrice,
  printedQuotient,
  writtenPlaces,
} from './printed-figures.js'
import { snapshotOf } from './snapshot.js'

/** The texts of a row of the watchlist by column. */
export type RowTexts = Readonly<Record<string, string>>

/** The rows inside the list's visible part, from the top down. */
export const visibleRows = (page: Page): Promise<{ readonly instrument: string; readonly texts: RowTexts }[]> =>
  part(page, 'watchlist').evaluate((list) => {
    const box = list.getBoundingClientRect()
    return [...list.querySelectorAll<HTMLElement>('[data-instrument]')]
      .map((row) => ({ row, top: row.getBoundingClientRect().top }))
      .filter(({ top }) => top >= box.top && top < box.bottom)
      .sort((a, b) => a.top - b.top)
      .map(({ row }) => ({
        instrument: row.dataset['instrument'] ?? '',
        texts: Object.fromEntries(
          [...row.querySelectorAll<HTMLElement>('[data-column]')].map((cell) => [
            cell.dataset['column'] ?? '',
            cell.textContent.trim(),
          ]),
        ),
      }))
  })

export const visibleInstruments = async (page: Page): Promise<string[]> =>
  (await visibleRows(page)).map(({ instrument }) => instrument)

const PRICES = [
  'last',
  'bid',
  'ask',
  'open',
  'high',
  'low',
  'prevClose',
] as const satisfies readonly (keyof QuoteState)[]

/**
 * Zeros at the end that no price of the instrument needs are not shown; which of them were needed earlier only the page knows. So the number of
 * places is read off the cell, and has to lie between what is needed now and what is written at most.
 */
function placesFault(state: QuoteState, shown: number): string | null {
  const prices = PRICES.flatMap((field) => state[field] ?? [])
  const needed = Math.max(...prices.map(neededPlaces))
  const written = Math.max(...prices.map(writtenPlaces), state.decimals?.price ?? 0)
  return shown >= needed && shown <= written ? null : `${shown} places, not ${needed} to ${written}`
}

/** A size with as many places as the cell shows; never fewer than it has. */
const printedSize = (size: string | undefined, shown: string | undefined): string =>
  size === undefined
    ? ''
    : printedPrice(size, Math.max(neededPlaces(size), writtenPlaces((shown ?? '').replace(/,/g, ''))))

/** The columns that a desk shows only when asked, so that a change of theirs does not count where they are not seen. */
const FURTHER = ['bid', 'bidSize', 'ask', 'askSize', 'trades'] as const satisfies readonly (keyof QuoteState)[]

function furtherTexts(quote: QuoteState, texts: RowTexts, places: number) {
  const { bid, bidSize, ask, askSize, trades, high, low } = quote
  const reference = quote.prevClose ?? quote.open
  const price = (text: string | undefined) => (text === undefined ? '—' : printedPrice(text, places))
  return {
    bid: price(bid),
    ask: price(ask),
    open: price(quote.open),
    high: price(high),
    low: price(low),
    prevClose: price(quote.prevClose),
    amplitude:
      high === undefined || low === undefined || reference === undefined ? '—' : printedAmplitude(high, low, reference),
    bidSize: printedSize(bidSize, texts['bidSize']),
    askSize: printedSize(askSize, texts['askSize']),
    spread: bid === undefined || ask === undefined ? '' : printedChange(ask, bid, places).replace('+', ''),
    trades: trades === undefined ? '' : printedPrice(String(trades), 0),
  }
}

/** What is wrong with the texts of a quote, field by field. */
export function quoteFaults(state: QuoteState, texts: RowTexts, language: 'en' | 'zh' = 'en'): string[] {
  const { last, volume } = state
  const reference = state.prevClose ?? state.open
  const isCompared = last !== undefined && reference !== undefined
  const shown = ['last', 'bid', 'ask'].flatMap((column) => texts[column] ?? []).filter((text) => /\d/.test(text))
  const places = Math.max(0, ...shown.map((text) => writtenPlaces(text.replace(/,/g, ''))))
  const expected: Record<string, string | null> = {
    last: last === undefined ? '—' : printedPrice(last, places),
    change: isCompared ? printedChange(last, reference, places) : '',
    percent: isCompared ? printedPercent(last, reference) : '',
    volume: volume === undefined ? '' : printedAmount(volume, language),
    turnover: state.turnover === undefined ? '' : printedAmount(state.turnover, language),
    vwap: volume === undefined ? '' : printedQuotient(state.turnover ?? '0', volume, places),
    ...furtherTexts(state, texts, places),
  }
  const faults = Object.entries(expected).flatMap(([column, text]) =>
    text === null || texts[column] === undefined || texts[column] === text
      ? []
      : [`${column} reads ${texts[column]}, not ${text}`],
  )
  const wrongPlaces = shown.length === 0 ? null : placesFault(state, places)
  return wrongPlaces === null ? faults : [...faults, wrongPlaces]
}

/** What decides the texts of a quote. */
export const heldOf = ({ last, prevClose, open, volume }: QuoteState): string =>
  JSON.stringify([last, prevClose, open, volume])

const heldIn = (state: QuoteState, texts: RowTexts): string =>
  heldOf(state) + JSON.stringify(FURTHER.map((field) => (texts[field] === undefined ? null : (state[field] ?? null))))

/** The visible rows; null for those whose quote moved while they were read. */
export async function lookAtRows(page: Page, url: string, language: 'en' | 'zh' = 'en'): Promise<Look> {
  const topics = (await visibleInstruments(page)).map((instrument) => `quote/${instrument}`)
  const before = await snapshotOf<QuoteState>(url, topics)
  const rows = await visibleRows(page)
  const after = await snapshotOf<QuoteState>(url, topics)
  return new Map(
    rows.map(({ instrument, texts }) => {
      const [first, second] = [before.get(`quote/${instrument}`), after.get(`quote/${instrument}`)]
      if (first === undefined || second === undefined || heldIn(first, texts) !== heldIn(second, texts))
        return [instrument, null]
      return [instrument, { held: heldIn(second, texts), faults: quoteFaults(second, texts, language) }] as const
    }),
  )
}
