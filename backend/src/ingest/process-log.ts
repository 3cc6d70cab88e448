import type { InputRecord } from '@tickwall/protocol'
import type { LogName, LogRecord, PartitionId, PartitionLag, RecordSink } from './source.js'

/** A record on its way into a log of this process. */
export interface OutgoingRecord {
  readonly log: LogName
  /** The instrument, or for metrics the host. */
  readonly key: string
  readonly value: InputRecord
  /** Becomes the record's timestamp, ms. */
  readonly timeMs: number
}

/** Names the log of a partition; a log that lives in a process needs a nonce in it, for another process's log is another one. */
export type EpochOf = (id: PartitionId) => string

interface Partition {
  readonly id: PartitionId
  nextOffset: number
}

interface Place {
  readonly partition: Partition
  readonly key: Buffer
}

/** The logs of a source without a broker: some partitions of ticks and one of metrics, with offsets from 0. */
export class ProcessLog {
  readonly #ticks: readonly [Partition, ...Partition[]]
  readonly #metrics: Partition = { id: { log: 'metrics', partition: 0 }, nextOffset: 0 }
  /** By key: the partition it belongs to, and its bytes, which all its records share. */
  readonly #tickPlaces = new Map<string, Place>()
  readonly #metricPlaces = new Map<string, Place>()

  /** `tickPartitions`: at least 1. */
  constructor(tickPartitions: number) {
    const ticks = (partition: number): Partition => ({ id: { log: 'ticks', partition }, nextOffset: 0 })
    this.#ticks = [ticks(0), ...Array.from({ length: tickPartitions - 1 }, (_, index) => ticks(index + 1))]
  }

  /** Opens every partition at its beginning: nothing before offset 0 can have been missed. */
  open(sink: RecordSink, epochOf: EpochOf): void {
    for (const { id } of this.#all()) sink.open(id, { epoch: epochOf(id), horizon: 0, horizonMs: null })
  }

  /** Appends records and hands them to the sink as the bytes a broker would have, one call a partition. */
  append(sink: RecordSink, records: readonly OutgoingRecord[], publishedAt: number): void {
    const batches = new Map<Partition, LogRecord[]>()
    for (const { log, key, value, timeMs } of records) {
      const { partition, key: keyBytes } = this.#place(log, key)
      const record: LogRecord = {
        offset: partition.nextOffset++,
        timestamp: timeMs,
        key: keyBytes,
        value: Buffer.from(JSON.stringify(value)),
        publishedAt,
      }
      const batch = batches.get(partition)
      if (batch === undefined) batches.set(partition, [record])
      else batch.push(record)
    }
    for (const [{ id }, batch] of batches) sink.records(id, batch)
  }

  /** The next offset of a partition, or null when there is no such partition. */
  end({ log, partition }: PartitionId): number | null {
    return this.#all().find(({ id }) => id.log === log && id.partition === partition)?.nextOffset ?? null
  }

  /** Nothing is ever between a log and its fold in the same process. */
  lag(): PartitionLag[] {
    return this.#all().map(({ id }) => ({ id, lag: 0 }))
  }

  #all(): Partition[] {
    return [...this.#ticks, this.#metrics]
  }

  /** One key, one partition (INV1): FNV-1a of the key. */
  #place(log: LogName, name: string): Place {
    const places = log === 'metrics' ? this.#metricPlaces : this.#tickPlaces
    const known = places.get(name)
    if (known !== undefined) return known
    const key = Buffer.from(name)
    let hash = 0x811c9dc5
    for (const byte of key) hash = Math.imul(hash ^ byte, 0x01000193)
    const ticks = this.#ticks[(hash >>> 0) % this.#ticks.length] ?? this.#ticks[0]
    const place = { partition: log === 'metrics' ? this.#metrics : ticks, key }
    places.set(name, place)
    return place
  }
}
