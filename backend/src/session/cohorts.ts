import type { Rate } from '@tickwall/protocol'
import type { Flush } from '../lanes/flush-clock.js'
import type { FrameCodec } from '../lanes/frame-codec.js'
import type { Lane } from '../lanes/lane.js'
import { Cohort, type CohortMember } from './cohort.js'

interface SameRates {
  readonly rates: readonly Rate[]
  readonly cohorts: Set<Cohort>
}

/** All cohorts by their key: the set of (topic, rate), and the codec. */
export class Cohorts {
  readonly #cohorts = new Map<string, Cohort>()
  /** By the rates of their lanes: at most flushes most are not due, and thousands need not be asked. */
  readonly #byRates = new Map<string, SameRates>()
  /** Those of which a `raw` lane has a segment. */
  #heard: Cohort[] = []
  readonly #hear = (cohort: Cohort): void => void this.#heard.push(cohort)

  /** Moves a member from one cohort to the one of its lanes; lanes that both hold stay alive throughout. */
  move(member: CohortMember, from: Cohort | null, lanes: readonly Lane[], codec: FrameCodec): Cohort | null {
    const to = lanes.length === 0 ? null : this.#find(lanes, codec)
    to?.acquire()
    if (from?.release(member) === true) this.#drop(from)
    return to
  }

  get size(): number {
    return this.#cohorts.size
  }

  /** Those that may have something to say at a flush. A flush of `raw` is one of no other rate. */
  dueAt(flush: Flush): readonly Cohort[] {
    if (flush.isDue('raw')) return this.#takeHeard()
    const due: Cohort[] = []
    for (const { rates, cohorts } of this.#byRates.values()) {
      if (rates.some((rate) => flush.isDue(rate))) for (const cohort of cohorts) due.push(cohort)
    }
    return due
  }

  #takeHeard(): readonly Cohort[] {
    const heard = this.#heard
    this.#heard = []
    for (const cohort of heard) cohort.take()
    return heard
  }

  /** Keeps `lanes` where nobody has this set yet. */
  #find(lanes: readonly Lane[], codec: FrameCodec): Cohort {
    const key = keyOf(lanes, codec)
    let cohort = this.#cohorts.get(key)
    if (cohort === undefined) {
      cohort = new Cohort(key, lanes, codec, this.#hear)
      this.#cohorts.set(key, cohort)
      this.#group(cohort).cohorts.add(cohort)
    }
    return cohort
  }

  #drop(cohort: Cohort): void {
    const { rates, cohorts } = this.#group(cohort)
    this.#cohorts.delete(cohort.key)
    cohorts.delete(cohort)
    if (cohorts.size === 0) this.#byRates.delete(rates.join())
  }

  #group({ rates }: Cohort): SameRates {
    const key = rates.join()
    let group = this.#byRates.get(key)
    if (group === undefined) this.#byRates.set(key, (group = { rates, cohorts: new Set() }))
    return group
  }
}

/** Up to here a few steps sort as fast as a call of the runtime takes. */
const FEW = 32

/** Where a key is put together, and the same memory as bytes; longer sets get a longer one. */
let ids = new Uint32Array(64)
let idBytes = Buffer.from(ids.buffer)

/** Equal for equal sets of lanes, whatever their order: the codec's letter and the lanes' numbers as the units of a short text. */
function keyOf(lanes: readonly Lane[], codec: FrameCodec): string {
  const { length } = lanes
  if (ids.length < length) {
    ids = new Uint32Array(length * 2)
    idBytes = Buffer.from(ids.buffer)
  }
  for (let i = 0; i < length; i++) {
    const { id } = lanes[i] as Lane
    let at = i
    if (length <= FEW) for (; at > 0 && (ids[at - 1] as number) > id; at--) ids[at] = ids[at - 1] as number
    ids[at] = id
  }
  if (length > FEW) ids.subarray(0, length).sort()
  return (codec.name[0] as string) + idBytes.toString('utf16le', 0, length * Uint32Array.BYTES_PER_ELEMENT)
}
