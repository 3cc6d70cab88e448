import type { Position, Rate } from '@tickwall/protocol'
import { defer, filter, map, share, tap, type Observable, type Subscription } from 'rxjs'
import type { TopicHandle } from '../market/market-store.js'
import type { Flush } from './flush-clock.js'
import { samePosition, segmentSince, type Segment } from './segment.js'

/**
 * One topic at one rate: one shared pipeline that makes at most one segment per flush, from the last one's position on.
 * A lane that nobody holds schedules nothing and, held again, starts at the current position.
 */
export interface Lane {
  readonly handle: TopicHandle
  readonly rate: Rate
  /** Position of the last flush this lane took part in: where a subscriber in step stands. */
  readonly sent: Position
  /** Position before that flush: where a subscriber stands that was skipped in it. */
  readonly before: Position
  /** The last segment, or null; valid for one flush only (compare `n`). */
  readonly latest: Segment | null
  /** The segments as they come, while anybody listens. */
  readonly segment$: Observable<Segment>
  /**
   * Keeps the lane running; each call is paired with a `release`. Holders read `latest` at a flush: with thousands of sets
   * of twenty topics, handing each segment to each of them would cost half as much as writing the frames.
   */
  hold(): void
  release(): void
}

export interface LaneWatch {
  /** Called once for each encoding of a segment. */
  readonly encoded?: () => void
  /** Called when the last holder is gone. */
  readonly idle?: () => void
}

const isSegment = (segment: Segment | null): segment is Segment => segment !== null
const nothing = (): void => undefined

export function createLane(handle: TopicHandle, rate: Rate, flush$: Observable<Flush>, watch: LaneWatch = {}): Lane {
  const { encoded = nothing, idle = nothing } = watch
  let sent: Position = handle.position()
  let before: Position = sent
  let latest: Segment | null = null
  let voidedAt: Position | null = null
  let holders = 0
  let running: Subscription | null = null

  const segment$ = defer(() => {
    sent = before = handle.position()
    latest = voidedAt = null
    return flush$.pipe(
      map((flush) => {
        const segment = segmentSince(handle, sent, flush.n, encoded)
        before = sent
        sent = handle.position()
        // What voided a position can leave it where it is: that is told once, not at every flush.
        if (segment?.kind === 'void' && voidedAt !== null && samePosition(voidedAt, sent)) return null
        voidedAt = segment?.kind === 'void' ? sent : null
        return segment
      }),
      filter(isSegment),
      tap((segment) => {
        latest = segment
      }),
    )
  }).pipe(share())

  return {
    handle,
    rate,
    segment$,
    get sent() {
      return sent
    },
    get before() {
      return before
    },
    get latest() {
      return latest
    },
    hold() {
      if (holders++ === 0) running = segment$.subscribe()
    },
    release() {
      if (--holders > 0) return
      running?.unsubscribe()
      running = null
      idle()
    },
  }
}
