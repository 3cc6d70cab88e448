import type { BarItem, QuoteState, TradeItem } from '@tickwall/protocol'
import type { Page } from 'playwright-core'
import type { FrameLog } from './frame-log.js'
import {
  neededPlaces,
  printedAmount,
  printedChange,
  printedPercent,
  printedPrice,
  writtenPlaces,
} from './printed-figures.js'
import { quoteFaults, type RowTexts } from './watch-rows.js'

/** All figures of the desk at one moment, read in one task of the page. */
export interface Screen {
  readonly rows: readonly { readonly instrument: string; readonly texts: RowTexts }[]
  readonly detail: { readonly last: string; readonly change: string; readonly facts: readonly string[] }
  /** `time, price, size` of each line, newest first. */
  readonly tape: readonly (readonly string[])[]
  /** Open, high, low, close, change and volume of the newest bar. */
  readonly legend: readonly string[]
  /** The last price at the axis of the chart. */
  readonly tag: string
}

export const readScreen = (page: Page): Promise<Screen> =>
  page.evaluate(() => {
    const texts = (selector: string, within: ParentNode = document) =>
      [...within.querySelectorAll(selector)].map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim())
    const text = (selector: string) => texts(selector)[0] ?? ''
    const cells = (row: Element) => [...row.querySelectorAll<HTMLElement>('[data-column]')]
    return {
      rows: [...document.querySelectorAll<HTMLElement>('[data-test="watchlist"] [data-instrument]')].map((row) => ({
        instrument: row.dataset['instrument'] ?? '',
        texts: Object.fromEntries(cells(row).map((cell) => [cell.dataset['column'] ?? '', cell.textContent.trim()])),
      })),
      detail: { last: text('[data-test="detail-last"]'), change: text('.figures .change'), facts: texts('.facts dd') },
      tape: [...document.querySelectorAll('.tape .trade')].map((line) => texts('[role="cell"]', line)),
      legend: texts('[data-test="bar-legend"] p:first-child b'),
      tag: text('.tag b'),
    }
  })

const FACTS = 'bid ask high low open prevClose volume turnover vwap trades spread amplitude'.split(' ')
const ARROWS = { buy: '▲ ', sell: '▼ ', none: '' }
const AGE = /^\d+(\.\d)?(s|m|秒|分钟)$/

/** What is wrong with the panels of a screen if they show what the first `count` frames told. */
export class ScreenFaults {
  readonly #log: FrameLog
  readonly #instrument: string
  readonly #language: 'en' | 'zh'

  /** `instrument` is the one that chart, detail and tape show. */
  constructor(log: FrameLog, instrument: string, language: 'en' | 'zh') {
    this.#log = log
    this.#instrument = instrument
    this.#language = language
  }

  /** All rows of the same frame. */
  rows({ rows }: Screen, count: number): string[] {
    return rows.flatMap(({ instrument, texts }) => {
      const { tickAt, quoteAt } = this.#quote(instrument, count)
      const isAged = tickAt !== undefined || quoteAt !== undefined
      const { age = '' } = texts
      const ageFaults = (isAged ? AGE.test(age) : age === '') ? [] : [`age reads ${age}`]
      return [...this.#quoteFaults(instrument, texts, count), ...ageFaults].map((fault) => `${instrument}: ${fault}`)
    })
  }

  detail({ detail }: Screen, count: number): string[] {
    const { last, change, facts } = detail
    const texts = { last, ...Object.fromEntries(FACTS.map((name, at) => [name, facts[at] ?? 'nothing'])) }
    const quote = this.#quote(this.#instrument, count)
    const reference = quote.prevClose ?? quote.open ?? '0'
    const percent = printedPercent(quote.last ?? '0', reference)
    const [arrow, ratio] = /^([▲▼] )?(.*)$/.exec(percent ?? '')?.slice(1) ?? []
    const expected = `${arrow ?? ''}${printedChange(quote.last ?? '0', reference, placesOf(last))} ${ratio ?? ''}`
    const isRight = percent === null || change === expected
    return [
      ...this.#quoteFaults(this.#instrument, texts, count),
      ...(isRight ? [] : [`change reads ${change}, not ${expected}`]),
    ]
  }

  /** A price that is out of the picture has none. */
  tag({ tag }: Screen, count: number): string[] {
    if (tag === '') return []
    return this.#priceFaults('tag', tag, this.#quote(this.#instrument, count).last)
  }

  tape({ tape }: Screen, count: number): string[] {
    const items = (this.#log.at(`trades/${this.#instrument}`, count)?.state['items'] ?? []) as readonly TradeItem[]
    return tape.flatMap(([time = '', price = '', size = ''], line) => {
      const item = items.at(-1 - line)
      if (item === undefined) return [`line ${line} is no trade`]
      const [, atMs, priceText, sizeText, side] = item
      const arrow = ARROWS[side ?? 'none']
      const clock = new Date(atMs).toISOString().slice(11, 19)
      return [
        ...(time === clock ? [] : [`line ${line} reads ${time}, not ${clock}`]),
        ...(price.startsWith(arrow) ? [] : [`line ${line} reads ${price} for ${String(side)}`]),
        ...this.#priceFaults(`line ${line}`, price.slice(arrow.length), priceText),
        ...sizeFaults(`line ${line}`, size, sizeText),
      ]
    })
  }

  /** A chart has a bar in its legend as soon as the bar is drawn, which may be a moment after it began. */
  legend({ legend }: Screen, count: number): string[] {
    const state = this.#log.at(`bars/${this.#instrument}/1m`, count)?.state ?? {}
    const [newest, before] = ((state['items'] ?? []) as readonly BarItem[]).slice(-2).reverse()
    const faults = this.#barFaults(legend, newest)
    return faults.length === 0 || before === undefined || this.#barFaults(legend, before).length > 0 ? faults : []
  }

  #barFaults(legend: readonly string[], bar: BarItem | undefined): string[] {
    if (bar === undefined) return ['no bar was told']
    const [, open, high, low, close, volume] = bar
    const percent = printedPercent(close, open)
    const amount = printedAmount(volume, this.#language)
    return [
      ...[open, high, low, close].flatMap((price, at) => this.#priceFaults(`bar ${at}`, legend[at] ?? '', price)),
      ...(percent === null || legend[4] === percent.replace(/^[▲▼] /, '')
        ? []
        : [`bar reads ${legend[4]}, not ${percent}`]),
      ...(amount === null || legend[5] === amount ? [] : [`bar reads ${legend[5]}, not ${amount}`]),
    ]
  }

  #quote = (instrument: string, count: number): QuoteState =>
    (this.#log.at(`quote/${instrument}`, count)?.state ?? {}) as QuoteState

  #quoteFaults(instrument: string, texts: RowTexts, count: number): string[] {
    return quoteFaults(this.#quote(instrument, count), texts, this.#language)
  }

  /** With as many places as some price of the instrument needs, and this one at least. */
  #priceFaults(name: string, shown: string, text: string | undefined): string[] {
    if (text === undefined) return [`${name} was not told`]
    const places = placesOf(shown)
    const expected = printedPrice(text, Math.max(places, neededPlaces(text)))
    return shown === expected ? [] : [`${name} reads ${shown}, not ${expected}`]
  }
}

const placesOf = (shown: string): number => writtenPlaces(shown.replaceAll(',', ''))

function sizeFaults(name: string, shown: string, text: string): string[] {
  const expected = printedPrice(text, Math.max(placesOf(shown), neededPlaces(text)))
  return shown === expected ? [] : [`${name} reads ${shown}, not ${expected}`]
}
