import type { InputRecord, SourceState } from '@tickwall/protocol'
import { BehaviorSubject } from 'rxjs'
import type { LogName, LogRecord, PartitionId, PartitionLag, RecordSink, Source } from '../../src/ingest/source.js'

const LOGS: readonly LogName[] = ['ticks', 'metrics']
/** All events happen at one moment, so that times are no part of what changes. */
export const TIME_MS = Date.UTC(2026, 0, 5, 12)

/** One partition of ticks and one of metrics, read by any number of gateways, each as far as a test lets it. */
export class SharedLog {
  readonly records: Record<LogName, LogRecord[]> = { ticks: [], metrics: [] }
  epoch = 'e1'
  readonly #sources: SharedLogSource[] = []

  /** `horizon` is the first offset of ticks that its gateway folds. */
  source(horizon = 0): SharedLogSource {
    const source = new SharedLogSource(this, horizon)
    this.#sources.push(source)
    return source
  }

  append(...values: readonly InputRecord[]): void {
    for (const value of values) {
      const [log, key]: [LogName, string] =
        value.type === 'metric' ? ['metrics', value.host] : ['ticks', value.instrument]
      this.records[log].push({
        offset: this.records[log].length,
        timestamp: TIME_MS,
        key: Buffer.from(key),
        value: Buffer.from(JSON.stringify({ ...value, time: TIME_MS })),
        publishedAt: Date.now(),
      })
    }
    for (const source of this.#sources) source.read()
  }

  /** Offset of the last record of ticks. */
  get end(): number {
    return this.records.ticks.length - 1
  }

  /** The logs were deleted and begin anew. */
  restart(epoch: string): void {
    this.epoch = epoch
    for (const log of LOGS) this.records[log].length = 0
    for (const source of this.#sources) source.open()
  }
}

/** The log as one gateway reads it: at once, unless it is held back. */
export class SharedLogSource implements Source {
  readonly name = 'recorded'
  readonly state$ = new BehaviorSubject<SourceState>('live')
  readonly #log: SharedLog
  readonly #horizon: number
  #sink: RecordSink | null = null
  #isHeldBack = false

  constructor(log: SharedLog, horizon: number) {
    this.#log = log
    this.#horizon = horizon
  }

  get state(): SourceState {
    return this.state$.value
  }

  start(sink: RecordSink): Promise<void> {
    this.#sink = sink
    this.open()
    return Promise.resolve()
  }

  open(): void {
    for (const log of LOGS) {
      const horizon = log === 'ticks' ? this.#horizon : 0
      const start = { epoch: `${this.#log.epoch}-${log}`, horizon, horizonMs: horizon === 0 ? null : TIME_MS }
      this.#sink?.open({ log, partition: 0 }, start)
    }
    this.read()
  }

  read(): void {
    if (this.#isHeldBack || this.#sink === null) return
    for (const log of LOGS) {
      const id = { log, partition: 0 }
      const from = (this.#sink.position(id) ?? -1) + 1
      if (from < this.#log.records[log].length) this.#sink.records(id, this.#log.records[log].slice(from))
    }
  }

  holdBack(): void {
    this.#isHeldBack = true
  }

  goOn(): void {
    this.#isHeldBack = false
    this.read()
  }

  logEnd({ log }: PartitionId): Promise<number | null> {
    return Promise.resolve(this.#log.records[log].length)
  }

  lag(): readonly PartitionLag[] {
    return []
  }

  stop(): Promise<void> {
    this.#sink = null
    return Promise.resolve()
  }
}
