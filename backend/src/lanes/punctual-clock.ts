import type { Clock, Stop } from './clock.js'

/** For so long the event loop may read before what is due has its turn, ms. */
const READING_MS = 2

interface Timer {
  readonly dueMs: number
  readonly callback: () => void
  readonly stop: Stop
}

/**
 * A clock that is not late while the event loop reads. The loop takes all that lies ready on its sockets before timers have their turn: of a crowd that
 * comes back, a tenth of a second. Whoever reads asks `runDue` each time, and what is due by then runs between two messages.
 */
export class PunctualClock implements Clock {
  readonly #clock: Clock
  readonly #timers = new Set<Timer>()
  /** No timer is due before, monotonic ms. */
  #nextDueMs = Infinity
  #soon: (() => void)[] = []
  /** When what was due had its turn last, monotonic ms. */
  #servedMs = -Infinity

  constructor(clock: Clock) {
    this.#clock = clock
  }

  nowMs(): number {
    return this.#clock.nowMs()
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs()
  }

  every(ms: number, callback: () => void): Stop {
    return this.#clock.every(ms, callback)
  }

  after(ms: number, callback: () => void): Stop {
    const dueMs = this.monotonicMs() + ms
    const timer: Timer = { dueMs, callback, stop: this.#clock.after(ms, () => this.#fire(timer)) }
    this.#timers.add(timer)
    this.#nextDueMs = Math.min(this.#nextDueMs, dueMs)
    return () => this.#take(timer)
  }

  soon(callback: () => void): void {
    if (this.#soon.push(callback) === 1) this.#clock.soon(() => this.#endTurn())
  }

  /** Called by who reads, before each message: what was put off, or is due by now, has its turn if it had none for 2 ms. */
  runDue(): void {
    const nowMs = this.monotonicMs()
    if (nowMs - this.#servedMs < READING_MS) return
    this.#endTurn()
    if (nowMs < this.#nextDueMs) return
    for (const timer of [...this.#timers]) if (timer.dueMs <= nowMs) this.#fire(timer)
    this.#nextDueMs = Math.min(...[...this.#timers].map(({ dueMs }) => dueMs))
  }

  #fire(timer: Timer): void {
    // One that was due with it may have stopped it.
    if (!this.#timers.has(timer)) return
    this.#take(timer)
    timer.callback()
    this.#servedMs = this.monotonicMs()
  }

  #take(timer: Timer): void {
    this.#timers.delete(timer)
    timer.stop()
  }

  /** What these put off in their turn waits for the next one. */
  #endTurn(): void {
    const soon = this.#soon
    this.#soon = []
    for (const callback of soon) callback()
    this.#servedMs = this.monotonicMs()
  }
}
