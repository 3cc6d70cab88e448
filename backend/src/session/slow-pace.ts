import { RATE_LADDER, type Rate } from '@tickwall/protocol'

/** Fastest rates that a slow client is brought down to, one after the other. */
const CAPS: readonly number[] = RATE_LADDER.filter((hz) => hz <= 2)

/** So long a client must be behind before it is slowed down (further). */
const SLOW_MS = 2000
/**
 * So long a client may be behind without a pause. Unlike one that was sent frames and does not acknowledge them, it costs nothing
 * but its place, and a network that is gone for a minute comes back.
 */
const STALLED_MS = 120_000
/** So often within `CALM_MS` a client may fall behind and recover before it is slowed down. */
const SPELLS = 4
/** So long a client must have kept up before it is hurried by one step. */
const CALM_MS = 10_000

export interface Pace {
  /** Its socket, or its acknowledgements, are behind now. */
  readonly isCongested: boolean
  /** How often it fell behind since it connected. */
  readonly spells: number
}

/**
 * How much harder to conflate for a client that cannot keep up: skipping alone gives it whole frames as fast as it
 * drains, and a line at its limit is always late. Looked at about once a second, times of the monotonic clock.
 */
export class SlowPace {
  #step = 0
  #changedMs = -Infinity
  #behindSinceMs: number | null = null
  #calmSinceMs = -Infinity
  #spells = 0

  /** The fastest rate for it now, Hz; null = what it was granted. */
  get capHz(): number | null {
    return CAPS[this.#step - 1] ?? null
  }

  /** `end` when it was behind for so long that it has to be given up. */
  look({ isCongested, spells }: Pace, nowMs: number): 'slower' | 'faster' | 'end' | null {
    if (isCongested) {
      this.#behindSinceMs ??= nowMs
      this.#calmSinceMs = nowMs
      if (nowMs - this.#behindSinceMs > STALLED_MS) return 'end'
      return nowMs - Math.max(this.#behindSinceMs, this.#changedMs) >= SLOW_MS ? this.#slower(spells, nowMs) : null
    }
    this.#behindSinceMs = null
    if (spells - this.#spells >= SPELLS) return this.#slower(spells, nowMs)
    if (nowMs - Math.max(this.#calmSinceMs, this.#changedMs) < CALM_MS) return null
    this.#spells = spells
    if (this.#step === 0) {
      // The next window in which spells are counted.
      this.#changedMs = nowMs
      return null
    }
    this.#step -= 1
    this.#changedMs = nowMs
    return 'faster'
  }

  #slower(spells: number, nowMs: number): 'slower' | null {
    this.#spells = spells
    this.#changedMs = nowMs
    if (this.#step === CAPS.length) return null
    this.#step += 1
    return 'slower'
  }
}

/** The slower of a granted rate and a cap. */
export const capped = (rate: Rate, capHz: number | null): Rate =>
  capHz === null || (rate !== 'raw' && rate <= capHz) ? rate : capHz
