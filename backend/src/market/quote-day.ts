import { compareDecimals, ExactSum, isZero, type Decimal, type DecimalText } from '@tickwall/protocol'

/** The day fields of a quote, from the session's first trade in the log on [FOLD2]. */
export class QuoteDay {
  readonly open: DecimalText
  prevClose: DecimalText | null
  /** Event time of the trade that `prevClose` is the price of. */
  readonly prevCloseAt: number
  readonly volume = new ExactSum()
  readonly turnover = new ExactSum()
  trades = 0
  #high: Decimal
  #low: Decimal

  constructor(open: Decimal, prevClose: DecimalText | null, prevCloseAt: number) {
    this.open = open.text
    this.#high = open
    this.#low = open
    this.prevClose = prevClose
    this.prevCloseAt = prevCloseAt
  }

  get high(): DecimalText {
    return this.#high.text
  }
  get low(): DecimalText {
    return this.#low.text
  }

  /** Takes a price in; true when it is a new high. An equal value in other text is none [DEC3]. */
  raise(price: Decimal): boolean {
    if (compareDecimals(price, this.#high) <= 0) return false
    this.#high = price
    return true
  }
  lower(price: Decimal): boolean {
    if (compareDecimals(price, this.#low) >= 0) return false
    this.#low = price
    return true
  }

  /** Adds to the sums; true when the volume changed. */
  addVolume(size: Decimal): boolean {
    this.volume.add(size)
    return !isZero(size)
  }
  addTurnover(price: Decimal, size: Decimal): boolean {
    this.turnover.addProduct(price, size)
    return !isZero(price) && !isZero(size)
  }
}
