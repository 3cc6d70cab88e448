import type { Position, Rate } from '@tickwall/protocol'
import { defer, filter, finalize, map, share, tap, type Observable } from 'rxjs'
import type { TopicHandle } from '../market/market-store.js'
import type { Flush } from './flush-clock.js'
import type { FrameCodec } from './frame-codec.js'
import { samePosition, segmentSince, type Segment } from './segment.js'

/**
 * One topic at one rate. `segment$` is shared and reference-counted: at most one segment per flush, from the last
 * one's position on; a lane nobody watches schedules nothing and, watched again, starts at the current position.
 */
export interface Lane {
  readonly handle: TopicHandle
  readonly rate: Rate
  readonly segment$: Observable<Segment>
  /** Position of the last flush this lane took part in: where a subscriber in step stands. */
  readonly sent: Position
  /** Position before that flush: where a subscriber stands that was skipped in it. */
  readonly before: Position
  /** The last segment, or null; valid for one flush only (compare `n`). */
  readonly latest: Segment | null
}

export interface LaneWatch {
  /** Called once for each segment that was encoded. */
  readonly encoded?: () => void
  /** Called when the last subscriber is gone. */
  readonly idle?: () => void
}

const isSegment = (segment: Segment | null): segment is Segment => segment !== null

export function createLane(
  handle: TopicHandle,
  rate: Rate,
  flush$: Observable<Flush>,
  codec: FrameCodec,
  watch: LaneWatch = {},
): Lane {
  let sent: Position = handle.position()
  let before: Position = sent
  let latest: Segment | null = null
  let voidedAt: Position | null = null

  const segment$ = defer(() => {
    sent = before = handle.position()
    latest = voidedAt = null
    return flush$.pipe(
      map((flush) => {
        const segment = segmentSince(handle, sent, flush.n, codec)
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
        if (segment.kind === 'delta') watch.encoded?.()
      }),
      finalize(() => watch.idle?.()),
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
  }
}
