import type { BadReason } from './bad-reason.js'
import { decodeRecord } from './decode-record.js'
import type { LogRecord, PartitionId, PartitionStart, RecordSink, TickSink } from './source.js'

/** Who counts, logs a sample and dead-letters. Called on the hot path: must be quick and must not throw. */
export interface IngestObserver {
  /** A record was refused; the fold moved past it. Key and value are a user's: neither belongs in a log. */
  bad(reason: BadReason, id: PartitionId, offset: number, key: Buffer | null, value: Buffer | null): void
  /** Records of one call that were good; `publishedAt` (ms) of the last of them. */
  folded(count: number, id: PartitionId, publishedAt: number): void
  /** Records of one call that were folded before, or whose partition is not open. */
  ignored(count: number, id: PartitionId): void
}

/** Checks each record once and folds what is good, in log order. A bad record is counted, moved past, and stops nothing. */
export class Ingest implements RecordSink {
  readonly #sink: TickSink
  readonly #observer: IngestObserver

  constructor(sink: TickSink, observer: IngestObserver) {
    this.#sink = sink
    this.#observer = observer
  }

  open(id: PartitionId, start: PartitionStart): void {
    this.#sink.open(id, start)
  }

  close(id: PartitionId): void {
    this.#sink.close(id)
  }

  advance(id: PartitionId, offset: number): void {
    this.#sink.advance(id, offset)
  }

  position(id: PartitionId): number | null {
    return this.#sink.position(id)
  }

  records(id: PartitionId, records: readonly LogRecord[]): void {
    const sink = this.#sink
    let position = sink.position(id)
    let folded = 0
    let ignored = 0
    let publishedAt = 0
    for (const record of records) {
      const { offset } = record
      if (position === null || offset <= position) {
        ignored += 1
        continue
      }
      position = offset
      const tick = decodeRecord(id.log, record)
      if (typeof tick === 'string') {
        sink.advance(id, offset)
        this.#observer.bad(tick, id, offset, record.key, record.value)
      } else {
        sink.fold(id, tick, offset, record.publishedAt, record.timestamp)
        folded += 1
        publishedAt = record.publishedAt
      }
    }
    if (folded > 0) this.#observer.folded(folded, id, publishedAt)
    if (ignored > 0) this.#observer.ignored(ignored, id)
    if (folded > 0) sink.turned()
  }
}
