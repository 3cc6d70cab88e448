import type { Clock } from '../src/clock.js'

/** Time that passes only when told to; what was asked to run soon runs in `settle` and after every timer. */
export class FakeClock implements Clock {
  #nowMs: number
  #order = 0
  readonly #timers = new Map<number, { readonly atMs: number; readonly run: () => void }>()
  #soon: (() => void)[] = []

  constructor(startMs = 1_000_000) {
    this.#nowMs = startMs
  }

  /** Timers that have not run. */
  get pending(): number {
    return this.#timers.size
  }

  nowMs(): number {
    return this.#nowMs
  }

  after(delayMs: number, run: () => void): () => void {
    const id = this.#order++
    this.#timers.set(id, { atMs: this.#nowMs + Math.max(0, delayMs), run })
    return () => {
      this.#timers.delete(id)
    }
  }

  soon(run: () => void): void {
    this.#soon.push(run)
  }

  settle(): void {
    for (let run = this.#soon.shift(); run !== undefined; run = this.#soon.shift()) run()
  }

  /** Lets `ms` pass; timers run in the order of their times. */
  advance(ms: number): void {
    this.settle()
    const untilMs = this.#nowMs + ms
    for (;;) {
      const next = [...this.#timers].reduce<[number, { atMs: number; run: () => void }] | null>(
        (first, timer) => (first === null || timer[1].atMs < first[1].atMs ? timer : first),
        null,
      )
      if (next === null || next[1].atMs > untilMs) break
      this.#timers.delete(next[0])
      this.#nowMs = Math.max(this.#nowMs, next[1].atMs)
      next[1].run()
      this.settle()
    }
    this.#nowMs = untilMs
  }
}
