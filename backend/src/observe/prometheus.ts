import { type Histogram, Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client'
import type { Measures } from './measures.js'
import type { Tally, TallyBy } from './tally.js'

export interface PartitionGauge {
  readonly log: string
  readonly partition: number
  readonly value: number
}

/** What is read off the running parts at each scrape, instead of being counted. */
export interface Gauges {
  connections(): number
  /** Event streams, and polls that wait, by transport. */
  streams(): Readonly<Record<'sse' | 'poll', number>>
  /** (session, topic) pairs. */
  subscriptions(): number
  lanes(): number
  /** Partitions whose end is known. */
  lag(): readonly PartitionGauge[]
  /** State of the source: the one that holds has the value 1. */
  sourceState(): string
  isReady(): boolean
  /** What the fold met and did not take over (duplicates, late trades), by kind; counts that only grow. */
  unusualTicks(): Readonly<Record<string, number>>
}

const SOURCE_STATES = ['live', 'catchingUp', 'lost']

/** Publishes measures and gauges in the Prometheus text format; nothing is computed between scrapes. */
export class Prometheus {
  readonly #registry = new Registry()
  readonly contentType = this.#registry.contentType

  constructor(measures: Measures & { readonly flushDelay: Histogram }, gauges: Gauges) {
    this.#registry.registerMetric(measures.flushDelay)
    this.#gauge('connections', 'WebSocket connections open now', () => gauges.connections())
    this.#transports('streams', 'Event streams and waiting polls', () => gauges.streams())
    this.#gauge('subscriptions', 'Pairs of connection and topic', () => gauges.subscriptions())
    this.#gauge('lanes', 'Pairs of topic and rate that have subscribers', () => gauges.lanes())
    this.#gauge('ready', '1 while new clients are admitted', () => Number(gauges.isReady()))
    this.#tally('connections_accepted', 'WebSocket connections admitted', measures.accepted)
    this.#tallyBy('connections_refused', 'Handshakes and streams refused, by code', 'code', measures.refused)
    this.#tallyBy('connections_closed', 'Connections ended, by close reason', 'reason', measures.closed)
    this.#tallyBy('streams_opened', 'Event streams and polls admitted, by transport', 'transport', measures.streams)
    this.#tallyBy('streams_closed', 'Event streams ended, by close reason', 'reason', measures.streamsClosed)
    this.#tally('frames', 'Data frames written to sockets', measures.frames)
    this.#tally('frame_bytes', 'Bytes of data frames written to sockets', measures.frameBytes)
    this.#tallyBy('errors', 'Error messages sent to clients, by code', 'code', measures.errors)
    this.#tally('skipped_frames', 'Frames not written because a socket had too much unsent', measures.skipped)
    this.#tally('catch_ups', 'Deltas that made up for skipped frames', measures.catchUps)
    this.#tallyBy('records', 'Records folded, by log', 'log', measures.records)
    this.#tallyBy('bad_records', 'Records refused, by reason', 'reason', measures.badRecords)
    this.#tallyBy('ignored_records', 'Records that had been folded before, by log', 'log', measures.ignoredRecords)
    this.#unusual('unusual_ticks', 'Ticks of which the fold left something out, by kind', () => gauges.unusualTicks())
    this.#partitions('kafka_lag_records', 'Records between the fold position and the end of the log', () =>
      gauges.lag(),
    )
    this.#states('source_state', 'State of the source: 1 for the one that holds', () => gauges.sourceState())
  }

  /** Adds the figures of the process (CPU, memory, event-loop delay, garbage collection); they live as long as it. */
  addProcess(): void {
    collectDefaultMetrics({ register: this.#registry })
  }

  text(): Promise<string> {
    return this.#registry.metrics()
  }

  #gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name: `tickwall_${name}`,
      help,
      registers: [this.#registry],
      collect() {
        this.set(read())
      },
    })
  }

  #tally(name: string, help: string, tally: Tally): void {
    new Counter({
      name: `tickwall_${name}_total`,
      help,
      registers: [this.#registry],
      collect() {
        this.reset()
        this.inc(tally.total)
      },
    })
  }

  #tallyBy<Label extends string | number>(name: string, help: string, label: string, tally: TallyBy<Label>): void {
    new Counter({
      name: `tickwall_${name}_total`,
      help,
      labelNames: [label],
      registers: [this.#registry],
      collect() {
        this.reset()
        for (const [value, total] of tally.entries()) this.inc({ [label]: value }, total)
      },
    })
  }

  #unusual(name: string, help: string, read: () => Readonly<Record<string, number>>): void {
    new Counter({
      name: `tickwall_${name}_total`,
      help,
      labelNames: ['kind'],
      registers: [this.#registry],
      collect() {
        this.reset()
        for (const [kind, total] of Object.entries(read())) this.inc({ kind }, total)
      },
    })
  }

  #partitions(name: string, help: string, read: () => readonly PartitionGauge[]): void {
    new Gauge({
      name: `tickwall_${name}`,
      help,
      labelNames: ['log', 'partition'],
      registers: [this.#registry],
      collect() {
        this.reset()
        for (const { log, partition, value } of read()) this.set({ log, partition }, value)
      },
    })
  }

  #transports(name: string, help: string, read: () => Readonly<Record<string, number>>): void {
    new Gauge({
      name: `tickwall_${name}`,
      help,
      labelNames: ['transport'],
      registers: [this.#registry],
      collect() {
        for (const [transport, value] of Object.entries(read())) this.set({ transport }, value)
      },
    })
  }

  #states(name: string, help: string, read: () => string): void {
    new Gauge({
      name: `tickwall_${name}`,
      help,
      labelNames: ['state'],
      registers: [this.#registry],
      collect() {
        const state = read()
        for (const known of SOURCE_STATES) this.set({ state: known }, Number(known === state))
      },
    })
  }
}
