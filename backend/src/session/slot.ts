import type { Flush } from '../lanes/flush-clock.js'
import type { Clock } from '../lanes/clock.js'
import { ReusedSpace } from '../lanes/frame-space.js'
import type { Lanes } from '../lanes/lanes.js'
import { Cohorts } from './cohorts.js'
import type { FlushTurns } from './flush-turns.js'
import { FlushWrites, type OutOfStep } from './flush-writes.js'

export interface SlotOptions {
  readonly lanes: Lanes
  readonly clock: Clock
  /** Of all slots of the process that take turns with one another. */
  readonly turns: FlushTurns
  /** Some frames of a flush were handed to the sockets, this long after it was due, ms. */
  readonly wrote: (delayMs: number) => void
  /**
   * All frames of a flush were handed to the sockets, this long after it began, ms; `ageMs`: how old a record was when it began,
   * the newest of one of its segments, or null where there was none.
   */
  readonly ended: (durationMs: number, ageMs: number | null) => void
}

/**
 * Sessions that are flushed at the same moments, by lanes of their own. The order of one flush: shared frames first, then
 * those of sessions out of step; in turns of some ms, for thousands of sockets cost tens of ms.
 */
export class Slot {
  readonly lanes: Lanes
  readonly cohorts = new Cohorts()
  readonly outOfStep = new Set<OutOfStep>()
  readonly #options: SlotOptions
  readonly #space = new ReusedSpace()
  readonly #unfollow: () => void
  #members = 0
  #flushing: Flush | null = null
  #hasWritten = false

  constructor(options: SlotOptions) {
    this.lanes = options.lanes
    this.#options = options
    const following = options.lanes.flushed$.subscribe((flush) => this.#begin(flush))
    this.#unfollow = () => following.unsubscribe()
  }

  /** The flush whose frames are being written; null between flushes. */
  get flushing(): Flush | null {
    return this.#flushing
  }

  /** Sessions in this slot. */
  get members(): number {
    return this.#members
  }

  join(): void {
    this.#members++
    this.lanes.start()
  }

  leave(): void {
    this.#members--
  }

  stop(): void {
    this.#unfollow()
    this.lanes.stop()
  }

  #begin(flush: Flush): void {
    if (this.#members === 0) return
    this.#flushing = flush
    this.lanes.hold()
    const writes = new FlushWrites(flush, this.cohorts.dueAt(flush), this.outOfStep, this.#space)
    this.#goOn(flush, writes, this.#options.turns.othersMs)
  }

  /** `sinceMs`: what everything else had had when the last turn of this flush ended. */
  #goOn(flush: Flush, writes: FlushWrites, sinceMs: number): void {
    const { clock, turns, wrote, ended } = this.#options
    const fromMs = clock.monotonicMs()
    const untilMs = fromMs + turns.lengthMs(sinceMs, fromMs - flush.dueMs)
    let nowMs: number
    let isAtEnd: boolean
    let isIdle = true
    do {
      isAtEnd = !writes.step()
      isIdle &&= isAtEnd
      nowMs = clock.monotonicMs()
    } while (!isAtEnd && nowMs < untilMs)
    turns.ended(nowMs - fromMs)
    if (!isIdle) {
      this.#hasWritten = true
      wrote(nowMs - flush.dueMs)
    }
    if (!isAtEnd) {
      const { othersMs } = turns
      clock.soon(() => this.#goOn(flush, writes, othersMs))
      return
    }
    this.#flushing = null
    if (this.#hasWritten) {
      const at = this.lanes.takeEncodedAt()
      ended(nowMs - flush.beganMs, at === null ? null : flush.ts - at)
      this.#hasWritten = false
    }
    this.lanes.release()
  }
}
