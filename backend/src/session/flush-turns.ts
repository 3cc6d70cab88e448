import type { Clock } from '../lanes/clock.js'

/** How long work on a flush lasts before the event loop has its turn, ms: records, requests and other slots wait no longer. */
const LEAST_MS = 2
/** The same while everything else takes longer than that, ms. */
const MOST_MS = 20
/** The same of a flush that is late and does not have to make up for others, ms: the event loop is held up no longer. */
const MOST_LATE_MS = 8

/**
 * How long the turns of flushes are. A flush may take as long as everything else took since its last turn: a crowd that comes back fills each round
 * of the event loop with handshakes, and a flush that had 2 ms of each would be behind by as many rounds as it has turns. One that is late all the
 * same takes more: a process that cannot do everything answers later, and what it shows does not get old.
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

  /** How long the next turn of a flush may be, ms; `sinceMs`: `othersMs` when its last turn ended; `lateMs`: how long ago it was due. */
  lengthMs(sinceMs: number, lateMs: number): number {
    return Math.max(LEAST_MS, Math.min(MOST_MS, this.othersMs - sinceMs), Math.min(MOST_LATE_MS, lateMs / 4))
  }

  /** A turn is over that took so long, ms. */
  ended(durationMs: number): void {
    this.#turnsMs += durationMs
  }
}
