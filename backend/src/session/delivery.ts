import type { PartitionId } from '../ingest/source.js'
import type { Flush } from '../lanes/flush-clock.js'
import type { FrameBytes } from '../lanes/frame-bytes.js'
import { AckWindow } from './ack-window.js'
import type { Cohort, CohortMember } from './cohort.js'
import type { ControlChannel } from './control-channel.js'
import { collectPersonal } from './personal-frame.js'
import type { SessionContext } from './session-context.js'
import type { OutOfStep } from './flush-writes.js'
import type { Pace } from './slow-pace.js'
import { missFlush, takeBehind, voidPartition } from './standings.js'
import type { TopicTable } from './topic-table.js'
import type { Transport } from './transport.js'

/** Frames of its own that a session gets in one turn: 1 MiB and some ms of work; the others of a long list have their turn as well. */
const FRAMES_PER_TURN = 4

/**
 * The data half of a session: shared frames while it is in step, frames of its own while it is not, nothing while it is
 * congested (INV6). Holds no frame: what a slow client costs is its list of subscriptions.
 */
export class Delivery implements CohortMember, OutOfStep {
  readonly #context: SessionContext
  readonly #transport: Transport
  readonly #topics: TopicTable
  readonly #channel: ControlChannel
  readonly window = new AckWindow()
  #cohort: Cohort | null = null
  /** `drained`: no longer congested, its catch-up frame still owed. */
  #flow: 'open' | 'congested' | 'drained' = 'open'
  #spells = 0
  #lastN = 0
  /** The last flush in which this session had its turn, written to or skipped. */
  #servedN = 0
  #lastWriteMs: number
  #frames = 0

  constructor(context: SessionContext, transport: Transport, topics: TopicTable, channel: ControlChannel) {
    this.#context = context
    this.#transport = transport
    this.#topics = topics
    this.#channel = channel
    this.#lastWriteMs = context.clock.monotonicMs()
  }

