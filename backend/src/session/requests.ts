import type { Clock } from '../lanes/clock.js'

/** Who has asked for something. */
export interface Requester {
  /** Answers its oldest request, but lets nothing out yet; whether it has another one that can be answered now. */
  answer(): boolean
  /** Lets out what was answered. */
  handOver(): void
}

/** Longest work on requests before the event loop has its turn: records and flushes wait no longer. */
const TURN_MS = 2
/** So many are answered before their answers are written: writes in a row wake their readers once. */
const BATCH = 16

/**
 * The requests of all sessions, in the order in which they came: each session one, then its next. They are answered at once,
 * until they took their share of a turn of the event loop; what is left waits for the next ones. A crowd that comes back holds
 * up nobody.
 */
export class Requests {
  readonly #clock: Clock
  readonly #waiting = new Set<Requester>()
  /** When the time of this turn of the event loop is used up, monotonic ms; null when none has begun. */
  #untilMs: number | null = null
  #isWorking = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** It has a request that can be answered now. */
  add(requester: Requester): void {
    this.#waiting.add(requester)
    if (this.#untilMs === null) this.#beginTurn()
    if (!this.#isWorking) this.work()
  }

  /** It is gone: nothing of it is answered any more. */
  drop(requester: Requester): void {
    this.#waiting.delete(requester)
  }

  /** Answers until nobody waits or the time of this turn is used up. */
  work(): void {
    const untilMs = this.#untilMs ?? -Infinity
    this.#isWorking = true
    const batch: Requester[] = []
    // Who has more goes to the end of the set, and is walked over once more.
    for (const requester of this.#waiting) {
      if (this.#clock.monotonicMs() >= untilMs) break
      this.#waiting.delete(requester)
      batch.push(requester)
      if (requester.answer()) this.#waiting.add(requester)
      if (batch.length === BATCH) for (const each of batch.splice(0)) each.handOver()
    }
    for (const each of batch) each.handOver()
    this.#isWorking = false
  }

  #beginTurn(): void {
    this.#untilMs = this.#clock.monotonicMs() + TURN_MS
    this.#clock.soon(() => {
      this.#untilMs = null
      if (this.#waiting.size === 0) return
      this.#beginTurn()
      this.work()
    })
  }
}
