import { compareDecimals, type Decimal, type DecimalText, ExactSum } from '@tickwall/protocol'
import type { TradeTick } from '../ingest/tick.js'

/** Trades that follow each other in the log and belong to the same bar of every interval: all bars take them in as one. */
export class TradeRun {
  /** Event time of the first, ms. */
  time = 0
  /** Of the last. */
  close: DecimalText = ''
  version = -1
  publishedAt = 0
  trades = 0
  readonly volume = new ExactSum()
  #open: Decimal
  #high: Decimal
  #low: Decimal

  constructor(first: TradeTick, offset: number, publishedAt: number) {
    this.#open = this.#high = this.#low = first.price
    this.begin(first, offset, publishedAt)
  }

  get open(): Decimal {
    return this.#open
  }
  get high(): Decimal {
    return this.#high
  }
  get low(): Decimal {
    return this.#low
  }

  /** Forgets the trades before, and begins anew with this one. Hot path. */
  begin(tick: TradeTick, offset: number, publishedAt: number): void {
    this.time = tick.time
    this.#open = this.#high = this.#low = tick.price
    this.trades = 0
    this.volume.clear()
    this.add(tick, offset, publishedAt)
  }

  /** Hot path. */
  add({ price, size }: TradeTick, offset: number, publishedAt: number): void {
    // Equal values in other text keep the first [DEC3].
    if (compareDecimals(price, this.#high) > 0) this.#high = price
    else if (compareDecimals(price, this.#low) < 0) this.#low = price
    this.close = price.text
    this.volume.add(size)
    this.trades += 1
    this.version = offset
    this.publishedAt = publishedAt
  }
}
