import { performance } from 'node:perf_hooks'
import type { LogRecord, PartitionId, PartitionLag, RecordSink, Source } from '@tickwall/backend/ingest/source.js'
import type { SourceState } from '@tickwall/protocol'
import { BehaviorSubject } from 'rxjs'
import { FEED_EVERY_MS, type Feed } from './feed.js'
import { Pacer } from './pacer.js'
import { StampedRecords } from './stamped-records.js'

export const FEED_EPOCH = 'bench'

/** Raw records of a log, at a steady rate, in the gateway's own process: they are decoded, checked and folded like any others. */
export class FeedSource implements Source {
  readonly name = 'simulated'
  readonly state$ = new BehaviorSubject<SourceState>('live')
  readonly #records: StampedRecords
  readonly #feed: Feed
  readonly #partition: PartitionId
  #sink: RecordSink | null = null
  #offset = -1
  #timer: NodeJS.Timeout | null = null

  /** Begins with one tick of each kind for each topic, so that nobody waits for a first state. */
  constructor(feed: Feed, partition = 0) {
    this.#feed = feed
    this.#partition = { log: 'ticks', partition }
    this.#records = new StampedRecords(feed.topics)
  }

  get state(): SourceState {
    return this.state$.value
  }

  /** Records handed over since the start. */
  get fed(): number {
    return this.#offset + 1
  }

  /** Offset of the newest record. */
  get offset(): number {
    return this.#offset
  }

  start(sink: RecordSink): Promise<void> {
    this.#sink = sink
    sink.open(this.#partition, { epoch: FEED_EPOCH, horizon: 0, horizonMs: null })
    this.hand(2 * this.#feed.topics)
    this.pace(this.#feed.ticksPerSecond)
    return Promise.resolve()
  }

  /** Goes on at another rate; 0 stops the flow. With `step` 2 every other instrument is left as it is. */
  pace(ticksPerSecond: number, step = 1): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
    if (ticksPerSecond === 0) return
    const pacer = new Pacer(ticksPerSecond, performance.now())
    this.#timer = setInterval(() => this.hand(pacer.take(performance.now()), step), FEED_EVERY_MS)
  }

  /** Hands so many records over now. */
  hand(count: number, step = 1): void {
    const nowMs = Date.now()
    const records: LogRecord[] = []
    for (let i = 0; i < count; i++) {
      const { key, value } = this.#records.next(nowMs, step)
      records.push({ key, value, offset: ++this.#offset, timestamp: nowMs, publishedAt: nowMs })
      // The text of an instrument is made over in its next turn.
      if (records.length === this.#feed.topics) this.#sink?.records(this.#partition, records.splice(0))
    }
    if (records.length > 0) this.#sink?.records(this.#partition, records)
  }

  logEnd(): Promise<number | null> {
    return Promise.resolve(this.#offset + 1)
  }

  lag(): readonly PartitionLag[] {
    return []
  }

  stop(): Promise<void> {
    this.pace(0)
    return Promise.resolve()
  }
}
