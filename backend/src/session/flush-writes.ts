import type { Flush } from '../lanes/flush-clock.js'
import type { FrameBytes } from '../lanes/frame-bytes.js'
import type { ReusedSpace } from '../lanes/frame-space.js'
import type { Cohort, CohortMember } from './cohort.js'

/** Whoever needs a frame of its own at the next flush. */
export interface OutOfStep {
  catchUp(flush: Flush): void
}

interface Crowd {
  readonly cohort: Cohort
  readonly frame: FrameBytes
  readonly members: Iterator<CohortMember>
}

/** So many are given a shared frame before the clock is looked at, a fraction of a millisecond. */
const CROWD_STEP = 16
/** So many frames of one are built before they are written: writes in a row wake their readers once, not each time. */
const BATCH = 32

/**
 * What is written at one flush, some at a time: shared frames first, then those of sessions out of step. Objects and arrays
 * instead of a generator, which costs as much as the frames where each is of one session.
 */
export class FlushWrites {
  readonly #flush: Flush
  readonly #cohorts: readonly Cohort[]
  readonly #outOfStep: Iterator<OutOfStep>
  readonly #space: ReusedSpace
  #next = 0
  /** What several members of a cohort are given, and those who are still to be. */
  #crowd: Crowd | null = null
  /** Frames that were built for one member each, and those members. */
  readonly #built: FrameBytes[] = []
  readonly #members: CohortMember[] = []

  /** `cohorts` as they are when the flush begins: who comes later was told everything. Frames of one are built in `space`. */
  constructor(flush: Flush, cohorts: readonly Cohort[], outOfStep: ReadonlySet<OutOfStep>, space: ReusedSpace) {
    this.#flush = flush
    this.#cohorts = cohorts
    this.#outOfStep = outOfStep.values()
    this.#space = space
  }

  /** Writes to some; false when there was nobody left. */
  step(): boolean {
    if (this.#crowd !== null) {
      this.#serve(this.#crowd)
      return true
    }
    while (this.#next < this.#cohorts.length) {
      const cohort = this.#cohorts[this.#next++] as Cohort
      const member = cohort.only
      if (member === null) {
        const frame = cohort.frame(this.#flush)
        if (frame === null) continue
        this.#crowd = { cohort, frame, members: cohort.inStep() }
        return this.step()
      }
      const frame = cohort.frameOfOne(this.#flush, member.isClear ? this.#space : undefined)
      if (frame === null) continue
      this.#members.push(member)
      if (this.#built.push(frame) < BATCH && !this.#space.isFull) continue
      this.#hand()
      return true
    }
    if (this.#built.length > 0) {
      this.#hand()
      return true
    }
    const { value, done } = this.#outOfStep.next()
    if (done === true) return false
    value.catchUp(this.#flush)
    return true
  }

  /** A member that is skipped leaves the set while it is walked; a Set allows that. */
  #serve({ cohort, frame, members }: Crowd): void {
    for (let served = 0; served < CROWD_STEP; served++) {
      const { value, done } = members.next()
      if (done === true) {
        cohort.forget()
        this.#crowd = null
        return
      }
      value.deliver(frame, this.#flush)
    }
  }

  #hand(): void {
    let isTaken = true
    for (let i = 0; i < this.#built.length; i++) {
      if (!(this.#members[i] as CohortMember).deliver(this.#built[i] as FrameBytes, this.#flush)) isTaken = false
    }
    this.#space.reset(!isTaken)
    this.#built.length = 0
    this.#members.length = 0
  }
}
