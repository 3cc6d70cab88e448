import type { PartitionId, PartitionLag, RecordSink, Source } from '@tickwall/backend/ingest/source.js'
import type { SourceState } from '@tickwall/protocol'
import type { Observable } from 'rxjs'
import type { FeedSource } from '../feed/feed-source.js'

/** A market and a feed of further instruments beside it, in a partition of their own. */
export class WideMarket implements Source {
  readonly name = 'simulated'
  readonly #market: Source
  readonly #feed: FeedSource

  constructor(market: Source, feed: FeedSource) {
    this.#market = market
    this.#feed = feed
  }

  get state$(): Observable<SourceState> {
    return this.#market.state$
  }

  get state(): SourceState {
    return this.#market.state
  }

  async start(sink: RecordSink): Promise<void> {
    await this.#market.start(sink)
    await this.#feed.start(sink)
  }

  logEnd(id: PartitionId): Promise<number | null> {
    return this.#market.logEnd(id)
  }

  lag(): readonly PartitionLag[] {
    return this.#market.lag()
  }

  async stop(): Promise<void> {
    await this.#feed.stop()
    await this.#market.stop()
  }
}
