import { type Changes, RING_SIZES, type TradeItem, type TradesState } from '@tickwall/protocol'
import type { TradeTick } from '../ingest/tick.js'
import { OffsetRing } from './offset-ring.js'
import type { TopicFold } from './topic-fold.js'

/** `trades/<instrument>` [STA2]: the last trades in log order, a trade's identity being its offset [LST1]. */
export class TradesFold implements TopicFold {
  readonly #size: number
  /** A ring once full; `#next` is then the oldest. */
  readonly #items: TradeItem[] = []
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
    this.#items[this.#next] = [offset, tick.time, tick.price.text, tick.size.text, tick.side, tick.id]
    this.#next += 1
    if (this.#next === this.#size) this.#next = 0
    this.#offsets.push(offset)
    this.#version = offset
    this.#publishedAt = publishedAt
  }

  state(): TradesState {
    return { items: this.#newest(this.#items.length), size: this.#size }
  }

  /** `lost` is exact: every offset that could be asked for is still counted [LST3]. */
  changesSince(offset: number): Changes | null {
    if (this.#version <= offset) return null
    const count = this.#offsets.countAfter(offset)
    const lost = Math.max(0, count - this.#items.length)
    const items = this.#newest(count - lost)
    return lost > 0 ? { items, lost } : { items }
  }

  /** The tape after an offset is the same on every gateway that began before it, so a foreign position is as good. */
  answers(offset: number): boolean {
    return this.#offsets.counts(offset)
  }

  /** A tape claims no completeness: each trade stands for itself. */
  withhold(): void {}

  #newest(count: number): TradeItem[] {
    const items = this.#items
    // The newest item is the one before `#next`; what lies before the array's start wraps to its end.
    const start = this.#next - count
    return start >= 0 ? items.slice(start, this.#next) : [...items.slice(start), ...items.slice(0, this.#next)]
  }
}
