import { decodeRecord } from '../../src/ingest/decode-record.js'
import type { LogRecord, PartitionId } from '../../src/ingest/source.js'
import type { Tick } from '../../src/ingest/tick.js'

export interface LoggedRecord {
  readonly record: LogRecord
  /** What the record says, or null when it is bad. */
  readonly tick: Tick | null
}

/** A log under one name: its records stay here also when a gateway can no longer read them. */
export interface Generation {
  readonly epoch: string
  readonly records: LoggedRecord[]
  /** First offset that is still retained. */
  low: number
  /** The next offset; may lie beyond the newest record, for not every offset holds one. */
  end: number
}

/** One partition as the brokers hold it. */
export class FuzzLog {
  readonly id: PartitionId
  #generations = 0
  current: Generation

  constructor(id: PartitionId) {
    this.id = id
    this.current = this.#begin()
  }

  append(record: Omit<LogRecord, 'offset'>, hole: number): void {
    const { current } = this
    const logged = { ...record, offset: current.end + hole }
    const tick = decodeRecord(this.id.log, logged)
    current.records.push({ record: logged, tick: typeof tick === 'string' ? null : tick })
    current.end = logged.offset + 1
  }

  /** A control record: an offset that no reader is given. */
  commit(): void {
    this.current.end += 1
  }

  /** The topic was deleted and created again. */
  recreate(): void {
    this.current = this.#begin()
  }

  /** Retention takes all but the newest `kept` records. */
  truncate(kept: number): void {
    const { current } = this
    current.low = current.records.at(-kept)?.record.offset ?? current.low
  }

  #begin(): Generation {
    const { log, partition } = this.id
    return { epoch: `${log}-${String(partition)}-${String(++this.#generations)}`, records: [], low: 0, end: 0 }
  }
}

/** How many of the records have an offset below this one. */
export function countBelow(records: readonly LoggedRecord[], offset: number): number {
  let low = 0
  let high = records.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((records[middle] as LoggedRecord).record.offset < offset) low = middle + 1
    else high = middle
  }
  return low
}
