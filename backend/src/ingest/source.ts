import type { Rate, SourceState } from '@tickwall/protocol'
import type { Observable } from 'rxjs'
import type { Tick } from './tick.js'

/** Which of the two input contracts a partition carries. */
export type LogName = 'ticks' | 'metrics'

export interface PartitionId {
  readonly log: LogName
  readonly partition: number
}

/** How a partition's fold begins. */
export interface PartitionStart {
  readonly epoch: string
  /** First offset that will be folded; the fold position begins at `horizon - 1`. */
  readonly horizon: number
  /** Timestamp (ms) of the horizon's record, or null when nothing before it can have been missed (offset 0 of an untruncated log). */
  readonly horizonMs: number | null
}

/** One record as a source hands it over, before it is checked. */
export interface LogRecord {
  readonly offset: number
  /** The record's own timestamp, ms. */
  readonly timestamp: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  /** When it was published, ms: header `published-at`, else LogAppendTime, else when it was received. */
  readonly publishedAt: number
}

/** What a source writes to: raw records, in the order of their log. Synchronous, never throws. */
export interface RecordSink {
  /** Starts or restarts a partition's fold; what was folded before under another epoch or horizon is discarded. */
  open(id: PartitionId, start: PartitionStart): void
  /** Forgets a partition that no longer exists. */
  close(id: PartitionId): void
  /** Folds records of one partition in order; those at or below the fold position are ignored and counted. */
  records(id: PartitionId, records: readonly LogRecord[]): void
  /** Moves the fold position over offsets that hold no record (control records, compaction holes). */
  advance(id: PartitionId, offset: number): void
  /** The fold position (last folded offset, inclusive), or null when the partition is not open. */
  position(id: PartitionId): number | null
}

/** What the market offers to ingest: checked ticks, in log order. */
export interface TickSink {
  open(id: PartitionId, start: PartitionStart): void
  close(id: PartitionId): void
  fold(id: PartitionId, tick: Tick, offset: number, publishedAt: number, timestamp: number): void
  advance(id: PartitionId, offset: number): void
  position(id: PartitionId): number | null
  /** A turn of ingest has ended: whoever follows changes at once may look now. */
  turned(): void
}

export interface PartitionLag {
  readonly id: PartitionId
  /** Records between the fold position and the log's end, or null while the end is unknown. */
  readonly lag: number | null
}

/** Where ticks come from. Four implementations: kafka, simulated, recorded, and whatever a test needs. */
export interface Source {
  readonly name: 'kafka' | 'simulated' | 'recorded'
  readonly state$: Observable<SourceState>
  readonly state: SourceState
  /**
   * Tells where to ask for the fastest rate at which anybody is served (null: nobody is). A source that lets records gather
   * before it takes them, because that costs less, does so no longer than this rate allows; until then as if for nobody.
   */
  follow?(fastest: () => Rate | null): void
  /** Resolves once every partition has been read to the end it had at start; rejects only with an OperatingFault. */
  start(sink: RecordSink): Promise<void>
  /** The log's next offset asked for now, never from a cache; null when it cannot be known. */
  logEnd(id: PartitionId): Promise<number | null>
  lag(): readonly PartitionLag[]
  /** Releases every socket and timer. Idempotent. */
  stop(): Promise<void>
}
