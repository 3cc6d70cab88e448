import { decimalText } from '@tickwall/backend/ingest/simulated/decimal-text.js'
import type { Random } from '@tickwall/backend/ingest/simulated/random.js'
import type { RecordingName } from './recording-names.js'

/** When a row was received, and when the venue says it happened. */
export interface RowTime {
  /** Nanoseconds since the epoch, as text. */
  readonly receivedNs: string
  readonly eventMs: number
}

/** The book of one name while a recording is made: writes its rows, without the receive time of a repetition. */
export class RecordedName {
  readonly name: RecordingName
  #mid: number
  #spread = 1
  #tradeId: number
  #updateId: number

  constructor(name: RecordingName, random: Random) {
    this.name = name
    this.#mid = name.startUnits
    // Ids of venues are long; they still fit a number here, but not a 32-bit one.
    this.#tradeId = 3_000_000_000 + random.below(1_000_000_000)
    this.#updateId = 5_000_000_000_000 + random.below(1_000_000_000)
  }

  /** `venue,symbol,ts_ms,tx_ms,recv_ns,bid,bid_size,ask,ask_size,update_id` */
  quoteRow({ receivedNs, eventMs }: RowTime, random: Random): string {
    const { venue, symbol, moveUnits, hasQuoteTime } = this.name
    this.#mid += Math.round((random.unit() - random.unit()) * moveUnits)
    // Only what may go below zero starts near it.
    if (this.name.startUnits > 100) this.#mid = Math.max(this.name.startUnits / 2, this.#mid)
    this.#mid = Math.round(this.#mid)
    this.#spread = 1 + random.below(3)
    this.#updateId += 1 + random.below(400)
    const times = hasQuoteTime ? `${eventMs},${eventMs - random.below(4)}` : ','
    const bid = this.#price(this.#mid)
    const ask = this.#price(this.#mid + this.#spread)
    return `${venue},${symbol},${times},${receivedNs},${bid},${this.#size(random)},${ask},${this.#size(random)},${this.#updateId}`
  }

  /** The fields of a trade before and after its receive time, so that it can be received again. */
  trade(eventMs: number, random: Random): { readonly before: string; readonly after: string } {
    const { venue, symbol } = this.name
    const isBuy = random.unit() < 0.5
    const price = this.#price(isBuy ? this.#mid + this.#spread : this.#mid)
    const order = venue === 'spot' ? '' : 'MARKET'
    return {
      before: `${venue},${symbol},${eventMs},${eventMs - random.below(4)}`,
      after: `${price},${this.#size(random)},${isBuy ? 'buy' : 'sell'},${++this.#tradeId},${order}`,
    }
  }

  #price(units: number): string {
    return decimalText(units, this.name.places) + '0'.repeat(this.name.padding)
  }

  #size(random: Random): string {
    return decimalText(1 + random.below(random.below(this.name.sizeUnits) + 1), this.name.sizePlaces)
  }
}
