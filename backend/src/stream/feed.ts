import type { NoticeReason, Position, Rate } from '@tickwall/protocol'
import type { PartitionId } from '../ingest/source.js'
import type { Flush } from '../lanes/flush-clock.js'
import { jsonCodec } from '../lanes/frame-codec.js'
import { samePosition } from '../lanes/segment.js'
import { collectPersonal } from '../session/personal-frame.js'
import type { SessionContext } from '../session/session-context.js'
import type { OutOfStep } from '../session/flush-writes.js'
import { capped, type Pace } from '../session/slow-pace.js'
import { missFlush, takeBehind, voidPartition } from '../session/standings.js'
import { IN_STEP, OWED, type Subscription } from '../session/subscription.js'
import { encodeCursor, type TopicSet } from './cursor.js'
import type { FeedPlan } from './plan-feed.js'
import { renumberedFrame } from './renumbered-frame.js'

/** Where a feed's frames go. */
export interface FeedSink {
  /** Bytes handed over and not yet taken by the kernel (INV6: the reason to skip). */
  readonly unsentBytes: number
  /** A frame's text; `cursor` tells where its receiver stands then, and must be asked for in this turn. */
  frame(payload: Buffer, cursor: () => string): void
  notice(reason: NoticeReason, topics: readonly string[]): void
  /** What there was to say now has been said. */
  said(): void
}

/** Frames that one turn makes for one feed at most: others have their turn as well. */
const FRAMES_PER_TURN = 4

const NONE: ReadonlySet<number> = new Set()

/**
 * The topics of one client without a session, at one rate: the frames that a session would get, each topic under its index in
 * the request, and at any time the cursor by which any gateway can go on. Holds lanes and handles until `release`.
 */
export class Feed implements OutOfStep {
  readonly #context: SessionContext
  readonly #sink: FeedSink
  readonly #maker: number
  readonly #plan: FeedPlan
  readonly #subscriptions: readonly Subscription[]
  readonly #refs: ReadonlyMap<number, string>
  /** What is held, in the order of the cursor; undefined where a topic was rejected. */
  readonly #sorted: readonly (Subscription | undefined)[]
  /** `drained`: no longer congested, its catch-up frame still owed. */
  #flow: 'open' | 'congested' | 'drained' = 'open'
  #spells = 0
  /** That of its lanes: as granted, or slower for a client that cannot keep up. */
  #rate: Rate
  /** The last flush in which it had its turn, or the last frame. */
  #servedN: number
  /** Whether somebody waits for something that no rate delays: a snapshot, a resume, the rest of a frame. */
  #isOwed = true
  #isComplete = true
  /** When its client was last told something: polls that are shorter than the rate's interval must not put it off for ever. */
  #toldAtMs: number

