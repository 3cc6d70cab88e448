import type { LinkStatus } from '../link/link-status.js'
import type { FreshnessInput } from './freshness.js'
import type { GroupPulse } from './market.js'
import { eventAtMs } from './event-at.js'
import type { TopicView } from './topic-view.js'

/** Gathers what `freshness` decides on; a missing view is one that still waits for its snapshot. */
export function freshnessInput(
  view: TopicView | null,
  pulse: GroupPulse | null,
  status: LinkStatus,
  lagP95Ms: number | null,
  nowMs: number,
  isPaused: boolean,
  heldUpdates = 0,
): FreshnessInput {
  const eventMs = view === null ? null : eventAtMs(view)
  return {
    nowMs,
    isPaused,
    heldUpdates,
    link: status.state,
    isSuspect: status.suspect,
    source: status.source,
    stage: view?.stage ?? 'waiting',
    // Where all is delayed, it is as fresh as it can be.
    eventAtMs: eventMs === null ? null : eventMs + status.delayMs,
    changedAtMs: view?.changedAtMs ?? null,
    expectedIntervalMs: view?.expectedIntervalMs ?? 1000,
    groupChangedAtMs: pulse?.changedAtMs ?? null,
    groupExpectedIntervalMs: pulse?.expectedIntervalMs ?? 1000,
    lagP95Ms,
    isDegraded: (view?.degradedHz ?? null) !== null,
    gapAtMs: view?.gapAtMs ?? null,
  }
}
