const WINDOW_MS = 1000

/** Lets so many events a second through, and counts those it held back: for log lines of which a crowd makes thousands. */
export class FloodGate {
  readonly #nowMs: () => number
  readonly #perSecond: number
  #sinceMs = -Infinity
  #passed = 0
  #held = 0

  /** `nowMs` must be monotonic. */
  constructor(nowMs: () => number, perSecond: number) {
    this.#nowMs = nowMs
    this.#perSecond = perSecond
  }

  /** How many were held back since the last one that passed, or null when this one is held back too. */
  pass(): number | null {
    const nowMs = this.#nowMs()
    if (nowMs - this.#sinceMs >= WINDOW_MS) {
      this.#sinceMs = nowMs
      this.#passed = 0
    }
    if (this.#passed >= this.#perSecond) {
      this.#held += 1
      return null
    }
    this.#passed += 1
    const held = this.#held
    this.#held = 0
    return held
  }
}