  /** Takes over the handles of the plan. `maker` goes into its cursors. */
  constructor(context: SessionContext, plan: FeedPlan, sink: FeedSink, maker: number) {
    const { slot, observer } = context
    this.#context = context
    this.#sink = sink
    this.#maker = maker
    this.#toldAtMs = plan.toldAtMs ?? context.clock.nowMs()
    this.#plan = plan
    this.#rate = plan.rate
    slot.join()
    slot.outOfStep.add(this)
    // A flush that is going on has left its lanes where this feed begins.
    this.#servedN = slot.flushing?.n ?? 0
    this.#subscriptions = plan.topics.map(({ spelling, handle, standing }) => {
      const lane = slot.lanes.lane(handle, plan.rate)
      lane.hold()
      const isInStep = standing.standing === 'at' && samePosition(lane.sent, standing.position)
      const isNowhere = standing.standing === 'at' && standing.position.epoch === ''
      return { spelling, asked: null, lane, standing: isInStep ? IN_STEP : isNowhere ? OWED : standing }
    })
    this.#refs = new Map(plan.topics.map(({ handle, ref }) => [handle.ref, String(ref)]))
    const byName = new Map(this.#subscriptions.map((subscription) => [subscription.lane.handle.name, subscription]))
    this.#sorted = plan.set.names.map((name) => byName.get(name))
    observer.subscriptions(this.#subscriptions.length)
  }

  get set(): TopicSet {
    return this.#plan.set
  }

  /** Whether the client keeps up, judged now. */
  pace(): Pace {
    return { isCongested: this.#isCongested(), spells: this.#spells }
  }

  /** From now on nothing is sent faster than `capHz`; null = as granted. Returns the rate if that changes it, else null. */
  cap(capHz: number | null): Rate | null {
    const rate = capped(this.#plan.rate, capHz)
    if (rate === this.#rate) return null
    this.settle()
    this.#rate = rate
    for (const subscription of this.#subscriptions) {
      const { lane, standing } = subscription
      if (standing.standing === 'inStep') subscription.standing = { standing: 'at', position: lane.sent }
      subscription.lane = this.#context.slot.lanes.lane(lane.handle, rate)
      subscription.lane.hold()
      lane.release()
    }
    return rate
  }

  /** What is owed at once; with `isDue`, also what changed since the positions that the client goes on from. */
  begin(isDue: boolean): void {
    const { clock } = this.#context
    const arriving = this.#subscriptions.filter(({ standing }) => standing.standing !== 'inStep')
    // No lane has a segment of flush 0.
    const nowMs = clock.monotonicMs()
    this.#compose(isDue ? { n: 0, ts: clock.nowMs(), dueMs: nowMs, beganMs: nowMs, isDue: () => true } : null)
    // Between flushes the fold is beyond the lanes: what was told is held, not what the lane told last.
    for (const subscription of arriving) {
      const { standing, lane } = subscription
      const position = lane.handle.position()
      if (standing.standing === 'inStep' && !samePosition(lane.sent, position))
        subscription.standing = { standing: 'at', position }
    }
    this.#sink.said()
  }

  catchUp(flush: Flush): void {
    if (this.#servedN >= flush.n) return
    this.#servedN = flush.n
    if (this.#isCongested()) {
      if (missFlush(this.#subscriptions, flush.n) > 0) this.#context.observer.skipped()
      return
    }
    const behind = takeBehind(this.#subscriptions, this.#context.clock.monotonicMs())
    if (behind.length > 0) this.#sink.notice('behind', behind)
    if (this.#isOwed || this.#flow === 'drained' || flush.isDue(this.#rate)) {
      const wrote = this.#compose(flush)
      if (wrote && this.#flow === 'drained') {
        this.#flow = 'open'
        this.#context.observer.caughtUp()
      }
    }
    this.#sink.said()
  }

  /** Takes its turn in a flush that is going on: only then do its topics stand where their lanes do. */
  settle(): void {
    const { flushing } = this.#context.slot
    if (flushing !== null) this.catchUp(flushing)
  }

  /** A partition was folded anew: what the client holds of its topics is void. */
  voided(partition: PartitionId): void {
    this.settle()
    const { reset, gap } = voidPartition(this.#subscriptions, partition)
    if (reset.length + gap.length === 0) return
    if (reset.length > 0) this.#sink.notice('reset', reset)
    if (gap.length > 0) this.#sink.notice('gap', gap)
    this.#isOwed = true
    this.#sink.said()
  }

  /** Where the client stands with what it was sent; not while a flush goes on that it had no turn in. */
  cursor(): string {
    const toldAtMs = this.#isComplete ? this.#toldAtMs : 0
    const held = this.#sorted.map(heldOf)
    return encodeCursor({ maker: this.#maker, toldAtMs, held, foreign: this.#foreign() }, this.#plan.set)
  }

  /** Lets go of everything. To be called once. */
  release(): void {
    const { slot, observer } = this.#context
    slot.outOfStep.delete(this)
    for (const { lane } of this.#subscriptions) {
      lane.release()
      slot.lanes.store.release(lane.handle)
    }
    slot.leave()
    observer.subscriptions(-this.#subscriptions.length)
  }

  /** What was not told yet is held on another server's word. */
  #foreign(): ReadonlySet<number> {
    // Whoever resumes, or is ahead, is owed something.
    if (!this.#isOwed) return NONE
    const foreign = this.#sorted.flatMap((subscription, i) => {
      const standing = subscription?.standing.standing
      return standing === 'resuming' || standing === 'ahead' ? [i] : []
    })
    return new Set(foreign)
  }

  /** Leaves congestion only at half the threshold, so that a socket at the edge does not alternate. */
  #isCongested(): boolean {
    const { unsentBytes } = this.#context.limits
    const isCongested = this.#flow === 'congested'
    if (this.#sink.unsentBytes > (isCongested ? unsentBytes / 2 : unsentBytes)) {
      if (!isCongested) this.#spells++
      this.#flow = 'congested'
    } else if (isCongested) this.#flow = 'drained'
    return this.#flow === 'congested'
  }

  /** Writes frames until nothing is owed now or it is enough for this turn; whether anything was written. */
  #compose(flush: Flush | null): boolean {
    const { slot, clock, observer } = this.#context
    const { lanes } = slot
    const isAllDue = this.#flow === 'drained'
    let wrote = false
    for (let frames = 1; ; frames++) {
      const parts = collectPersonal(this.#subscriptions, flush, lanes.store, jsonCodec, {
        withSegments: !wrote,
        isAllDue,
        isFirst: false,
      })
      const { reset, gap } = parts.voided
      if (reset.length > 0) this.#sink.notice('reset', reset)
      if (gap.length > 0) this.#sink.notice('gap', gap)
      this.#isComplete = parts.isComplete
      if (parts.snapshots.length + parts.deltas.length > 0) {
        const isOfFlush = flush !== null && flush.n > 0 && !wrote
        const n = isOfFlush ? flush.n : lanes.nextN()
        const nowMs = clock.nowMs()
        // As a session's frame: not younger than the segments of its flush.
        const head = { n, prev: null, ts: flush?.ts ?? nowMs, at: parts.at }
        const payload = renumberedFrame(head, parts.snapshots, parts.deltas, this.#refs)
        this.#servedN = Math.max(this.#servedN, n)
        this.#toldAtMs = nowMs
        observer.frameSent(payload.length)
        this.#sink.frame(payload, () => this.cursor())
        wrote = true
      }
      if (parts.isComplete || frames === FRAMES_PER_TURN || this.#isCongested()) break
    }
    this.#isOwed =
      !this.#isComplete ||
      this.#subscriptions.some(({ standing: { standing } }) => standing !== 'inStep' && standing !== 'at')
    return wrote
  }
}

function heldOf(subscription: Subscription | undefined): Position | null {
  if (subscription === undefined) return null
  const { lane, standing } = subscription
  if (standing.standing === 'inStep') return lane.sent
  return standing.standing === 'owed' ? null : standing.position
}
