/** What is known of a running consumer; all times monotonic, ms. */
export interface ConsumerHealth {
  readonly startedMs: number
  /** When it was last given partitions, or null before. */
  readonly joinedMs: number | null
  /** When a broker last answered one of its fetches, or null before. */
  readonly fetchedMs: number | null
  /** Since when the partition that waits longest has had unread records without one being read, or null when none has. */
  readonly stuckSinceMs: number | null
  readonly hasCrashed: boolean
  /** Until when all that it was given was paused, so that there was nothing to fetch; now while it is, null if never. */
  readonly idleMs: number | null
}

export interface StallLimits {
  /** From its start to its first partitions: a group's first join takes 3 s by default, more while brokers elect. */
  readonly joinMs: number
  /** Without an answered fetch; an idle fetch is answered within its maximum wait. */
  readonly fetchMs: number
  /** With unread records and none of them read; longer than it takes to notice an added partition. */
  readonly progressMs: number
}

/** Why a consumer is replaced; the same words are metrics labels and log fields. */
export const STALLS = ['crashed', 'notJoining', 'notFetching', 'notProgressing'] as const
export type Stall = (typeof STALLS)[number]

/**
 * Why a consumer must be replaced, or null to keep it. kafkajs may stop fetching after a broker restart without saying so.
 * @param reachableSinceMs since when the brokers have answered others than the consumer; null means not now, and then nothing is
 * the consumer's fault
 */
export function stall(
  health: ConsumerHealth,
  reachableSinceMs: number | null,
  nowMs: number,
  limits: StallLimits,
): Stall | null {
  if (reachableSinceMs === null) return null
  if (health.hasCrashed) return 'crashed'
  const { startedMs, joinedMs, fetchedMs, idleMs, stuckSinceMs } = health
  if (joinedMs === null) return nowMs - Math.max(startedMs, reachableSinceMs) > limits.joinMs ? 'notJoining' : null
  const sinceMs = Math.max(joinedMs, reachableSinceMs)
  if (nowMs - Math.max(sinceMs, fetchedMs ?? 0, idleMs ?? 0) > limits.fetchMs) return 'notFetching'
  if (stuckSinceMs !== null && nowMs - Math.max(sinceMs, stuckSinceMs) > limits.progressMs) return 'notProgressing'
  return null
}
