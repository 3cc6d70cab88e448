import type { Rate } from '@tickwall/protocol'
import type { Flush } from '../lanes/flush-clock.js'
import type { FrameBytes } from '../lanes/frame-bytes.js'
import type { FrameCodec } from '../lanes/frame-codec.js'
import type { FrameSpace } from '../lanes/frame-space.js'
import type { Lane, LaneHolder } from '../lanes/lane.js'
import { FewOrMany } from './few-or-many.js'

/** Parts of the frame that is being built: one list for all, for thousands of frames a flush would each leave one behind. */
const deltas: Buffer[] = []

/** A session as its cohort sees it. */
export interface CohortMember {
  /** Nothing of it waits to be sent. */
  readonly isClear: boolean
  /**
   * Takes the shared frame, or is skipped and leaves step; once per flush, however often it is called. False where the
   * frame is still read after the call.
   */
  deliver(frame: FrameBytes, flush: Flush): boolean
  /** A segment that no delta can say: the member composes its own frame at this flush. */
  leaveStep(): void
}

/**
 * Sessions with the same set of (topic, rate) and the same codec: their frame is built once per flush and the same
 * bytes go to every member that is in step (INV4). Holds its lanes for as long as it has members.
 */
export class Cohort implements LaneHolder {
  /** Equal for equal sets of (topic, rate) and codec. */
  readonly key: string
  readonly #lanes: readonly Lane[]
  readonly #codec: FrameCodec
  readonly #heard: (cohort: Cohort) => void
  readonly #inStep = new FewOrMany<CohortMember>()
  #members = 0
  #prev: number | null = null
  /** What several share at the flush that is going on; dropped at its end. */
  #frame: FrameBytes | null = null
  #builtN = 0
  #hasHeard = false

  /** `heard`: a `raw` lane of it has a segment; called once for each `take`. */
  constructor(key: string, lanes: readonly Lane[], codec: FrameCodec, heard: (cohort: Cohort) => void) {
    this.key = key
    this.#lanes = lanes
    this.#codec = codec
    this.#heard = heard
  }

  /** Of its lanes, each once, always in the same order. */
  get rates(): readonly Rate[] {
    const rates: Rate[] = []
    for (const { rate } of this.#lanes) if (!rates.includes(rate)) rates.push(rate)
    // As texts; nearly always there is one.
    return rates.sort()
  }

  /** Number of the last shared frame, or null before the first. */
  get prev(): number | null {
    return this.#prev
  }

  acquire(): void {
    if (this.#members++ === 0) for (const lane of this.#lanes) lane.hold(this)
  }

  /** Returns whether that was the last member. */
  release(member: CohortMember): boolean {
    this.#inStep.delete(member)
    if (--this.#members > 0) return false
    for (const lane of this.#lanes) lane.release(this)
    return true
  }

  spoke(): void {
    if (this.#hasHeard) return
    this.#hasHeard = true
    this.#heard(this)
  }

  /** Its flush begins: what it hears from here on is of the next one. */
  take(): void {
    this.#hasHeard = false
  }

  enterStep(member: CohortMember): void {
    this.#inStep.add(member)
  }

  leaveStep(member: CohortMember): void {
    this.#inStep.delete(member)
  }

  has(member: CohortMember): boolean {
    return this.#inStep.has(member)
  }

  /** The only member, where its frame is no other's; else null. */
  get only(): CohortMember | null {
    return this.#inStep.only
  }

  /** Those who are to be given the frame of a flush; it may change while it is walked. */
  inStep(): Iterator<CohortMember> {
    return this.#inStep[Symbol.iterator]()
  }

  /** The frame of this flush, the same for all; null when there is nothing to say. */
  frame(flush: Flush): FrameBytes | null {
    if (this.#frame?.n === flush.n) return this.#frame
    this.#frame = this.#inStep.size === 0 ? null : this.frameOfOne(flush)
    if (this.#frame !== null) this.#frame.sharers = this.#inStep.size
    return this.#frame
  }

  /** Everybody was given it: a frame must not stay in memory until the next. */
  forget(): void {
    this.#frame = null
  }

  /** Hands the frame of this flush to one member now. */
  deliver(member: CohortMember, flush: Flush): void {
    const frame = this.frame(flush)
    if (frame !== null) member.deliver(frame, flush)
  }

  /**
   * Built once per flush, in `space` if it will be taken at once, and not kept; null when it was built before, when there is
   * nothing to say, or nothing that a delta can.
   */
  frameOfOne(flush: Flush, space?: FrameSpace): FrameBytes | null {
    if (this.#builtN === flush.n) return null
    this.#builtN = flush.n
    let count = 0
    let at = 0
    for (const { latest } of this.#lanes) {
      if (latest === null || latest.n !== flush.n) continue
      if (latest.kind === 'void') {
        for (const member of [...this.#inStep]) member.leaveStep()
        return null
      }
      deltas[count++] = latest.bytes(this.#codec)
      if (latest.at > at) at = latest.at
    }
    if (count === 0) return null
    if (deltas.length > count) deltas.length = count
    const frame = this.#codec.frame({ n: flush.n, prev: this.#prev, ts: flush.ts, at }, [], deltas, space)
    this.#prev = flush.n
    return frame
  }
}
