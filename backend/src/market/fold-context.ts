import type { FoldCounts } from './fold-counts.js'

export interface RingSizes {
  readonly trades: number
  readonly bars: number
  readonly metric: number
}

/** What folds depend on besides the log; all but the counts is part of the epoch. */
export interface FoldContext {
  /** SESSION_START in ms after midnight UTC. */
  readonly sessionStartMs: number
  readonly ringSizes: RingSizes
  readonly counts: FoldCounts
}
