import type { SourceClock } from '../../src/ingest/source-clock.js'

interface Timer {
  atMs: number
  readonly everyMs: number | null
  readonly callback: () => void
}

/** A clock that stands still until told to go on; `soon` is the real end of the turn. */
export class FakeSourceClock implements SourceClock {
  #nowMs: number
  readonly #timers = new Set<Timer>()

  constructor(nowMs: number) {
    this.#nowMs = nowMs
  }

  nowMs(): number {
    return this.#nowMs
  }

  every(ms: number, callback: () => void): () => void {
    return this.#add({ atMs: this.#nowMs + ms, everyMs: ms, callback })
  }

  after(ms: number, callback: () => void): () => void {
    return this.#add({ atMs: this.#nowMs + ms, everyMs: null, callback })
  }

  soon(callback: () => void): void {
    setImmediate(callback)
  }

  /** Timers that wait. */
  get pending(): number {
    return this.#timers.size
  }

  /** Goes on by `ms`, calling what is due in its order, and lets promises settle in between. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve))
      const next = [...this.#timers].sort((a, b) => a.atMs - b.atMs)[0]
      if (next === undefined || next.atMs > untilMs) break
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      if (next.everyMs === null) this.#timers.delete(next)
      else next.atMs += next.everyMs
      next.callback()
    }
    // A leap meanwhile may have gone further.
    this.#nowMs = Math.max(this.#nowMs, untilMs)
  }

  /** The wall clock leaps, as after a suspended process: timers fire once, late. */
  leap(ms: number): void {
    this.#nowMs += ms
    for (const timer of this.#timers) timer.atMs = Math.max(timer.atMs, this.#nowMs)
  }

  #add(timer: Timer): () => void {
    this.#timers.add(timer)
    return () => void this.#timers.delete(timer)
  }
}
