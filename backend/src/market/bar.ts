import { compareDecimals, type BarItem, type Decimal, ExactSum } from '@tickwall/protocol'
import type { TradeRun } from './trade-run.js'

/** A closed bar as text; reopening it parses them, which only a late trade asks for. */
export interface BarTexts {
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
  readonly volume: string
}

/** The decimal of a text that was one before, or a sum of such: unlike a record's it may have any number of digits. */
function decimalOf(text: string): Decimal {
  const point = text.indexOf('.')
  const scale = point < 0 ? 0 : text.length - point - 1
  return { text, units: BigInt(text.replace('.', '')), scale, places: scale }
}

/** A bar that trades are added to, in log order: the first is its open and the last its close [FOLD6]. */
export class Bar {
  readonly openTime: number
  #open: string
  #high: Decimal
  #low: Decimal
  #close: string
  readonly #volume = new ExactSum()
  #trades = 0
  version = -1

  constructor(openTime: number, first: Decimal) {
    this.openTime = openTime
    this.#open = first.text
    this.#high = first
    this.#low = first
    this.#close = first.text
  }

  static reopen(openTime: number, texts: BarTexts, trades: number): Bar {
    const bar = new Bar(openTime, decimalOf(texts.high))
    bar.#open = texts.open
    bar.#low = decimalOf(texts.low)
    bar.#close = texts.close
    bar.#volume.add(decimalOf(texts.volume))
    bar.#trades = trades
    return bar
  }

  add(run: TradeRun): void {
    // Equal values in other text keep the first [DEC3].
    if (compareDecimals(run.high, this.#high) > 0) this.#high = run.high
    if (compareDecimals(run.low, this.#low) < 0) this.#low = run.low
    this.#close = run.close
    this.#volume.addSum(run.volume)
    this.#trades += run.trades
    this.version = run.version
  }

  get trades(): number {
    return this.#trades
  }

  texts(): BarTexts {
    return {
      open: this.#open,
      high: this.#high.text,
      low: this.#low.text,
      close: this.#close,
      volume: this.#volume.text,
    }
  }

  item(): BarItem {
    const volume = this.#volume.text
    return [this.openTime, this.#open, this.#high.text, this.#low.text, this.#close, volume, this.#trades]
  }
}