  /** Whether the client keeps up, judged now. */
  pace(): Pace {
    return { isCongested: this.#isCongested(), spells: this.#spells }
  }

  /** Data frames written, and how often it fell behind. */
  get life(): { readonly frames: number; readonly congestions: number } {
    return { frames: this.#frames, congestions: this.#spells }
  }

  /** ms of the monotonic clock. */
  get lastWriteMs(): number {
    return this.#lastWriteMs
  }

  /**
   * Before its topics change: what the flush that is going on still owes this session goes out now, for its topics stand
   * where that flush has left their lanes.
   */
  settle(): void {
    const { flushing, outOfStep } = this.#context.slot
    if (flushing === null || this.#isServed(flushing)) return
    if (this.#cohort?.has(this) === true) this.#cohort.deliver(this, flushing)
    if (outOfStep.has(this)) this.catchUp(flushing)
  }

  /** The set of (topic, rate) changed: moves to its cohort, then sends at once what is owed at once. */
  regroup(): void {
    const { cohorts, outOfStep } = this.#context.slot
    this.#cohort = cohorts.move(this, this.#cohort, this.#topics.lanes(), this.#transport.codec)
    if (this.#cohort === null) {
      outOfStep.delete(this)
      return
    }
    outOfStep.add(this)
    if (!this.#isCongested()) this.#compose(null)
    this.#enterStepIfThere()
  }

  /** A partition was folded anew: what the client holds of its topics is void. */
  voided(partition: PartitionId): void {
    this.settle()
    const { reset, gap } = voidPartition(this.#topics.values(), partition)
    if (reset.length + gap.length === 0) {
      this.#topics.rest()
      return
    }
    if (reset.length > 0) this.#notice('reset', reset)
    if (gap.length > 0) this.#notice('gap', gap)
    this.leaveStep()
  }

  /** Nothing of it waits to be sent. */
  get isClear(): boolean {
    return this.#transport.unsentBytes === 0
  }

  deliver(frame: FrameBytes, flush: Flush): boolean {
    if (this.#isServed(flush)) return true
    this.#servedN = flush.n
    // The flush's own moment will do: the clock is not asked for each of thousands.
    if (!this.#isCongested()) return this.#write(frame, flush.beganMs)
    this.#skip(flush)
    this.leaveStep()
    return true
  }

  leaveStep(): void {
    this.#cohort?.leaveStep(this)
    if (this.#cohort !== null) this.#context.slot.outOfStep.add(this)
  }

  /** At a flush, for a session out of step: one frame of its own, and back into step where every topic allows it. */
  catchUp(flush: Flush): void {
    if (this.#isServed(flush)) return
    this.#servedN = flush.n
    if (this.#isCongested()) {
      this.#skip(flush)
      return
    }
    this.#tellIfBehind(this.#context.clock.monotonicMs())
    const wrote = this.#compose(flush)
    if (wrote && this.#flow === 'drained') {
      this.#flow = 'open'
      this.#context.observer.caughtUp()
    }
    this.#enterStepIfThere()
  }

  release(): void {
    this.#cohort?.leaveStep(this)
    this.#context.slot.cohorts.move(this, this.#cohort, [], this.#transport.codec)
    this.#cohort = null
    this.#context.slot.outOfStep.delete(this)
  }

  /** Leaves congestion only at half the threshold, so that a socket at the edge does not alternate. */
  #isCongested(): boolean {
    const { limits, clock } = this.#context
    const bound = this.#flow === 'congested' ? limits.unsentBytes / 2 : limits.unsentBytes
    const oldestMs = this.window.oldestMs
    const isLate = oldestMs !== null && clock.monotonicMs() - oldestMs > limits.windowMs
    if (isLate || this.#transport.unsentBytes > bound) {
      if (this.#flow !== 'congested') this.#spells++
      this.#flow = 'congested'
    } else if (this.#flow === 'congested') this.#flow = 'drained'
    return this.#flow === 'congested'
  }

  /** Remembers where the client stands with what this flush would have told it. */
  #skip(flush: Flush): void {
    if (missFlush(this.#topics.values(), flush.n) > 0) this.#context.observer.skipped()
  }

  /** Writes frames of its own until nothing is owed now or it is enough for this turn; whether anything was written. */
  #compose(flush: Flush | null): boolean {
    const { slot, clock } = this.#context
    const { lanes } = slot
    const { codec } = this.#transport
    const isAllDue = this.#flow === 'drained'
    let wrote = false
    for (let frames = 1; ; frames++) {
      const parts = collectPersonal(this.#topics.values(), flush, lanes.store, codec, {
        withSegments: !wrote,
        isAllDue,
        isFirst: this.#frames === 0,
      })
      const { reset, gap } = parts.voided
      if (reset.length > 0) this.#notice('reset', reset)
      if (gap.length > 0) this.#notice('gap', gap)
      if (parts.snapshots.length + parts.deltas.length > 0) {
        // The flush's own number goes on the first frame only: a number names one frame of a connection.
        const n = flush !== null && !wrote ? flush.n : lanes.nextN()
        // Of a flush that takes several turns its segments are older than now: a frame is not younger than what it tells.
        const head = { n, prev: null, ts: flush?.ts ?? clock.nowMs(), at: parts.at }
        this.#write(codec.frame(head, parts.snapshots, parts.deltas), clock.monotonicMs())
        wrote = true
      }
      if (parts.isComplete || frames === FRAMES_PER_TURN || this.#isCongested()) return wrote
    }
  }

  /** Also by a frame of its own that was numbered later: before that, `settle` gave the session its turn. */
  #isServed(flush: Flush): boolean {
    return this.#servedN >= flush.n || this.#lastN >= flush.n
  }

  #enterStepIfThere(): void {
    const cohort = this.#cohort
    if (cohort === null || this.#lastN < (cohort.prev ?? 0)) return
    if (!this.#topics.rest()) return
    cohort.enterStep(this)
    this.#context.slot.outOfStep.delete(this)
  }

  #notice(reason: 'reset' | 'gap' | 'behind', topics: readonly string[]): void {
    this.#channel.tell({ type: 'notice', ts: this.#context.clock.nowMs(), reason, topics })
  }

  #tellIfBehind(nowMs: number): void {
    const topics = takeBehind(this.#topics.values(), nowMs)
    if (topics.length > 0) this.#notice('behind', topics)
  }

  #write(frame: FrameBytes, nowMs: number): boolean {
    const isTaken = this.#transport.write(frame)
    this.#lastN = frame.n
    this.#frames += 1
    this.#lastWriteMs = nowMs
    this.window.sent(frame.n, nowMs)
    this.#context.observer.frameSent(frame.payloadBytes)
    return isTaken
  }
}
