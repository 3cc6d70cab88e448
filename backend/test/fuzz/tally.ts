/** What a history has lived through, so that one that proves nothing is noticed. */
export const newTally = () => ({
  frames: 0,
  shared: 0,
  snapshots: 0,
  deltas: 0,
  /** Trades that fell out of the ring before they could be sent. */
  lost: 0,
  resumes: 0,
  resets: 0,
  /** Topics that a notice named, by its reason; `voids` are resets. */
  gaps: 0,
  voids: 0,
  behind: 0,
  /** States checked that came from folds which began at different places. */
  mixed: 0,
  /** Resumes that a snapshot crossed. */
  crossed: 0,
  /** Connections that their gateway ended. */
  ended: 0,
  /** Flushes that a congested session was not sent, and its catch-up frames. */
  skipped: 0,
  caughtUp: 0,
  restarts: 0,
  /** Flushes that were broken off, so that other things could happen before they went on. */
  pauses: 0,
})
export type Tally = ReturnType<typeof newTally>

/**
 * How often each thing happens at least within the first 200 histories: about half as often as it did, so that a checker
 * that has gone blind to something is noticed. The seeds are fixed, so this is no matter of luck.
 */
export const ENOUGH: Readonly<Tally> = {
  frames: 15_000,
  shared: 8000,
  snapshots: 10_000,
  deltas: 22_000,
  lost: 3500,
  resumes: 2000,
  resets: 450,
  gaps: 500,
  voids: 400,
  behind: 60,
  mixed: 2000,
  crossed: 2,
  ended: 40,
  skipped: 1500,
  caughtUp: 250,
  restarts: 130,
  pauses: 1000,
}
