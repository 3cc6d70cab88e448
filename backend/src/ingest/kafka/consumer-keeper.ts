import type { Log } from '../../observe/log.js'
import type { Clock } from './clock.js'
import { stall, type ConsumerHealth, type Stall, type StallLimits } from './stall.js'

const limits: StallLimits = { joinMs: 20_000, fetchMs: 5_000, progressMs: 15_000 }
/** A group's coordinator takes that long to load, e.g. when it is the first group of a cluster. */
const firstPauseMs = 200
const longestPauseMs = 15_000

/** What is needed of a consumer to look after it. */
export interface KeepableConsumer {
  readonly topics: readonly string[]
  /** Why it ended by itself, or null. */
  readonly crash: unknown
  health(): Omit<ConsumerHealth, 'stuckSinceMs'>
  /** Ends it: at once, as far as anybody can tell; resolves when its sockets are gone. Never rejects. */
  release(): Promise<void>
}

export interface KeptConsumer<Consumer> {
  /** What has to be consumed; none means no consumer. */
  readonly topics: readonly string[]
  /** The contract of `stall`. */
  readonly reachableSinceMs: number | null
  readonly stuckSinceMs: number | null
  readonly create: (topics: readonly string[]) => Consumer
}

/** Keeps one healthy consumer going: starts it, replaces it when it stalls, crashes or reads the wrong topics. */
export class ConsumerKeeper<Consumer extends KeepableConsumer> {
  readonly #clock: Clock
  readonly #log: Log
  readonly #replaced: (why: Stall) => void
  readonly #ending = new Set<Promise<void>>()
  #current: Consumer | null = null
  #failures = 0
  #notBeforeMs = 0

  /** `replaced` is told of each consumer that is replaced because it stalled. */
  constructor(clock: Clock, log: Log, replaced: (why: Stall) => void = () => {}) {
    this.#clock = clock
    this.#log = log
    this.#replaced = replaced
  }

  get current(): Consumer | null {
    return this.#current
  }

  /** Whether a consumer is to be started again soon. */
  get isWaiting(): boolean {
    return this.#current === null && this.#failures > 0
  }

  /** Looks after the consumer; called about once a second. */
  review({ topics, reachableSinceMs, stuckSinceMs, create }: KeptConsumer<Consumer>): void {
    const nowMs = this.#clock.monotonicMs()
    const consumer = this.#current
    if (consumer !== null) {
      const why = stall({ ...consumer.health(), stuckSinceMs }, reachableSinceMs, nowMs, limits)
      if (why !== null) {
        const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** this.#failures)
        this.#failures += 1
        this.#notBeforeMs = nowMs + pauseMs
        this.#replaced(why)
        this.#log.warn({ why, err: consumer.crash ?? undefined }, 'the Kafka consumer is replaced')
        this.discard()
      } else if (consumer.topics.join() !== topics.join()) {
        this.discard()
      } else if (consumer.health().fetchedMs !== null) {
        this.#failures = 0
      }
    }
    const mayStart = reachableSinceMs !== null && nowMs >= this.#notBeforeMs && topics.length > 0
    if (this.#current === null && mayStart) this.#current = create(topics)
  }

  /** Ends the consumer at once, as far as anybody can tell; the next review starts another. */
  discard(): void {
    const consumer = this.#current
    this.#current = null
    if (consumer === null) return
    const ending: Promise<void> = consumer.release().finally(() => this.#ending.delete(ending))
    this.#ending.add(ending)
  }

  /** Resolves when every consumer's sockets are gone. */
  async stop(): Promise<void> {
    this.discard()
    await Promise.all(this.#ending)
  }
}
