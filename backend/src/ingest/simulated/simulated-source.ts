import type { SourceState } from '@tickwall/protocol'
import { BehaviorSubject, type Observable } from 'rxjs'
import { type EpochOf, type OutgoingRecord, ProcessLog } from '../process-log.js'
import type { PartitionId, PartitionLag, RecordSink, Source } from '../source.js'
import { breathe, type SourceClock } from '../source-clock.js'
import { backfill } from './backfill.js'
import { HostMetrics, type MetricReadings } from './host-metrics/host-metrics.js'
import { Market } from './market.js'
import type { SimulatedTick } from './simulated-tick.js'
import { DEFAULT_RATE } from './tempo.js'

/** How often due records are handed over. */
const TURN_MS = 20
const METRICS_MS = 1_000
/** The live market begins this long before the start, so that every name has a quote and the busy ones a tape. */
const LEAD_MS = 15_000
/** After a longer pause of the process what was missed is left out: a wall of old records would only delay the new ones. */
const MAX_CATCH_UP_MS = 10_000
/** Records handed over before the event loop has its turn: a few ms of work. */
const CHUNK_RECORDS = 1_000
/** Event time that is caught up on in one go. */
const CATCH_UP_STEP_MS = 500

export interface SimulatedOptions {
  readonly clock: SourceClock
  /** Names the log; it must hold a nonce of the process. */
  readonly epochOf: EpochOf
  /** Any whole number, default 1: the same seed gives the same names and prices. */
  readonly seed?: number
  /** Ticks a second on average, default 1,200. */
  readonly rate?: number
  /** Default 4. */
  readonly tickPartitions?: number
  /** Metrics read once a second; default those of this machine. */
  readonly metrics?: MetricReadings
}

/** A living market without anything installed: history at once, then records as they would come from a feed, and real metrics. */
export class SimulatedSource implements Source {
  readonly name = 'simulated'
  readonly #options: SimulatedOptions
  readonly #log: ProcessLog
  readonly #state$ = new BehaviorSubject<SourceState>('catchingUp')
  readonly #stops: (() => void)[] = []
  #isStopped = false

  constructor(options: SimulatedOptions) {
    this.#options = options
    this.#log = new ProcessLog(options.tickPartitions ?? 4)
  }

  get state$(): Observable<SourceState> {
    return this.#state$
  }

  get state(): SourceState {
    return this.#state$.value
  }

  /** Resolves once the history and the first live seconds are folded: about a second and a half of work in small pieces. */
  async start(sink: RecordSink): Promise<void> {
    const { clock, epochOf, seed = 1, rate = DEFAULT_RATE, metrics = new HostMetrics() } = this.#options
    const startMs = clock.nowMs() - LEAD_MS
    this.#stops.push(() => metrics.stop())
    this.#log.open(sink, epochOf)
    await this.#fill(sink, backfill({ seed, startMs, rate }))
    const market = new Market({ seed, startMs, rate })
    let reachedMs = startMs
    while (!this.#isStopped && reachedMs < clock.nowMs()) {
      reachedMs = Math.min(reachedMs + CATCH_UP_STEP_MS, clock.nowMs())
      this.#append(sink, market.advance(reachedMs))
      await breathe(clock)
    }
    if (this.#isStopped) return
    this.#state$.next('live')
    this.#stops.push(
      clock.every(TURN_MS, () => {
        const nowMs = clock.nowMs()
        if (nowMs - reachedMs > MAX_CATCH_UP_MS) market.skip(nowMs - CATCH_UP_STEP_MS)
        reachedMs = Math.max(reachedMs, nowMs)
        this.#append(sink, market.advance(reachedMs))
      }),
      this.#watch(sink, metrics),
    )
  }

  logEnd(id: PartitionId): Promise<number | null> {
    return Promise.resolve(this.#log.end(id))
  }

  lag(): readonly PartitionLag[] {
    return this.#log.lag()
  }

  stop(): Promise<void> {
    this.#isStopped = true
    for (const stop of this.#stops.splice(0)) stop()
    return Promise.resolve()
  }

  async #fill(sink: RecordSink, history: Iterable<readonly SimulatedTick[]>): Promise<void> {
    let unbroken = 0
    for (const ticks of history) {
      if (this.#isStopped) return
      this.#append(sink, ticks)
      unbroken += ticks.length
      if (unbroken < CHUNK_RECORDS) continue
      unbroken = 0
      await breathe(this.#options.clock)
    }
  }

  #append(sink: RecordSink, ticks: readonly SimulatedTick[]): void {
    if (ticks.length === 0) return
    const records = ticks.map((value): OutgoingRecord => ({
      log: 'ticks',
      key: value.instrument,
      value,
      timeMs: value.time,
    }))
    this.#log.append(sink, records, this.#options.clock.nowMs())
  }

  #watch(sink: RecordSink, metrics: MetricReadings): () => void {
    const { clock } = this.#options
    let isReading = false
    const read = async () => {
      const readings = await metrics.read(clock.nowMs())
      isReading = false
      if (this.#isStopped) return
      const records = readings.map((value): OutgoingRecord => ({
        log: 'metrics',
        key: value.host,
        value,
        timeMs: value.time,
      }))
      this.#log.append(sink, records, clock.nowMs())
    }
    return clock.every(METRICS_MS, () => {
      // A slow disk must not pile up readings.
      if (isReading) return
      isReading = true
      void read()
    })
  }
}
