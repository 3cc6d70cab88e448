/** Rows move at most this often: an order that changes faster cannot be read. */
export const RANK_INTERVAL_MS = 1000

export interface RankMoment {
  readonly nowMs: number
  readonly lastRankMs: number
  /** Rows never move under a pointer that may be about to click one. */
  readonly isPointerInside: boolean
  /** The user asked for another order, filter or list: that is answered at once. */
  readonly isAsked: boolean
}

/** Whether rows may change places now. */
export const mayRank = ({ nowMs, lastRankMs, isPointerInside, isAsked }: RankMoment): boolean =>
  isAsked || (!isPointerInside && nowMs - lastRankMs >= RANK_INTERVAL_MS)
