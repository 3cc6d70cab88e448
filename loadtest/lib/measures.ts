import { Counter, Gauge, Trend } from 'k6/metrics'

/** From the publication of the newest record in a frame to its arrival here, ms. Both clocks must be the same machine's, or synchronised. */
export const tickAgeMs = new Trend('tick_age_ms', true)
/** From sending `subscribe` to the snapshot of the last of its topics, ms. */
export const timeToSnapshotMs = new Trend('time_to_snapshot_ms', true)
/** Frames whose `prev` is newer than the last frame received: something was lost. */
export const frameGaps = new Counter('frame_gaps')
/** Positions that went back, refs that nobody announced, frames that do not decode: the protocol was broken. */
export const brokenFrames = new Counter('broken_frames')
export const frames = new Counter('frames')
/** Sessions greeted, by the server's name in the tag `server`. */
export const sessions = new Counter('sessions')
/** Sockets that were refused, or ended before the run did. */
export const lostSockets = new Counter('lost_sockets')
/** Sockets that got every snapshot they asked for. */
export const liveSockets = new Counter('live_sockets')
export const topicsPerSocket = new Gauge('topics_per_socket')
