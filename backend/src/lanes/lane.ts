import type { Position, Rate } from '@tickwall/protocol'
import { Observable, share, type Subscription } from 'rxjs'
import type { TopicHandle } from '../market/market-store.js'
import type { Flush } from './flush-clock.js'
import type { FrameCodec } from './frame-codec.js'
import type { OwnParts, PartCache } from './own-parts.js'
import { samePosition, segmentSince, type Segment } from './segment.js'

/** Whoever reads a lane's `latest`. */
export interface LaneHolder {
  /** The lane has a segment. Told by `raw` lanes alone: at other rates each holder looks at each flush. */
  spoke(): void
}

export interface LaneWatch {
  /** Called once for each encoding of a segment, with when its newest record was published, ms. */
  readonly encoded?: (at: number) => void
  /** Called when the last holder is gone. */
  readonly idle?: () => void
}

export interface LaneIdentity extends Pick<Lane, 'id' | 'handle' | 'rate'> {
  /** Of all lanes of its store. */
  readonly parts: PartCache
}

const nothing = (): void => undefined

/**
 * One topic at one rate: one shared pipeline that makes at most one segment per flush, from the last one's position on.
 * A lane that nobody holds schedules nothing and, held again, starts at the current position.
 */
export class Lane {
  /** Unique among the lanes of its clock, for the life of the process. */
  readonly id: number
  readonly handle: TopicHandle
  readonly rate: Rate
  /** Position before that flush: where a subscriber stands that was skipped in it. Written by the lane alone. */
  before: Position
  /** The last segment, or null; valid for one flush only (compare `n`). A plain field: read by every set at every flush. */
  latest: Segment | null = null
  /** The segments as they come, while anybody listens. */
  readonly segment$: Observable<Segment>
  /** Where a subscriber in step stands. */
  #sent: Position
  readonly #parts: PartCache
  #own: OwnParts | null = null
  #isGone = false
  readonly #encoded: (at: number) => void
  readonly #idle: () => void
  #voidedAt: Position | null = null
  #holders = 0
  /** Those to be told of segments; null while there are none. */
  #told: Set<LaneHolder> | null = null
  #running: Subscription | null = null

  constructor({ id, handle, rate, parts }: LaneIdentity, flush$: Observable<Flush>, watch: LaneWatch = {}) {
    this.id = id
    this.handle = handle
    this.rate = rate
    this.#parts = parts
    this.#sent = this.before = handle.position()
    this.#encoded = watch.encoded ?? nothing
    this.#idle = watch.idle ?? nothing
    // One operator of our own: it runs for each topic, rate, slot and flush.
    this.segment$ = new Observable<Segment>((subscriber) => {
      this.#begin()
      return flush$.subscribe(({ n }) => {
        const segment = this.#sample(n)
        if (segment !== null) subscriber.next(segment)
      })
    }).pipe(share())
  }

  /**
   * Where a subscriber in step stands: the position of the last flush this lane took part in. In a `raw` lane, which takes part in
   * those alone before which something changed, also any later position with the same state.
   */
  get sent(): Position {
    if (this.rate === 'raw') this.#followIdle()
    return this.#sent
  }

  /** Whether it is the lane of a topic at a rate, for who found it once before. */
  isOf(handle: TopicHandle, rate: Rate): boolean {
    return this.handle === handle && this.rate === rate && !this.#isGone
  }

  /** What a subscriber is given who is not in step. */
  own(codec: FrameCodec): OwnParts {
    return this.#own?.codec === codec ? this.#own : (this.#own = this.#parts.of(this.handle, codec))
  }

  /**
   * Keeps the lane running; each call is paired with a `release`. Holders read `latest` at a flush: with thousands of sets
   * of twenty topics, handing each segment to each of them would cost half as much as writing the frames.
   */
  hold(holder?: LaneHolder): void {
    if (this.rate === 'raw' && holder !== undefined) (this.#told ??= new Set()).add(holder)
    if (this.#holders++ === 0) this.#running = this.segment$.subscribe()
  }

  /** `holder` as it held. */
  release(holder?: LaneHolder): void {
    if (holder !== undefined) this.#told?.delete(holder)
    if (--this.#holders > 0) return
    this.#running?.unsubscribe()
    this.#running = null
    this.#isGone = true
    this.#idle()
  }

  #begin(): void {
    this.#sent = this.before = this.handle.position()
    this.latest = this.#voidedAt = null
  }

  /** Moves on while nothing changes; over another epoch it takes a segment. */
  #followIdle(): void {
    const { epoch, offset } = this.#sent
    const position = this.handle.position()
    if (position.epoch === epoch && position.offset !== offset && !this.handle.changedSince(offset))
      this.#sent = position
  }

  #sample(n: number): Segment | null {
    const segment = segmentSince(this.handle, this.#sent, n, this.#encoded)
    this.before = this.#sent
    this.#sent = this.handle.position()
    // What voided a position can leave it where it is: that is told once, not at every flush.
    if (segment?.kind === 'void' && this.#voidedAt !== null && samePosition(this.#voidedAt, this.#sent)) return null
    this.#voidedAt = segment?.kind === 'void' ? this.#sent : null
    if (segment === null) return null
    this.latest = segment
    if (this.#told !== null) for (const holder of this.#told) holder.spoke()
    return segment
  }
}
