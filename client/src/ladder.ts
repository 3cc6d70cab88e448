import type { Transport } from './life.js'

/** Failures in a row after which a lower rung is left: that it fails is known sooner, for HTTP has answered before. */
const LOWER_FAILURES = 2

/**
 * Which transport the next attempt takes. From the top downwards; from the bottom back to the top, so that a link never stays where
 * nothing works.
 */
export class Ladder {
  readonly #rungs: readonly Transport[]
  readonly #topFailures: number
  #at = 0
  #failures = 0

  /** @param rungs the best first, at least one @param topFailures failures in a row after which the top is left, from 1 */
  constructor(rungs: readonly [Transport, ...Transport[]], topFailures: number) {
    this.#rungs = rungs
    this.#topFailures = topFailures
  }

  get transport(): Transport {
    return this.#rungs[this.#at] ?? 'webSocket'
  }

  /** Whether there is a WebSocket to climb to. What lies between is not tried: that it greets would not mean that it carries. */
  get hasAbove(): boolean {
    return this.#at > 0 && this.#rungs[0] === 'webSocket'
  }

  /** The current rung carries. */
  good(): void {
    this.#failures = 0
  }

  /** The current rung does not carry, though the server can be reached. */
  failed(): void {
    this.#failures += 1
    if (this.#failures < (this.#at === 0 ? this.#topFailures : LOWER_FAILURES)) return
    this.#failures = 0
    this.#at = (this.#at + 1) % this.#rungs.length
  }

  /** The top carries again. */
  climbed(): void {
    this.#failures = 0
    this.#at = 0
  }
}
