import type { PartitionId } from '../ingest/source.js'
import { OWED, type Subscription } from './subscription.js'

/** After this long a client that waits for the fold to reach its position is told so. */
const BEHIND_AFTER_MS = 2000

/** Topics by what their client is told before their snapshots. */
export interface Voided {
  readonly reset: string[]
  readonly gap: string[]
}

/** A flush is not told: each topic that it had something to say about stays where it was. Returns how many those are. */
export function missFlush(subscriptions: Iterable<Subscription>, n: number): number {
  let missed = 0
  for (const subscription of subscriptions) {
    const { lane, standing } = subscription
    if (lane.latest?.n !== n) continue
    missed++
    if (standing.standing === 'inStep') subscription.standing = { standing: 'at', position: lane.before }
  }
  return missed
}

/** The topics whose client has waited for the fold for long, each once. `nowMs` of the monotonic clock. */
export function takeBehind(subscriptions: Iterable<Subscription>, nowMs: number): string[] {
  const topics: string[] = []
  for (const subscription of subscriptions) {
    const { standing } = subscription
    if (standing.standing !== 'ahead' || standing.isTold || nowMs - standing.sinceMs < BEHIND_AFTER_MS) continue
    subscription.standing = { ...standing, isTold: true }
    topics.push(subscription.lane.handle.name)
  }
  return topics
}

/** A partition was folded anew: what is held of its topics is void, and each is owed a snapshot. */
export function voidPartition(subscriptions: Iterable<Subscription>, { log, partition }: PartitionId): Voided {
  const voided: Voided = { reset: [], gap: [] }
  for (const subscription of subscriptions) {
    const { handle, sent } = subscription.lane
    const id = handle.partition
    if (id?.log !== log || id.partition !== partition) continue
    voided[sent.epoch === handle.position().epoch ? 'gap' : 'reset'].push(handle.name)
    subscription.standing = OWED
  }
  return voided
}
