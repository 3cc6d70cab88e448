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
  /** Times that a client connected: by a WebSocket with frames in JSON or binary, by an event stream, by polls. */
  json: 0,
  binary: 0,
  sse: 0,
  poll: 0,
  /** Polls that were answered. */
  polls: 0,
  /** Streams that went on from a cursor. */
  cursors: 0,
  /** Notices that a slow client is sent less. */
  slowed: 0,
  /** Flushes that were broken off, so that other things could happen before they went on. */
  pauses: 0,
})
export type Tally = ReturnType<typeof newTally>

/**
 * How often each thing happens at least within the first 200 histories: about a third as often as it did, so that a checker
 * that has gone blind to something is noticed. The seeds are fixed, so this is no matter of luck.
 */
export const ENOUGH: Readonly<Tally> = {
  frames: 10_000,
  shared: 5000,
  snapshots: 7000,
  deltas: 14_000,
  lost: 2500,
  resumes: 3000,
  resets: 300,
  gaps: 280,
  voids: 180,
  behind: 20,
  mixed: 1500,
  crossed: 1,
  ended: 20,
  skipped: 500,
  caughtUp: 140,
  restarts: 70,
  json: 500,
  binary: 280,
  sse: 170,
  poll: 150,
  polls: 550,
  cursors: 50,
  slowed: 270,
  pauses: 600,
}
