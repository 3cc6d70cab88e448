import type { Topic } from '@tickwall/protocol'
import { merge, type Observable } from 'rxjs'
import type { PartitionId } from '../ingest/source.js'
import type { MarketStore, TopicHandle, TopicSummary } from '../market/market-store.js'
import type { SysTopics } from './sys-topics.js'

/** The market, and beside it what the gateway tells of itself: topics of both are handled alike from here on. */
export class SysStore implements MarketStore {
  readonly #market: MarketStore
  readonly #sys: SysTopics
  readonly turned$: Observable<void>
  readonly reset$: Observable<PartitionId>

  constructor(market: MarketStore, sys: SysTopics) {
    this.#market = market
    this.#sys = sys
    this.turned$ = merge(market.turned$, sys.turned$)
    this.reset$ = market.reset$
  }

  handle(topic: Topic, name?: string): TopicHandle {
    return topic.kind === 'sys' ? this.#sys.hold(topic.name) : this.#market.handle(topic, name)
  }

  hold(handle: TopicHandle): boolean {
    return handle.topic.kind === 'sys' ? this.#sys.hold(handle.topic.name) === handle : this.#market.hold(handle)
  }

  release(handle: TopicHandle): void {
    if (handle.topic.kind === 'sys') this.#sys.release(handle.topic.name)
    else this.#market.release(handle)
  }

  partitionOf(epoch: string): { readonly id: PartitionId; readonly offset: number } | null {
    return this.#market.partitionOf(epoch)
  }

  topics(query: string, limit: number): readonly TopicSummary[] {
    const wanted = query.toLowerCase()
    const own = this.#sys.names
      .filter((name) => name.includes(wanted))
      .map((topic) => ({ topic, kind: 'sys' }) as const)
    const found = this.#market.topics(query, limit)
    // As nearly always: to sort ten thousand names costs more than to find them.
    if (own.length === 0) return found
    const all = [...found, ...own]
    return all.sort((a, b) => (a.topic < b.topic ? -1 : 1)).slice(0, limit)
  }
}
