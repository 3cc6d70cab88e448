import type { LogRecord, PartitionId, PartitionStart, RecordSink } from '../../src/ingest/source.js'

/** What a sink was told about one partition since it was last opened. */
export interface Recording {
  readonly start: PartitionStart
  readonly records: LogRecord[]
  position: number
  /** Records handed over again: at or below the position. */
  repeated: number
}

/** A sink that keeps everything it is given, by the contract of RecordSink, and everything it ever was. */
export class RecordingSink implements RecordSink {
  readonly partitions = new Map<string, Recording>()
  /** Every recording ever begun, in order. */
  readonly begun: Recording[] = []
  /** Every call of `open` and `close`, in order. */
  readonly events: { readonly kind: 'open' | 'close'; readonly key: string; readonly start?: PartitionStart }[] = []

  open(id: PartitionId, start: PartitionStart): void {
    this.events.push({ kind: 'open', key: key(id), start })
    const recording = { start, records: [], position: start.horizon - 1, repeated: 0 }
    this.begun.push(recording)
    this.partitions.set(key(id), recording)
  }

  close(id: PartitionId): void {
    this.events.push({ kind: 'close', key: key(id) })
    this.partitions.delete(key(id))
  }

  records(id: PartitionId, records: readonly LogRecord[]): void {
    const recording = this.of(id)
    for (const record of records) {
      if (record.offset <= recording.position) {
        recording.repeated += 1
        continue
      }
      recording.records.push(record)
      recording.position = record.offset
    }
  }

  advance(id: PartitionId, offset: number): void {
    const recording = this.of(id)
    recording.position = Math.max(recording.position, offset)
  }

  position(id: PartitionId): number | null {
    return this.partitions.get(key(id))?.position ?? null
  }

  of(id: PartitionId): Recording {
    const recording = this.partitions.get(key(id))
    if (recording === undefined) throw new Error(`${key(id)} is not open`)
    return recording
  }

  values(id: PartitionId): string[] {
    return this.of(id).records.map(({ value }) => value?.toString('utf8') ?? '')
  }

  /** The values of all partitions, in the order of partition and offset. */
  allValues(): string[] {
    const sorted = [...this.partitions].sort(([a], [b]) => (a < b ? -1 : 1))
    return sorted.flatMap(([, { records }]) => records.map(({ value }) => value?.toString('utf8') ?? ''))
  }
}

const key = ({ log, partition }: PartitionId): string => `${log}/${partition}`
