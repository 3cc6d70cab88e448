import type { Clock, Stop } from '../../src/lanes/clock.js'

interface Timer {
  dueMs: number
  readonly everyMs: number | null
  readonly callback: () => void
}

/** A clock that moves only when it is told to; timers fire in the order of their due times. */
export class ManualClock implements Clock {
  #nowMs: number
  #soon: (() => void)[] = []
  readonly #timers = new Set<Timer>()

  constructor(nowMs = 1_700_000_000_000) {
    this.#nowMs = nowMs
  }

  nowMs(): number {
    return this.#nowMs
  }

  monotonicMs(): number {
    return this.#nowMs
  }

  every(ms: number, callback: () => void): Stop {
    return this.#add({ dueMs: this.#nowMs + ms, everyMs: ms, callback })
  }

  after(ms: number, callback: () => void): Stop {
    return this.#add({ dueMs: this.#nowMs + ms, everyMs: null, callback })
  }

  soon(callback: () => void): void {
    this.#soon.push(callback)
  }

  /** Ends the current turn: runs what was put off to its end. */
  endTurn(): void {
    const soon = this.#soon
    this.#soon = []
    for (const callback of soon) callback()
  }

  /** Moves time forward, firing every timer that comes due. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms
    do this.endTurn()
    while (this.#fireNext(endMs) || this.#soon.length > 0)
    this.#nowMs = Math.max(this.#nowMs, endMs)
    this.endTurn()
  }

  /** Fires the timers that come due within `ms`; what they put off to the end of the turn stays put off. */
  tick(ms: number): void {
    const endMs = this.#nowMs + ms
    while (this.#fireNext(endMs));
  }

  /** Time passes, and the event loop does not: what came due meanwhile fires late, once it has its turn. */
  block(ms: number): void {
    this.#nowMs += ms
  }

  #fireNext(endMs: number): boolean {
    const due = [...this.#timers].filter(({ dueMs }) => dueMs <= endMs).sort((a, b) => a.dueMs - b.dueMs)[0]
    if (due === undefined) return false
    this.#nowMs = Math.max(this.#nowMs, due.dueMs)
    if (due.everyMs === null) this.#timers.delete(due)
    else due.dueMs += due.everyMs
    due.callback()
    return true
  }

  #add(timer: Timer): Stop {
    this.#timers.add(timer)
    return () => void this.#timers.delete(timer)
  }
}
