import { type Changes, RING_SIZES, type TradeItem, type TradesState } from '@tickwall/protocol'
import type { TradeTick } from '../ingest/tick.js'
import { OffsetRing } from './offset-ring.js'
import type { TopicFold } from './topic-fold.js'

/** Offset and time; price, size, side and id. */
const NUMBERS = 2
const TEXTS = 4
const FIRST_CAPACITY = 8

/** `trades/<instrument>` [STA2]: the last trades in log order, a trade's identity being its offset [LST1]. */
export class TradesFold implements TopicFold {
  readonly #size: number
  /**
   * Columns of a trade: arrays of their own would be a hundred bytes each, and outlive the collector's first look. A ring once
   * full; `#next` is then the oldest.
   */
  #numbers = new Float64Array(0)
  readonly #texts: (string | null)[] = []
  #length = 0
  #next = 0
  readonly #offsets = new OffsetRing()
  #version = -1
  #publishedAt = 0

  constructor(size: number = RING_SIZES.trades) {
    this.#size = size
  }

  get version(): number {
    return this.#version
  }
  get publishedAt(): number {
    return this.#publishedAt
  }

  trade(tick: TradeTick, offset: number, publishedAt: number): void {
    const place = this.#next
    if (place * NUMBERS === this.#numbers.length) this.#grow()
    this.#numbers[place * NUMBERS] = offset
    this.#numbers[place * NUMBERS + 1] = tick.time
    const text = place * TEXTS
    this.#texts[text] = tick.price.text
    this.#texts[text + 1] = tick.size.text
    this.#texts[text + 2] = tick.side
    this.#texts[text + 3] = tick.id
    if (this.#length < this.#size) this.#length += 1
    this.#next = place + 1 === this.#size ? 0 : place + 1
    this.#offsets.push(offset)
    this.#version = offset
    this.#publishedAt = publishedAt
  }

  state(): TradesState {
    return { items: this.#newest(this.#length), size: this.#size }
  }

  /** `lost` is exact: every offset that could be asked for is still counted [LST3]. */
  changesSince(offset: number): Changes | null {
    if (this.#version <= offset) return null
    const count = this.#offsets.countAfter(offset)
    const lost = Math.max(0, count - this.#length)
    const items = this.#newest(count - lost)
    return lost > 0 ? { items, lost } : { items }
  }

  /** The tape after an offset is the same on every gateway that began before it, so a foreign position is as good. */
  answers(offset: number): boolean {
    return this.#offsets.counts(offset)
  }

  /** A tape claims no completeness: each trade stands for itself. */
  withhold(): void {}

  /** The last `count` trades, oldest first; not more than there are. */
  #newest(count: number): TradeItem[] {
    // What lies before the ring's start wraps to its end.
    const first = this.#next - count
    return Array.from({ length: count }, (_, i) => this.#item(first + i < 0 ? first + i + this.#size : first + i))
  }

  #item(place: number): TradeItem {
    const number = (column: number): number => this.#numbers[place * NUMBERS + column] as number
    const [price, size, side, id] = this.#texts.slice(place * TEXTS, (place + 1) * TEXTS)
    return [number(0), number(1), price as string, size as string, side as TradeItem[4], id as TradeItem[5]]
  }

  #grow(): void {
    const places = Math.min(this.#size, Math.max(FIRST_CAPACITY, this.#length * 2))
    const grown = new Float64Array(places * NUMBERS)
    grown.set(this.#numbers)
    this.#numbers = grown
  }
}
