import type { SourceState } from '@tickwall/protocol'
import { BehaviorSubject } from 'rxjs'
import { ProcessLog, type OutgoingRecord } from '../../src/ingest/process-log.js'
import type { PartitionId, PartitionLag, RecordSink, Source } from '../../src/ingest/source.js'

/** A log that holds what a test appends to it, and is read at once. */
export class FedSource implements Source {
  readonly name = 'simulated'
  readonly state$ = new BehaviorSubject<SourceState>('live')
  readonly #log = new ProcessLog(2)
  #sink: RecordSink | null = null

  get state(): SourceState {
    return this.state$.value
  }

  start(sink: RecordSink): Promise<void> {
    this.#sink = sink
    this.#log.open(sink, ({ log, partition }) => `${log}-${String(partition)}`)
    return Promise.resolve()
  }

  /** Appends records and folds them, before it returns. */
  feed(records: readonly OutgoingRecord[]): void {
    if (this.#sink === null) throw new Error('the source was not started')
    this.#log.append(this.#sink, records, Date.now())
  }

  /** Hands over the first record of the log once more, as a source that begins anew does. */
  again(): void {
    const id = { log: 'ticks', partition: 0 } as const
    this.#sink?.records(id, [{ offset: 0, timestamp: 0, key: null, value: null, publishedAt: 0 }])
  }

  logEnd(id: PartitionId): Promise<number | null> {
    return Promise.resolve(this.#log.end(id))
  }

  lag(): readonly PartitionLag[] {
    return this.#log.lag()
  }

  stop(): Promise<void> {
    return Promise.resolve()
  }
}
