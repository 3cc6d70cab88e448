import type { SourceState } from '@tickwall/protocol'
import type { Observable } from 'rxjs'
import type { LogRecord, PartitionId, PartitionLag, PartitionStart, RecordSink, Source } from '../source.js'
import type { SourceClock } from '../source-clock.js'
import { HeldRecords, type Held } from './held-records.js'

export interface DelayedOptions {
  /** Ms. */
  readonly delayMs: number
  readonly clock: Pick<SourceClock, 'nowMs' | 'every' | 'soon'>
  /** From when on a record was known, ms. */
  readonly knownAtMs: (record: LogRecord) => number
  /** Held at most, of all partitions together; default 2 million, some 600 MB. */
  readonly maxRecords?: number
}

/** How often what came due is let go, ms: a small part of any delay that is meant. */
const RELEASE_MS = 250
/** Handed over of one partition before the event loop has its turn. */
const CHUNK = 1000
const MAX_RECORDS = 2_000_000

interface Partition {
  readonly id: PartitionId
  readonly held: HeldRecords
  epoch: string
  /** Records were dropped: what comes next begins the fold anew. */
  isBroken: boolean
}

/**
 * The log of another source, some time later: what `intake` is given reaches the sink of `start` once it is old enough. For
 * sources whose log is kept nowhere else; of more than `maxRecords` the newest are dropped, and the fold begins anew after them.
 */
export class DelayedSource implements Source {
  readonly name: Source['name']
  readonly #source: Pick<Source, 'state' | 'state$'>
  readonly #options: DelayedOptions
  readonly #partitions = new Map<string, Partition>()
  #sink: RecordSink | null = null
  #held = 0
  #stopReleasing: (() => void) | null = null
  #isStopped = false

  constructor(source: Pick<Source, 'name' | 'state' | 'state$'>, options: DelayedOptions) {
    this.name = source.name
    this.#source = source
    this.#options = options
  }

  get state$(): Observable<SourceState> {
    return this.#source.state$
  }

  get state(): SourceState {
    return this.#source.state
  }

  /** Must be called before the other source is started. Whatever is old enough by then is handed over as that one starts. */
  start(sink: RecordSink): Promise<void> {
    this.#sink = sink
    this.#stopReleasing ??= this.#options.clock.every(RELEASE_MS, () => this.#release())
    return Promise.resolve()
  }

  /** The log ends where its fold is: what lies beyond is not known yet. */
  logEnd(id: PartitionId): Promise<number | null> {
    const position = this.#sink?.position(id) ?? null
    return Promise.resolve(position === null ? null : position + 1)
  }

  /** Nothing that may be known is ever between the log and its fold. */
  lag(): readonly PartitionLag[] {
    return [...this.#partitions.values()].map(({ id }) => ({ id, lag: 0 }))
  }

  stop(): Promise<void> {
    this.#isStopped = true
    this.#stopReleasing?.()
    this.#partitions.clear()
    return Promise.resolve()
  }

  /** A sink that passes on at once what it is given, and keeps it for later. */
  behind(sink: RecordSink): RecordSink {
    return {
      open: (id, start) => {
        sink.open(id, start)
        this.#open(id, start)
      },
      close: (id) => {
        sink.close(id)
        this.#forget(id)
        this.#sink?.close(id)
      },
      records: (id, records) => {
        sink.records(id, records)
        this.#take(id, records)
      },
      advance: (id, offset) => {
        sink.advance(id, offset)
        this.#hold(id, { kind: 'advance', offset }, this.#options.clock.nowMs())
      },
      position: (id) => sink.position(id),
    }
  }

  #open(id: PartitionId, start: PartitionStart): void {
    this.#forget(id)
    this.#partitions.set(keyOf(id), { id, held: new HeldRecords(), epoch: start.epoch, isBroken: false })
    this.#sink?.open(id, start)
  }

  #forget(id: PartitionId): void {
    this.#held -= this.#partitions.get(keyOf(id))?.held.size ?? 0
    this.#partitions.delete(keyOf(id))
  }

  #take(id: PartitionId, records: readonly LogRecord[]): void {
    for (const record of records) this.#hold(id, { kind: 'record', record }, this.#options.knownAtMs(record))
    const partition = this.#partitions.get(keyOf(id))
    // The history that a source begins with need not be kept at all.
    if (partition !== undefined) this.#releaseOf(partition)
  }

  #hold(id: PartitionId, held: Held, knownAtMs: number): void {
    const partition = this.#partitions.get(keyOf(id))
    if (partition === undefined || this.#isStopped) return
    const { maxRecords = MAX_RECORDS, delayMs } = this.#options
    if (this.#held >= maxRecords) {
      partition.isBroken = true
      return
    }
    const dueMs = knownAtMs + delayMs
    if (partition.isBroken && held.kind === 'record') {
      const { offset, timestamp } = held.record
      const start = { epoch: partition.epoch, horizon: offset, horizonMs: timestamp }
      partition.held.add({ kind: 'open', start }, dueMs)
      partition.isBroken = false
      this.#held += 1
    }
    partition.held.add(held, dueMs)
    this.#held += 1
  }

  #release(): void {
    let isRest = false
    for (const partition of this.#partitions.values()) isRest = this.#releaseOf(partition) || isRest
    if (isRest) this.#options.clock.soon(() => this.#release())
  }

  /** @returns whether there may be more that came due */
  #releaseOf({ id, held }: Partition): boolean {
    const sink = this.#sink
    if (sink === null) return false
    const due = held.take(this.#options.clock.nowMs(), CHUNK)
    this.#held -= due.length
    let records: LogRecord[] = []
    const handOver = (): void => {
      if (records.length > 0) sink.records(id, records)
      records = []
    }
    for (const each of due) {
      if (each.kind === 'record') records.push(each.record)
      else {
        handOver()
        if (each.kind === 'advance') sink.advance(id, each.offset)
        else sink.open(id, each.start)
      }
    }
    handOver()
    return due.length === CHUNK
  }
}

const keyOf = ({ log, partition }: PartitionId): string => `${log}/${String(partition)}`
