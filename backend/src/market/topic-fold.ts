import type { Changes, TopicState } from '@tickwall/protocol'

/** The state of one topic as one partition folds it. Pure: no clock, no I/O, no randomness (INV2). */
export interface TopicFold {
  /** Offset of the last change of any field; -1 before the first. */
  readonly version: number
  /** When the record of that change was published, ms. */
  readonly publishedAt: number
  /** The whole state, keys in protocol order. */
  state(): TopicState
  /**
   * Fields and items whose version is greater than `offset` (INV3), keys in protocol order, or null when there are none.
   * `foreign`: the receiver may hold less than this fold did at `offset`, if another gateway began later; every field is told.
   */
  changesSince(offset: number, foreign: boolean): Changes | null
  /**
   * Whether `changesSince(offset)` tells a receiver everything. `foreign`: the receiver may hold more than this fold
   * ever saw, if another gateway began earlier.
   */
  answers(offset: number, foreign: boolean): boolean
  /**
   * Sessions, bars and seconds that begin at or before `blindUntilMs` may lack ticks: they are not shown (any more). No
   * version tells that they went: after the first record, the caller lets no delta begin before this (`Claimant.floor`).
   */
  withhold(blindUntilMs: number, elsewhereMs: number): void
}

/** No tick can be missing, whenever it happened. */
export const SEES_ALL = -Infinity
