import type { LogName, PartitionId, PartitionLag, PartitionStart, RecordSink } from '../source.js'
import type { FoldedPartition } from './changes.js'
import { boundsOf, partitionKey, type Observation } from './observation.js'

interface Entry {
  readonly id: PartitionId
  readonly topicId: string | null
  /** The log's next offset as last heard, or null before. */
  end: number | null
  /** Until the fold has read up to here it is catching up; null once it has. */
  target: number | null
  isSuspect: boolean
  missingSinceMs: number | null
  /** The fold's next offset at the last look with unread records, and since when it has been the same. */
  stuck: { readonly next: number; readonly sinceMs: number } | null
}

/** The partitions that are being folded: how far each is, how far its log goes, and what has been noticed about it. */
export class PartitionTable {
  readonly #topics: Readonly<Record<LogName, string>>
  readonly #sink: RecordSink
  readonly #entries = new Map<string, Entry>()
  #catchingUp = 0

  constructor(topics: Readonly<Record<LogName, string>>, sink: RecordSink) {
    this.#topics = topics
    this.#sink = sink
  }

  /** Begins a partition's fold, or begins it anew. */
  open(id: PartitionId, topicId: string | null, start: PartitionStart, end: number): void {
    this.close(id)
    this.#sink.open(id, start)
    const entry: Entry = { id, topicId, end, target: null, isSuspect: false, missingSinceMs: null, stuck: null }
    this.#entries.set(partitionKey(id), entry)
    this.#aim(entry, end)
  }

  /** Forgets a partition without telling the sink. */
  close(id: PartitionId): void {
    const entry = this.#entries.get(partitionKey(id))
    if (entry === undefined) return
    if (entry.target !== null) this.#catchingUp -= 1
    this.#entries.delete(partitionKey(id))
  }

  has(id: PartitionId): boolean {
    return this.#entries.has(partitionKey(id))
  }

  /** Whether the partition is folded and has read up to where its log went when it was opened or last found again. */
  hasCaughtUp(id: PartitionId): boolean {
    return this.#entries.get(partitionKey(id))?.target === null
  }

  get isCatchingUp(): boolean {
    return this.#catchingUp > 0
  }

  /** The Kafka topics with at least one partition that is folded. */
  topics(): readonly string[] {
    return [...new Set([...this.#entries.values()].map(({ id }) => this.#topics[id.log]))]
  }

  /** The partition of a Kafka topic that is being folded, or null. */
  find(topic: string, partition: number): PartitionId | null {
    const log: LogName = topic === this.#topics.ticks ? 'ticks' : 'metrics'
    return this.#entries.get(partitionKey({ log, partition }))?.id ?? null
  }

  /** The next offset to fold. */
  next(id: PartitionId): number {
    return (this.#sink.position(id) ?? -1) + 1
  }

  /** The next offset of its log as last heard; that of the fold before. */
  end(id: PartitionId): number {
    return this.#entries.get(partitionKey(id))?.end ?? this.next(id)
  }

  /** The fold of a partition has moved on; true when it has just caught up with its log. */
  progressed(id: PartitionId): boolean {
    const entry = this.#entries.get(partitionKey(id))
    if (entry === undefined) return false
    const next = this.next(id)
    if (entry.end !== null && next > entry.end) entry.end = next
    if (entry.target === null || next < entry.target) return false
    entry.target = null
    this.#catchingUp -= 1
    return true
  }

  suspect(id: PartitionId): void {
    const entry = this.#entries.get(partitionKey(id))
    if (entry !== undefined) entry.isSuspect = true
  }

  /** What the folds are compared by; to be read before the brokers are asked. */
  folded(nowMs: number): readonly FoldedPartition[] {
    return [...this.#entries.values()].map(({ id, topicId, isSuspect, missingSinceMs }) => ({
      id,
      topicId,
      next: this.next(id),
      suspect: isSuspect,
      missingForMs: missingSinceMs === null ? 0 : nowMs - missingSinceMs,
    }))
  }

  /** Notes what the brokers showed. @param isBack they had not answered before: each fold has to catch up with its log again */
  observed(seen: Observation, nowMs: number, isBack: boolean): void {
    for (const entry of this.#entries.values()) {
      const bounds = boundsOf(seen, entry.id)
      const next = this.next(entry.id)
      if (seen.reachable) entry.missingSinceMs = isMissing(seen, entry.id) ? (entry.missingSinceMs ?? nowMs) : null
      if (bounds === null) {
        entry.stuck = null
        continue
      }
      if (bounds.end >= next) entry.isSuspect = false
      entry.end = Math.max(bounds.end, next)
      if (isBack) this.#aim(entry, bounds.end)
      if (bounds.end <= next) entry.stuck = null
      else if (entry.stuck?.next !== next) entry.stuck = { next, sinceMs: nowMs }
    }
  }

  /** Since when the partition that waits longest has had unread records and read none, or null. */
  stuckSinceMs(): number | null {
    const since = [...this.#entries.values()].flatMap(({ stuck }) => stuck?.sinceMs ?? [])
    return since.length === 0 ? null : Math.min(...since)
  }

  /** Whether a partition that is folded has no leader that answers. */
  hasLost(seen: Observation): boolean {
    return [...this.#entries.values()].some(({ id }) => boundsOf(seen, id) === null && !isMissing(seen, id))
  }

  lag(isKnown: boolean): readonly PartitionLag[] {
    return [...this.#entries.values()].map(({ id, end }) => ({
      id,
      lag: isKnown && end !== null ? Math.max(0, end - this.next(id)) : null,
    }))
  }

  #aim(entry: Entry, end: number): void {
    const target = this.next(entry.id) < end ? end : null
    this.#catchingUp += Number(target !== null) - Number(entry.target !== null)
    entry.target = target
  }
}

function isMissing(seen: Observation, { log, partition }: PartitionId): boolean {
  if (!seen.reachable) return false
  const topic = seen.topics[log]
  if (topic.state === 'missing') return true
  return topic.state === 'present' && !topic.partitions.some((each) => each.partition === partition)
}
