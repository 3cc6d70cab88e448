import type { Flush } from '../lanes/flush-clock.js'
import type { Clock } from '../lanes/clock.js'
import type { Lanes } from '../lanes/lanes.js'
import { Cohorts } from './cohorts.js'

/** Whoever needs a frame of its own at the next flush. */
export interface OutOfStep {
  catchUp(flush: Flush): void
}

export interface SlotOptions {
  readonly lanes: Lanes
  readonly clock: Clock
  /** Some frames of a flush were handed to the sockets, this long after it was due, ms. */
  readonly wrote: (delayMs: number) => void
  /** All frames of a flush were. */
  readonly flushed: () => void
}

/** Longest work on one flush before the event loop has its turn: records, requests and other slots wait no longer. */
const TURN_MS = 2

/**
 * Sessions that are flushed at the same moments, by lanes of their own. The order of one flush: shared frames first, then
 * those of sessions out of step; in turns of some ms, for thousands of sockets cost tens of ms.
 */
export class Slot {
  readonly lanes: Lanes
  readonly cohorts = new Cohorts()
  readonly outOfStep = new Set<OutOfStep>()
  readonly #options: SlotOptions
  readonly #unfollow: () => void
  #members = 0
  #flushing: Flush | null = null

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
    this.#goOn(flush, this.#steps(flush))
  }

  *#steps(flush: Flush): Generator<void, void> {
    yield* this.cohorts.flush(flush)
    for (const session of this.outOfStep) {
      session.catchUp(flush)
      yield
    }
  }

  #goOn(flush: Flush, steps: Generator<void, void>): void {
    const { clock, wrote, flushed } = this.#options
    const untilMs = clock.monotonicMs() + TURN_MS
    let nowMs: number
    let isDone: boolean | undefined
    let isIdle = true
    do {
      isDone = steps.next().done
      isIdle &&= isDone === true
      nowMs = clock.monotonicMs()
    } while (isDone !== true && nowMs < untilMs)
    if (!isIdle) wrote(nowMs - flush.dueMs)
    if (isDone !== true) {
      clock.soon(() => this.#goOn(flush, steps))
      return
    }
    this.#flushing = null
    flushed()
    this.lanes.release()
  }
}
