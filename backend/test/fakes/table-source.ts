import type { Rate, SourceState } from '@tickwall/protocol'
import { BehaviorSubject } from 'rxjs'
import type { PartitionId, PartitionLag, RecordSink, Source } from '../../src/ingest/source.js'

/** A source that has nothing to say, and is ready when a test says so. */
export class TableSource implements Source {
  readonly name = 'simulated'
  readonly state$ = new BehaviorSubject<SourceState>('catchingUp')
  isStopped = false
  /** What it was told to ask for the fastest rate. */
  fastest: () => Rate | null = () => null
  #finish: (() => void) | null = null
  #fail: ((err: Error) => void) | null = null

  get state(): SourceState {
    return this.state$.value
  }

  start(_sink: RecordSink): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#finish = resolve
      this.#fail = reject
    })
  }

  follow(fastest: () => Rate | null): void {
    this.fastest = fastest
  }

  /** The bootstrap has ended. */
  finish(): void {
    this.state$.next('live')
    this.#finish?.()
  }

  /** The bootstrap cannot end. */
  fail(err: Error): void {
    this.#fail?.(err)
  }

  logEnd(_id: PartitionId): Promise<number | null> {
    return Promise.resolve(null)
  }

  lag(): readonly PartitionLag[] {
    return [
      { id: { log: 'ticks', partition: 0 }, lag: 12 },
      { id: { log: 'ticks', partition: 1 }, lag: null },
    ]
  }

  stop(): Promise<void> {
    this.isStopped = true
    return Promise.resolve()
  }
}
