import type { Flush } from '../lanes/flush-clock.js'
import type { FrameCodec } from '../lanes/frame-codec.js'
import { Cohort, type CohortMember } from './cohort.js'
import type { Subscription } from './subscription.js'

/** All cohorts by their key: the set of (topic, rate), and the codec. */
export class Cohorts {
  readonly #cohorts = new Map<string, Cohort>()

  /** Moves a member from one cohort to the one of its subscriptions; lanes that both hold stay alive throughout. */
  move(
    member: CohortMember,
    from: MemberOf | null,
    subscriptions: Iterable<Subscription>,
    codec: FrameCodec,
  ): MemberOf | null {
    const to = this.#find([...subscriptions], codec)
    to?.cohort.acquire()
    if (from !== null && from.cohort.release(member)) this.#cohorts.delete(from.key)
    return to
  }

  get size(): number {
    return this.#cohorts.size
  }

  /** A step is a member that was served. */
  *flush(flush: Flush): Generator<void, void> {
    for (const cohort of this.#cohorts.values()) yield* cohort.flush(flush)
  }

  #find(subscriptions: readonly Subscription[], codec: FrameCodec): MemberOf | null {
    if (subscriptions.length === 0) return null
    const key = `${codec.name} ${subscriptions
      .map(({ lane }) => `${lane.handle.ref}@${lane.rate}`)
      .sort()
      .join(' ')}`
    let cohort = this.#cohorts.get(key)
    if (cohort === undefined) {
      const lanes = subscriptions.map(({ lane }) => lane)
      cohort = new Cohort(lanes, codec)
      this.#cohorts.set(key, cohort)
    }
    return { key, cohort }
  }
}

export interface MemberOf {
  readonly key: string
  readonly cohort: Cohort
}
