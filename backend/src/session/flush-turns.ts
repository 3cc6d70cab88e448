import type { Clock } from '../lanes/clock.js'

/** How long work on a flush lasts before the event loop has its turn, ms: records, requests and other slots wait no longer. */
const LEAST_MS = 2
/** The same while everything else takes longer than that, ms. */
const MOST_MS = 20

/**
 * How long the turns of flushes are. A flush may take as long as everything else took since its last turn: a crowd that comes back fills each round
 * of the event loop with handshakes, and a flush that had 2 ms of each would be behind by as many rounds as it has turns.
 */
export class FlushTurns {
  readonly #clock: Clock
  /** ms of all turns so far, of whichever slot. */
  #turnsMs = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** ms of the monotonic clock without all turns so far: what everything else has had. */
  get othersMs(): number {
    return this.#clock.monotonicMs() - this.#turnsMs
  }

  /** How long the next turn of a flush may be, ms; `sinceMs`: `othersMs` when its last turn ended. */
  lengthMs(sinceMs: number): number {
    return Math.min(MOST_MS, Math.max(LEAST_MS, this.othersMs - sinceMs))
  }

  /** A turn is over that took so long, ms. */
  ended(durationMs: number): void {
    this.#turnsMs += durationMs
  }
}
