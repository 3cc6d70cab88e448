import type { Topic } from '@tickwall/protocol'
import { Market, type MarketOptions } from '../../src/market/market.js'
import type { TopicHandle } from '../../src/market/market-store.js'
import { hold } from './violation.js'

/** A fault of a gateway: what its sessions see of a topic instead of what is so. */
export type Plant = (handle: TopicHandle) => TopicHandle

/** A market that knows how many hold each of its topics, and may show them wrongly. */
export class CountedMarket extends Market {
  readonly #holders = new Map<string, number>()
  readonly #plant: Plant
  readonly #shown = new Map<TopicHandle, TopicHandle>()
  readonly #hidden = new Map<TopicHandle, TopicHandle>()

  constructor(options: MarketOptions, plant: Plant = (handle) => handle) {
    super(options)
    this.#plant = plant
  }

  override handle(topic: Topic): TopicHandle {
    const handle = super.handle(topic)
    this.#holders.set(handle.name, (this.#holders.get(handle.name) ?? 0) + 1)
    let shown = this.#shown.get(handle)
    if (shown === undefined) {
      shown = this.#plant(handle)
      this.#shown.set(handle, shown)
      this.#hidden.set(shown, handle)
    }
    return shown
  }

  override hold(shown: TopicHandle): boolean {
    if (!super.hold(this.#hidden.get(shown) ?? shown)) return false
    this.#holders.set(shown.name, (this.#holders.get(shown.name) ?? 0) + 1)
    return true
  }

  override release(shown: TopicHandle): void {
    const holders = (this.#holders.get(shown.name) ?? 0) - 1
    hold(holders >= 0, 'CFL4', () => `${shown.name} was released more often than taken`)
    this.#holders.set(shown.name, holders)
    super.release(this.#hidden.get(shown) ?? shown)
  }

  /** Names of the topics that somebody holds. */
  get held(): string[] {
    return [...this.#holders].filter(([, holders]) => holders !== 0).map(([name]) => name)
  }
}
