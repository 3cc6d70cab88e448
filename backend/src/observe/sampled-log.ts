const SAMPLE_EVERY_MS = 1000

/**
 * Lets the first event of each reason through, then at most one a second and reason, with how many were held back since.
 * It keeps no timer: what is held back after the last event stays unsaid, and stands in the counters.
 */
export class SampledLog<Reason extends string> {
  readonly #nowMs: () => number
  readonly #write: (reason: Reason, held: number, fields: object) => void
  readonly #reasons = new Map<Reason, { writtenMs: number; held: number }>()

  /** `nowMs` must be monotonic. */
  constructor(nowMs: () => number, write: (reason: Reason, held: number, fields: object) => void) {
    this.#nowMs = nowMs
    this.#write = write
  }

  /** Hot while input is bad: a map lookup and a comparison. */
  event(reason: Reason, fields: object): void {
    const nowMs = this.#nowMs()
    const known = this.#reasons.get(reason)
    if (known === undefined) {
      this.#reasons.set(reason, { writtenMs: nowMs, held: 0 })
      this.#write(reason, 0, fields)
    } else if (nowMs - known.writtenMs < SAMPLE_EVERY_MS) {
      known.held += 1
    } else {
      this.#write(reason, known.held, fields)
      known.writtenMs = nowMs
      known.held = 0
    }
  }
}
