import { MAX_SNAPSHOT_FRAME_BYTES, type Position, type Rate } from '@tickwall/protocol'
import type { Flush } from '../lanes/flush-clock.js'
import type { FrameCodec } from '../lanes/frame-codec.js'
import type { MarketStore } from '../market/market-store.js'
import { isYetToCome } from './resume.js'
import { IN_STEP, OWED, type Subscription } from './subscription.js'

/** The parts of a frame made for one session. */
export interface PersonalParts {
  readonly snapshots: Buffer[]
  readonly deltas: Buffer[]
  /** When the newest record in it was published, ms. */
  readonly at: number
  /** Topics whose state became void, by what the client is told before the frame. */
  readonly voided: { readonly reset: string[]; readonly gap: string[] }
  /** False when parts were left for a further frame, to keep this one below the frame bound. */
  readonly isComplete: boolean
}

/**
 * Where a subscriber stands who has just been brought to `position`: in step, if the next segment of its lane tells all that
 * comes after. The fold runs ahead of the lanes, so that segment may tell some things twice; of a tape's items it counts them too,
 * so there nothing may be told twice.
 */
function settle(subscription: Subscription, position: Position): void {
  const { sent, handle } = subscription.lane
  const isInStep =
    position.epoch === sent.epoch &&
    (position.offset === sent.offset ||
      (position.offset > sent.offset && handle.topic.kind !== 'trades') ||
      !handle.changedSince(Math.min(position.offset, sent.offset)))
  subscription.standing = isInStep ? IN_STEP : { standing: 'at', position }
}

export interface Collecting {
  /** Whether the shared segments of this flush are still to be told; false in a second frame of the same flush. */
  readonly withSegments: boolean
  /** Whether every topic is due at this flush, at whatever rate: for a client that has waited longer than its rate. */
  readonly isAllDue: boolean
  /** Whether its connection has been told nothing yet: no position on it can go back. */
  readonly isFirst: boolean
}

/**
 * Who comes back is told at these rates what the one before was told since the last flush, though the topic has changed again: a crowd that comes back
 * asks for each topic hundreds of times a second. Nobody is shown what is older than a tenth of a second; the next flush tells the rest.
 */
const isOften = (rate: Rate): boolean => rate === 'raw' || rate >= 10

/**
 * Collects what a session is owed, in the order of its subscriptions, and moves each one's standing.
 * At a flush every topic whose lane is due is brought into step; without one (`flush` null) only what is owed at once
 * goes out: snapshots and resumes.
 */
export function collectPersonal(
  subscriptions: Iterable<Subscription>,
  flush: Flush | null,
  store: MarketStore,
  codec: FrameCodec,
  { withSegments, isAllDue, isFirst }: Collecting,
): PersonalParts {
  const snapshots: Buffer[] = []
  const deltas: Buffer[] = []
  const voided: PersonalParts['voided'] = { reset: [], gap: [] }
  let at = 0
  let bytes = 0
  let isComplete = true

  const hasRoom = (part: Buffer): boolean => {
    if (bytes > 0 && bytes + part.length > MAX_SNAPSHOT_FRAME_BYTES) {
      isComplete = false
      return false
    }
    bytes += part.length
    return true
  }
  const took = (publishedAt: number): void => {
    at = Math.max(at, publishedAt)
  }

  for (const subscription of subscriptions) {
    const { lane } = subscription
    const { handle } = lane
    const segment = withSegments && flush !== null && lane.latest?.n === flush.n ? lane.latest : null

    if (subscription.standing.standing === 'inStep') {
      if (segment === null) continue
      if (segment.kind === 'void') {
        if (segment.notice !== null) voided[segment.notice].push(handle.name)
        subscription.standing = OWED
      } else {
        const part = segment.bytes(codec)
        if (hasRoom(part)) {
          deltas.push(part)
          took(handle.publishedAt())
        } else {
          subscription.standing = { standing: 'at', position: lane.before }
        }
      }
    }

    // The frame is full: what would not fit is not encoded either, but in the frame that it goes out with.
    if (!isComplete) continue

    const standing = subscription.standing
    // What moved to a raw lane waits for no flush: the next one comes when something is folded, and maybe nothing will be.
    const isDue = flush === null ? lane.rate === 'raw' : isAllDue || flush.isDue(lane.rate)
    if (standing.standing === 'resuming' || standing.standing === 'ahead' || (standing.standing === 'at' && isDue)) {
      // Judged anew, however it was answered: while a resume waits, the fold may have gone where it can no longer tell it all.
      const isForeign = standing.standing !== 'at'
      const current = handle.position()
      if (standing.standing === 'ahead' && isYetToCome(standing.position, handle, store)) continue
      if (current.epoch !== standing.position.epoch) {
        voided.reset.push(handle.name)
        subscription.standing = OWED
      } else if (!handle.answers(standing.position.offset, isForeign)) {
        voided.gap.push(handle.name)
        subscription.standing = OWED
      } else {
        const own = lane.own(codec)
        // A tape counts what it is told: there nothing may be told twice.
        const mayRepeat = isFirst && flush === null && handle.topic.kind !== 'trades' && isOften(lane.rate)
        const part = own.delta(standing.position.offset, isForeign, mayRepeat ? lane.sent : null)
        if (part !== null) {
          if (!hasRoom(part)) continue
          deltas.push(part)
          took(own.at)
        }
        settle(subscription, own.end)
      }
    }

    if (subscription.standing.standing === 'owed') {
      const { bytes: part, position } = lane.own(codec).snapshot()
      if (!hasRoom(part)) continue
      snapshots.push(part)
      took(handle.publishedAt())
      settle(subscription, position)
    }
  }
  return { snapshots, deltas, at, voided, isComplete }
}
