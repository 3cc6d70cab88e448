/** How many ticks are due: paced by the time that has passed, so that timers that drift or fire late lose none. */
export class Pacer {
  readonly #perMs: number
  readonly #startedMs: number
  #done = 0

  constructor(ticksPerSecond: number, nowMs: number) {
    this.#perMs = ticksPerSecond / 1000
    this.#startedMs = nowMs
  }

  /** Ticks that have come due since the last call. */
  take(nowMs: number): number {
    const due = Math.max(0, Math.floor((nowMs - this.#startedMs) * this.#perMs) - this.#done)
    this.#done += due
    return due
  }
}
