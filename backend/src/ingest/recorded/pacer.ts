import type { RecordedRecord } from './recorded-record.js'

/** A longer silence of the recording is played as this one: feeds of different dates follow each other in one file. */
export const MAX_SILENCE_MS = 10_000
/** Pause between the end of a recording and its beginning anew. */
export const ROUND_PAUSE_MS = 1_000

/** When each record is due, and which event time it has when played as if it happened now. */
export class Pacer {
  readonly #speed: number
  readonly #startMs: number
  /** Time of the recording that has been played, silences shortened. */
  #playedMs = 0
  #lastMs: number | null = null
  #leadMs: number | null = null

  /** `speed`: times faster than recorded; 0 = as fast as possible, then a record is due when it is asked for. */
  constructor(speed: number, startMs: number) {
    this.#speed = speed
    this.#startMs = startMs
  }

  /** Wall clock at which the next record is to be handed over; one that was received before its predecessor is due with it. */
  due({ received }: RecordedRecord, nowMs: number): number {
    this.#playedMs += Math.min(Math.max(0, received.ms - (this.#lastMs ?? received.ms)), MAX_SILENCE_MS)
    this.#lastMs = Math.max(received.ms, this.#lastMs ?? received.ms)
    return this.#speed === 0 ? nowMs : Math.floor(this.#startMs + this.#playedMs / this.#speed)
  }

  /**
   * The event time of a record that is due at `dueMs`, shifted so that the first of its clock (venue's or recorder's) is now: at speed 1
   * the shift is the same for all of a clock, and lateness is kept at any speed.
   */
  eventTime({ clockLeadMs }: RecordedRecord, dueMs: number): number {
    if (clockLeadMs === null) return dueMs
    this.#leadMs ??= clockLeadMs
    return dueMs + clockLeadMs - this.#leadMs
  }

  /** The recording begins anew, after a pause. */
  again(): void {
    this.#lastMs = null
    this.#playedMs += ROUND_PAUSE_MS
  }
}
