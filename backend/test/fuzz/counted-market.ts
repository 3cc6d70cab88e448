import type { Topic } from '@tickwall/protocol'
import { Market } from '../../src/market/market.js'
import type { TopicHandle } from '../../src/market/market-store.js'
import { hold } from './violation.js'

/** A market that knows how many hold each of its topics. */
export class CountedMarket extends Market {
  readonly holders = new Map<string, number>()

  override handle(topic: Topic): TopicHandle {
    const handle = super.handle(topic)
    this.holders.set(handle.name, (this.holders.get(handle.name) ?? 0) + 1)
    return handle
  }

  override release(handle: TopicHandle): void {
    const holders = (this.holders.get(handle.name) ?? 0) - 1
    hold(holders >= 0, 'CFL4', () => `${handle.name} was released more often than taken`)
    this.holders.set(handle.name, holders)
    super.release(handle)
  }

  /** Names of the topics that somebody holds. */
  get held(): string[] {
    return [...this.holders].filter(([, holders]) => holders !== 0).map(([name]) => name)
  }
}
