import { servers } from './parameters.ts'

/** What no load whatever excuses: each of these would be a wrong price on somebody's screen. */
export const noWrongData = {
  // A hole in a stream: a change that a screen never shows.
  frame_gaps: ['count==0'],
  // Frames that do not decode, positions that go back, requests that are answered with an error.
  broken_frames: ['count==0'],
  // What is put together of snapshot and deltas must be what the server holds.
  wrong_states: ['count==0'],
}

/** That states were compared at all: a check that checks nothing passes always. */
export const statesWereCompared = { checked_states: ['count>0'] }

/** ip_hash must have found every gateway. */
export const everyServerServed = (): Record<string, string[]> =>
  Object.fromEntries(servers.map((server) => [`sessions{server:${server}}`, ['count>0']]))
