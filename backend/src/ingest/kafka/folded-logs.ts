import { setTimeout as sleep } from 'node:timers/promises'
import type { LogRecord, PartitionId, RecordSink } from '../source.js'
import type { ConsumedLogs } from './group-consumer.js'
import type { PartitionTable } from './partition-table.js'

export interface FoldedLogsOptions {
  readonly table: PartitionTable
  readonly sink: RecordSink
  /** Whether nothing may be read beyond where a log was last seen to end: then more of it is there than may be known. */
  readonly isBounded: boolean
  /** A partition has been read up to where its log went when it was opened. */
  readonly caughtUp: (id: PartitionId) => void
  readonly fetched: () => void
  /** The brokers have to be asked at once. */
  readonly look: () => void
}

/** Long enough for the brokers to be asked and the fold to be begun anew before the same fetch is tried again. */
const outOfRangePauseMs = 1_000

/** The folds as a consumer sees them: by Kafka topic, with the next offset each of them needs. */
export class FoldedLogs implements ConsumedLogs {
  readonly #options: FoldedLogsOptions

  constructor(options: FoldedLogsOptions) {
    this.#options = options
  }

  next(topic: string, partition: number): number | null {
    const { table } = this.#options
    const id = table.find(topic, partition)
    return id === null ? null : table.next(id)
  }

  limit(topic: string, partition: number): number {
    const { table, isBounded } = this.#options
    const id = isBounded ? table.find(topic, partition) : null
    return id === null ? Infinity : table.end(id)
  }

  records(topic: string, partition: number, records: readonly LogRecord[]): void {
    const { table, sink } = this.#options
    const id = table.find(topic, partition)
    if (id === null) return
    sink.records(id, records)
    this.#progressed(id)
  }

  advance(topic: string, partition: number, offset: number): void {
    const { table, sink } = this.#options
    const id = table.find(topic, partition)
    if (id === null || offset < table.next(id)) return
    sink.advance(id, offset)
    this.#progressed(id)
  }

  async outOfRange(topic: string, partition: number): Promise<void> {
    const { table, look } = this.#options
    const id = table.find(topic, partition)
    if (id !== null) table.suspect(id)
    look()
    await sleep(outOfRangePauseMs)
  }

  fetched(): void {
    this.#options.fetched()
  }

  doubted(): void {
    this.#options.look()
  }

  #progressed(id: PartitionId): void {
    if (this.#options.table.progressed(id)) this.#options.caughtUp(id)
  }
}
