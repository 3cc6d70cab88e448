import type { GatewayState, StagePercentiles } from '@tickwall/protocol'
import type { Clock, Stop } from '../lanes/clock.js'
import { observedSince, percentilesOf, type Bucket } from './bucket-percentiles.js'
import type { RecordTopic } from './record-topic.js'
import type { Watched } from './sys-topics.js'

/** Counts that only grow, told as rates. */
const COUNTED = ['records', 'segments', 'frames', 'bytes'] as const
export type Counted = Readonly<Record<(typeof COUNTED)[number], number>>

/** What is asked of the running parts at each look. */
export interface GatewayFacts {
  now(): Omit<GatewayState, 'sampledAt' | 'latency' | 'eventLoopDelayMs' | `${keyof Counted}PerSecond`>
  counted(): Counted
  /** The histogram of each stage. */
  latency(): Promise<Readonly<Record<string, readonly Bucket[]>>>
  readonly loopDelay: LoopDelay
}

/** How late the event loop is; measured while it is started. */
export interface LoopDelay {
  start(): void
  stop(): void
  /** 99th percentile since the last take, ms; undefined without a measurement. */
  takeMs(): number | undefined
}

const SAMPLE_MS = 1000
/** A poll or a dashboard that comes back finds rates: it goes on being looked at for so long. */
const LINGER_MS = 10_000
/** Over a shorter time counts are too few for a rate. */
const LEAST_RATE_MS = 500
/** Latencies are those of so many looks. */
const WINDOW_LOOKS = 10

const tenths = (value: number): number => Math.round(value * 10) / 10

/** Looks at the gateway once a second while somebody holds `sys/gateway`, and some seconds longer. */
export class GatewayWatch implements Watched {
  readonly #topic: RecordTopic
  readonly #facts: GatewayFacts
  readonly #clock: Clock
  #holders = 0
  #running: Stop | null = null
  #releasedMs = 0
  #lookedMs = -Infinity
  #counted: Counted | null = null
  #histograms: Readonly<Record<string, readonly Bucket[]>>[] = []
  #latency: Readonly<Record<string, StagePercentiles>> | undefined

  constructor(topic: RecordTopic, facts: GatewayFacts, clock: Clock) {
    this.#topic = topic
    this.#facts = facts
    this.#clock = clock
  }

  hold(): void {
    this.#holders += 1
    if (this.#running !== null) return
    this.#facts.loopDelay.start()
    this.#look()
    this.#running = this.#clock.every(SAMPLE_MS, () => {
      if (this.#holders === 0 && this.#clock.monotonicMs() - this.#releasedMs >= LINGER_MS) this.stop()
      else this.#look()
    })
  }

  release(): void {
    this.#holders -= 1
    this.#releasedMs = this.#clock.monotonicMs()
  }

  /** Looks no more until it is held anew. Idempotent. */
  stop(): void {
    this.#running?.()
    this.#running = null
    this.#facts.loopDelay.stop()
    this.#counted = null
    this.#histograms = []
    this.#latency = undefined
  }

  #look(): void {
    const sampledAt = this.#clock.nowMs()
    const fields: Readonly<Record<string, unknown>> = {
      ...this.#facts.now(),
      sampledAt,
      ...this.#rates(),
      eventLoopDelayMs: this.#facts.loopDelay.takeMs(),
      latency: this.#latency,
    }
    this.#topic.set(fields, sampledAt)
    void this.#facts.latency().then((now) => this.#observed(now))
  }

  #rates(): Readonly<Record<`${keyof Counted}PerSecond`, number | undefined>> {
    const [before, counted, nowMs] = [this.#counted, this.#facts.counted(), this.#clock.monotonicMs()]
    const seconds = (nowMs - this.#lookedMs) / 1000
    this.#counted = counted
    this.#lookedMs = nowMs
    const isKnown = before !== null && seconds * 1000 >= LEAST_RATE_MS
    const rates = COUNTED.map((name) => [
      `${name}PerSecond`,
      isKnown ? tenths((counted[name] - before[name]) / seconds) : undefined,
    ])
    return Object.fromEntries(rates) as Record<`${keyof Counted}PerSecond`, number | undefined>
  }

  /** Told at the next look. */
  #observed(now: Readonly<Record<string, readonly Bucket[]>>): void {
    if (this.#running === null) return
    const [oldest] = this.#histograms
    this.#histograms = [...this.#histograms, now].slice(-WINDOW_LOOKS)
    if (oldest === undefined) return
    const stages = Object.entries(now).flatMap(([stage, buckets]) => {
      const percentiles = percentilesOf(observedSince(oldest[stage] ?? [], buckets))
      return percentiles === null ? [] : [[stage, percentiles] as const]
    })
    this.#latency = stages.length === 0 ? undefined : Object.fromEntries(stages)
  }
}
