/** What a fold met and did not take over, since the process started. Counts only: no state depends on them. */
export interface FoldCounts {
  /** Trades whose id was among the last ones of their instrument [FOLD5]. */
  duplicates: number
  /** Trades of an older session than their instrument's current one [FOLD3]. */
  lateTrades: number
  /** Trades older than all held bars of a full ring, once per interval [FOLD7]. */
  unheldBars: number
  /** Metric points older than all held seconds of a full ring. */
  unheldPoints: number
}

export const noCounts = (): FoldCounts => ({ duplicates: 0, lateTrades: 0, unheldBars: 0, unheldPoints: 0 })
