import type { LogRecord, PartitionLag, RecordSink, Source } from '@tickwall/backend/ingest/source.js'
import type { SourceState } from '@tickwall/protocol'
import { BehaviorSubject } from 'rxjs'
import type { Load } from './plan.js'
import { roundOfRecords } from './records.js'

const PARTITION = { log: 'ticks', partition: 0 } as const

/** The same records as every other server of the comparison gets, as raw log records: they are decoded, checked and folded. */
export class RoundSource implements Source {
  readonly name = 'simulated'
  readonly state$ = new BehaviorSubject<SourceState>('live')
  readonly #load: Load
  #offset = 0
  #timer: NodeJS.Timeout | null = null

  constructor(load: Load) {
    this.#load = load
  }

  get state(): SourceState {
    return this.state$.value
  }

  start(sink: RecordSink): Promise<void> {
    sink.open(PARTITION, { epoch: 'bench', horizon: 0, horizonMs: null })
    let round = 0
    const play = (): void => {
      const nowMs = Date.now()
      const records: LogRecord[] = roundOfRecords(++round, this.#load.topics, nowMs).map(({ key, value }) => ({
        ...{ key, value, timestamp: nowMs, publishedAt: nowMs },
        offset: this.#offset++,
      }))
      sink.records(PARTITION, records)
    }
    play()
    this.#timer = setInterval(play, 1000 / this.#load.hz)
    return Promise.resolve()
  }

  logEnd(): Promise<number | null> {
    return Promise.resolve(this.#offset)
  }

  lag(): readonly PartitionLag[] {
    return []
  }

  stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer)
    return Promise.resolve()
  }
}
