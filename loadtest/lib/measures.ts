import { Counter, Gauge, Trend } from 'k6/metrics'

/** From the publication of the newest record in a frame to its arrival here, ms, by the server's clock (clock.ts). Only frames of shared streams: a snapshot may hold an old price. */
export const tickAgeMs = new Trend('tick_age_ms', true)
/** From sending the first `subscribe` to the snapshot of the last of its topics, ms. */
export const timeToSnapshotMs = new Trend('time_to_snapshot_ms', true)
/** From the end of a connection that is not wanted to the moment its successor is live, ms. */
export const backMs = new Trend('back_ms', true)
/** The same beyond the `retryAfterMs` that the server had asked for, ms. */
export const backLateMs = new Trend('back_late_ms', true)

/** Frames whose `prev` is newer than the last frame received: something was lost. */
export const frameGaps = new Counter('frame_gaps')
/** Positions that went back, refs that nobody announced, frames that do not decode, answers that are errors: the protocol was broken. */
export const brokenFrames = new Counter('broken_frames')
/** States built of snapshot and deltas that differ from `/snapshot`, and those that were compared. */
export const wrongStates = new Counter('wrong_states')
export const checkedStates = new Counter('checked_states')

export const frames = new Counter('frames')
export const frameBytes = new Counter('frame_bytes')
/** Bytes of a frame for each topic it tells of; of sockets that decode. */
export const bytesPerUpdate = new Trend('bytes_per_update')
/** Trades that one update tells of: above 1, conflation was at work. Of sockets that decode. */
export const tradesPerUpdate = new Trend('trades_per_update')

/** Sessions greeted, by the server's name in the tag `server`. */
export const sessions = new Counter('sessions')
/** Sockets that were refused, or ended before the run did. */
export const lostSockets = new Counter('lost_sockets')
/** Clients that got every snapshot they asked for. */
export const liveSockets = new Counter('live_sockets')
/** Clients that were live a second time, after their connection had ended. */
export const returnedSockets = new Counter('returned_sockets')
/** Topics of clients that came back with positions, by how the server went on. */
export const resumed = {
  resume: new Counter('resumed_by_delta'),
  snapshot: new Counter('resumed_by_snapshot'),
  reset: new Counter('resumed_by_reset'),
}
/** `degraded` notices: the server found the client behind. */
export const degraded = new Counter('degraded')
export const topicsPerSocket = new Gauge('topics_per_socket')
