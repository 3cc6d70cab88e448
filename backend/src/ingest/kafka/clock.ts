/** Time as a parameter. */
export interface Clock {
  /** Wall clock, ms since the epoch: what is written on records. */
  nowMs(): number
  /** Never goes back, from any origin, ms: what patience is measured with. */
  monotonicMs(): number
}

export const systemClock: Clock = { nowMs: Date.now, monotonicMs: () => performance.now() }
