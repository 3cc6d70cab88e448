import type { PartitionLog } from './partition-log.js'
import { SEES_ALL, type TopicFold } from './topic-fold.js'

const NO_FOLDS: readonly TopicFold[] = []

/**
 * What one partition folded of one subject (an instrument, or a metric of a host). Usually the only one; when records
 * move to another partition there is one a partition, and the topics belong to the one with the newest record (INV1).
 */
export class Claimant {
  readonly log: PartitionLog
  /** Greatest timestamp of its records, ms. */
  newestMs = -Infinity
  /** Greatest event time of what could be missing elsewhere, ms. */
  latestMs = -Infinity
  #folds: readonly TopicFold[]
  readonly #horizonBlindMs: number
  #elsewhereMs = -Infinity
  #floor: number

  /** `folds` by slot (topic-slot.ts). `horizonBlindMs`: what begins at or before it may lack ticks that lie before the horizon; SEES_ALL = nothing can. */
  constructor(log: PartitionLog, folds: readonly TopicFold[], horizonBlindMs: number) {
    this.log = log
    this.#folds = folds
    this.#horizonBlindMs = horizonBlindMs
    this.#floor = log.start.horizon - 1
    if (horizonBlindMs !== SEES_ALL) this.#withhold()
  }

  /** The fold of one of the subject's topics, or null once the partition's fold was discarded. */
  fold(slot: number): TopicFold | null {
    return this.#folds[slot] ?? null
  }

  /** The partition's fold was discarded. */
  blank(): void {
    this.#folds = NO_FOLDS
  }
  get isBlank(): boolean {
    return this.#folds === NO_FOLDS
  }

  /** Oldest offset a delta may start from: below it lies the horizon, or a change that no offset of this log tells. */
  get floor(): number {
    return this.#floor
  }

  /**
   * Another partition folded an event of this subject at `elsewhereMs`: what begins at or before it is not whole here
   * [FOLD9]. The outcome is the same in whichever order the partitions were read (INV2).
   */
  seenElsewhere(elsewhereMs: number): void {
    if (elsewhereMs <= this.#elsewhereMs) return
    this.#elsewhereMs = elsewhereMs
    this.#withhold()
    this.#floor = this.log.offset + 1
  }

  #withhold(): void {
    const blindUntilMs = Math.max(this.#horizonBlindMs, this.#elsewhereMs)
    for (const fold of this.#folds) fold.withhold(blindUntilMs, this.#elsewhereMs)
  }
}
