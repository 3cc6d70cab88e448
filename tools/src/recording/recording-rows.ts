import { Random } from '@tickwall/backend/ingest/simulated/random.js'
import { RecordedName } from './recorded-name.js'
import { recordingNames } from './recording-names.js'

export const TRADES_HEADER = 'venue,symbol,ts_ms,tx_ms,recv_ns,price,size,side,trade_id,order_type'
export const QUOTES_HEADER = 'venue,symbol,ts_ms,tx_ms,recv_ns,bid,bid_size,ask,ask_size,update_id'

/** Half the recording lies before midnight. */
const START_MS = Date.UTC(2024, 7, 8, 23, 56, 40)
const DURATION_MS = 400_000
/** The recorder's clock is behind the venues', as in the real thing. */
const CLOCK_BEHIND_MS = 1_250

const TRADE_SHARE = 0.21
/** Of all trades: a few milliseconds out of order; minutes late, over midnight too; received twice. */
const SHARES = { outOfOrder: 0.01, late: 0.002, duplicate: 0.002 }
const DUPLICATE_AFTER_ROWS = 40
const BURST_ROWS = 900

/** Rows of one generated recording, each file in the order of receipt. */
export interface RecordingRows {
  readonly trades: readonly string[]
  readonly quotes: readonly string[]
  /** How many trades are each kind of irregular. */
  readonly counts: Record<'outOfOrder' | 'late' | 'duplicate', number>
}

/** A trade that will be received once more. */
interface Repetition {
  readonly afterRow: number
  readonly before: string
  readonly after: string
}

/** Makes up a recording: the same seed gives the same rows on every platform. */
export function recordingRows(seed: number): RecordingRows {
  const random = new Random(seed, 0x7ec0)
  const names = recordingNames.map((name) => new RecordedName(name, random))
  const order = eventOrder(random)
  const trades: string[] = []
  const quotes: string[] = []
  const counts = { outOfOrder: 0, late: 0, duplicate: 0 }
  const repetitions: Repetition[] = []
  const clock = new ReceiveClock(order.length, random)
  order.forEach((index, row) => {
    const name = names[index]
    if (name === undefined) return
    const receivedMs = clock.next()
    const eventMs = receivedMs + CLOCK_BEHIND_MS + random.below(30)
    const due = repetitions[0]
    if (due !== undefined && due.afterRow <= row) {
      repetitions.shift()
      counts.duplicate++
      trades.push(`${due.before},${clock.text()},${due.after}`)
      clock.tick()
    }
    if (random.unit() >= TRADE_SHARE) {
      quotes.push(name.quoteRow({ receivedNs: clock.text(), eventMs }, random))
      return
    }
    const fate = random.unit()
    const isLate = fate < SHARES.late
    const isOutOfOrder = !isLate && fate < SHARES.late + SHARES.outOfOrder
    if (isLate) counts.late++
    if (isOutOfOrder) counts.outOfOrder++
    const lateMs = isLate ? 1_000 + random.below(250_000) : isOutOfOrder ? 40 + random.below(2_000) : 0
    const { before, after } = name.trade(eventMs - lateMs, random)
    trades.push(`${before},${clock.text()},${after}`)
    if (random.unit() < SHARES.duplicate) repetitions.push({ afterRow: row + DUPLICATE_AFTER_ROWS, before, after })
  })
  return { trades, quotes, counts }
}

/** Which name has which event: every name its number of events, shuffled, then runs of the busiest name as bursts. */
function eventOrder(random: Random): number[] {
  const order = recordingNames.flatMap(({ events }, index) => new Array<number>(events).fill(index))
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.below(last + 1)
    const moved = order[last] ?? 0
    order[last] = order[other] ?? 0
    order[other] = moved
  }
  // Sorting a stretch gathers the events of each name in it without changing how many there are.
  for (let from = 5_000; from + 4 * BURST_ROWS < order.length; from += 20_000) {
    const stretch = order.slice(from, from + 3 * BURST_ROWS).sort((a, b) => a - b)
    stretch.forEach((index, offset) => (order[from + offset] = index))
  }
  return order
}

/** Receive times that never go back: mostly milliseconds apart, some tens of microseconds in a burst. */
class ReceiveClock {
  readonly #random: Random
  readonly #meanNs: number
  #ms = START_MS
  #ns = 0
  #row = 0

  constructor(rows: number, random: Random) {
    this.#random = random
    this.#meanNs = (DURATION_MS * 1e6) / rows
  }

  /** Goes on to the next row; returns whole milliseconds. */
  next(): number {
    const isBurst = this.#row >= 5_000 && (this.#row - 5_000) % 20_000 < BURST_ROWS
    this.#row++
    this.#add(isBurst ? 20_000 + this.#random.below(150_000) : Math.floor(2.1 * this.#meanNs * this.#random.unit()))
    return this.#ms
  }

  /** A moment later, within the same row. */
  tick(): void {
    this.#add(1_000)
  }

  /** Nanoseconds since the epoch. */
  text(): string {
    return `${this.#ms}${String(this.#ns).padStart(6, '0')}`
  }

  #add(ns: number): void {
    const sum = this.#ns + ns
    this.#ms += Math.floor(sum / 1_000_000)
    this.#ns = sum % 1_000_000
  }
}
