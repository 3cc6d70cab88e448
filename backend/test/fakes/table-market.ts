import { formatTopic, NO_POSITION, parseTopic, type Changes, type Position, type Topic } from '@tickwall/protocol'
import { Subject } from 'rxjs'
import type { PartitionId } from '../../src/ingest/source.js'
import type { MarketStore, TopicHandle, TopicSummary } from '../../src/market/market-store.js'

const PARTITION: PartitionId = { log: 'ticks', partition: 0 }

/** A topic whose fields a test sets by hand, each with the offset of its last change. */
class TableTopic implements TopicHandle {
  readonly name: string
  holders = 0
  readonly followers = new Set<() => void>()
  readonly fields = new Map<string, { value: unknown; offset: number }>()

  constructor(
    readonly topic: Topic,
    readonly ref: number,
    readonly market: TableMarket,
  ) {
    this.name = formatTopic(topic)
  }
  get partition(): PartitionId | null {
    return this.fields.size === 0 ? null : PARTITION
  }
  position(): Position {
    return this.fields.size === 0 ? NO_POSITION : { epoch: this.market.epoch, offset: this.market.offset }
  }
  changedSince(offset: number): boolean {
    return offset < this.market.floor || [...this.fields.values()].some((field) => field.offset > offset)
  }
  follow(touched: () => void): () => void {
    this.followers.add(touched)
    return () => void this.followers.delete(touched)
  }
  publishedAt(): number {
    return this.market.publishedAt
  }
  state(): Record<string, never> {
    return Object.fromEntries([...this.fields].map(([name, { value }]) => [name, value])) as Record<string, never>
  }
  changesSince(offset: number): Changes | null {
    const changed = [...this.fields].filter(([, field]) => field.offset > offset)
    return changed.length === 0 ? null : Object.fromEntries(changed.map(([name, { value }]) => [name, value]))
  }
  answers(offset: number, foreign: boolean): boolean {
    return offset >= this.market.floor && !(foreign && this.market.isPartial)
  }
}

/** A market of one partition that a test writes to: each `set` is one record. */
export class TableMarket implements MarketStore {
  epoch = 'e1'
  offset = -1
  /** Oldest offset a delta may start from. */
  floor = -1
  /** States may hold less than another gateway's. */
  isPartial = false
  publishedAt = 0
  readonly turned = new Subject<void>()
  readonly reset = new Subject<PartitionId>()
  readonly turned$ = this.turned
  readonly reset$ = this.reset
  readonly #topics = new Map<string, TableTopic>()
  #refs = 0

  set(name: string, fields: Record<string, unknown>): void {
    const topic = parseTopic(name)
    if (topic === null) throw new Error(`not a topic: ${name}`)
    const table = this.#table(topic)
    this.offset++
    for (const [field, value] of Object.entries(fields)) table.fields.set(field, { value, offset: this.offset })
    for (const touched of table.followers) touched()
    this.turned.next()
  }

  /** The log begins anew under another epoch, or again under the same one. */
  restart(epoch: string): void {
    this.epoch = epoch
    this.offset = -1
    for (const topic of this.#topics.values()) {
      for (const field of topic.fields.values()) field.offset = 0
      for (const touched of topic.followers) touched()
    }
    this.offset = 0
    this.reset.next(PARTITION)
  }

  handle(topic: Topic): TopicHandle {
    const table = this.#table(topic)
    table.holders++
    return table
  }

  hold(handle: TopicHandle): boolean {
    const table = this.#topics.get(handle.name)
    if (table === undefined || table.holders === 0) return false
    table.holders++
    return true
  }

  release(handle: TopicHandle): void {
    const table = this.#topics.get(handle.name)
    if (table !== undefined) table.holders--
  }

  holders(name: string): number {
    return this.#topics.get(name)?.holders ?? 0
  }

  partitionOf(epoch: string): { id: PartitionId; offset: number } | null {
    return epoch === this.epoch ? { id: PARTITION, offset: this.offset } : null
  }

  topics(query: string, limit: number): readonly TopicSummary[] {
    return [...this.#topics.values()]
      .filter(({ name, fields }) => fields.size > 0 && name.includes(query))
      .slice(0, limit)
      .map(({ name, topic }) => ({ topic: name, kind: topic.kind }))
  }

  #table(topic: Topic): TableTopic {
    const name = formatTopic(topic)
    let table = this.#topics.get(name)
    if (table === undefined) this.#topics.set(name, (table = new TableTopic(topic, ++this.#refs, this)))
    return table
  }
}
