import type { Clock } from './clock.js'

/** Doublings of the wait between two tries. */
const MAX_DOUBLINGS = 4

/** When to try the better transport beside the one in use: after a while, and ever more seldom as long as it fails. */
export class Climb {
  readonly #clock: Clock
  readonly #afterMs: number
  readonly #attempt: () => void
  #failures = 0
  #cancel: (() => void) | null = null

  constructor(clock: Clock, afterMs: number, attempt: () => void) {
    this.#clock = clock
    this.#afterMs = afterMs
    this.#attempt = attempt
  }

  /** The lower transport carries: the wait begins, if none runs. */
  wait(): void {
    this.#cancel ??= this.#clock.after(this.#afterMs * 2 ** Math.min(this.#failures, MAX_DOUBLINGS), () => {
      this.#cancel = null
      this.#attempt()
    })
  }

  /** A try came to nothing. */
  failed(): void {
    this.#failures += 1
    this.wait()
  }

  /** Another network may do what the last one did not: the next wait is a short one again. */
  forget(): void {
    const isWaiting = this.#cancel !== null
    this.stop()
    this.#failures = 0
    if (isWaiting) this.wait()
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
  }
}
