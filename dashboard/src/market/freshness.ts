import type { LinkPhase } from '../link/link-status.js'
import type { SourceState } from '@tickwall/protocol'
import type { TopicStage } from './topic-view.js'

export type FreshnessState =
  | 'connecting'
  | 'live'
  | 'lagging'
  | 'quiet'
  | 'stale'
  | 'reconnecting'
  | 'catchingUp'
  | 'gap'
  | 'paused'
  | 'denied'
  | 'offline'

/** How fresh one topic is, ready to be shown. */
export interface Freshness {
  readonly state: FreshnessState
  /** Server clock minus the newest event time of the topic (or its last change, if it tells none), never below 0; null while nothing is known. */
  readonly ageMs: number | null
  /** How late the data come, for `lagging`; else null. */
  readonly lateMs: number | null
  /** Updates that came since the view was frozen, for `paused` only. */
  readonly heldUpdates?: number
  /** Numbers are drawn dim: what is shown may no longer hold. */
  readonly isDim: boolean
}

/** Everything the decision depends on; times are ms of the server's clock. */
export interface FreshnessInput {
  readonly nowMs: number
  readonly isPaused: boolean
  /** Updates that came since it was; default 0. */
  readonly heldUpdates?: number
  readonly link: LinkPhase
  /** A ping was not answered within a second. */
  readonly isSuspect: boolean
  readonly source: SourceState
  readonly stage: TopicStage
  /** Newest event time in the state, null while there is none. */
  readonly eventAtMs: number | null
  /** When the topic last changed here, null before the first time. */
  readonly changedAtMs: number | null
  readonly expectedIntervalMs: number
  /** The same two of the whole venue or host. */
  readonly groupChangedAtMs: number | null
  readonly groupExpectedIntervalMs: number
  /** 95th percentile from source to client, null while unknown. */
  readonly lagP95Ms: number | null
  readonly isDegraded: boolean
  readonly gapAtMs: number | null
}

/** Lateness beyond which a topic counts as lagging. */
export const LAGGING_MS = 1000
/** Shortest silence that counts as one. */
export const SILENCE_FLOOR_MS = 5000
/** How long a reset is shown as `gap`. */
export const GAP_SHOWN_MS = 10_000

/** How long a topic, venue or host may be silent before that means something. */
export const silenceLimitMs = (expectedIntervalMs: number): number => Math.max(3 * expectedIntervalMs, SILENCE_FLOOR_MS)

const DIM: ReadonlySet<FreshnessState> = new Set(['connecting', 'stale', 'reconnecting', 'offline'])

/** States in which a moving price is news and may light up; what is caught up on, held or void is not. */
export const NEWS: ReadonlySet<FreshnessState> = new Set(['live', 'lagging', 'quiet', 'gap'])

/** The one place where freshness is decided; the first state of the list that applies wins. */
export function freshness(input: FreshnessInput): Freshness {
  const newestMs = input.eventAtMs ?? input.changedAtMs
  const ageMs = newestMs === null ? null : Math.max(0, input.nowMs - newestMs)
  const state = stateOf(input, ageMs)
  return {
    state,
    ageMs,
    lateMs: state === 'lagging' ? Math.max(input.lagP95Ms ?? 0, arrivesLate(input, ageMs) ? (ageMs ?? 0) : 0) : null,
    isDim: DIM.has(state),
    ...(state === 'paused' ? { heldUpdates: input.heldUpdates ?? 0 } : {}),
  }
}

function stateOf(input: FreshnessInput, ageMs: number | null): FreshnessState {
  if (input.isPaused) return 'paused'
  if (input.stage === 'denied') return 'denied'
  switch (input.link) {
    case 'offline':
    case 'stopped':
      return 'offline'
    case 'reconnecting':
      return 'reconnecting'
    case 'connecting':
      return 'connecting'
    case 'catchingUp':
    case 'live':
      break
  }
  if (input.stage === 'waiting') return 'connecting'
  if (input.isSuspect || input.source === 'lost' || isGroupSilent(input)) return 'stale'
  if (input.stage === 'catchingUp' || input.source === 'catchingUp') return 'catchingUp'
  if (input.gapAtMs !== null && input.nowMs - input.gapAtMs < GAP_SHOWN_MS) return 'gap'
  if (isSilent(input.changedAtMs, input.expectedIntervalMs, input.nowMs)) return 'quiet'
  if (input.isDegraded || (input.lagP95Ms ?? 0) > LAGGING_MS || arrivesLate(input, ageMs)) return 'lagging'
  return 'live'
}

/** Changes keep coming, but what they tell is old. */
const arrivesLate = (input: FreshnessInput, ageMs: number | null): boolean =>
  ageMs !== null && ageMs > silenceLimitMs(input.expectedIntervalMs)

const isGroupSilent = (input: FreshnessInput): boolean =>
  isSilent(input.groupChangedAtMs, input.groupExpectedIntervalMs, input.nowMs)

const isSilent = (lastMs: number | null, expectedIntervalMs: number, nowMs: number): boolean =>
  lastMs !== null && nowMs - lastMs > silenceLimitMs(expectedIntervalMs)
