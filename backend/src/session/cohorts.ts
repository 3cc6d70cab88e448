import type { Flush } from '../lanes/flush-clock.js'
import type { FrameCodec } from '../lanes/frame-codec.js'
import { ReusedSpace } from '../lanes/frame-space.js'
import { Cohort, type CohortMember } from './cohort.js'
import type { Subscription } from './subscription.js'

/** So many frames are built before they are written, a fraction of a millisecond: writes in a row wake their reader once. */
const BATCH = 16

/** All cohorts by their key: the set of (topic, rate), and the codec. */
export class Cohorts {
  readonly #cohorts = new Map<string, Cohort>()
  readonly #space = new ReusedSpace()
  /** Those of which a `raw` lane has a segment. */
  #heard: Cohort[] = []

  /** Moves a member from one cohort to the one of its subscriptions; lanes that both hold stay alive throughout. */
  move(
    member: CohortMember,
    from: Cohort | null,
    subscriptions: readonly Subscription[],
    codec: FrameCodec,
  ): Cohort | null {
    const to = this.#find(subscriptions, codec)
    to?.acquire()
    if (from?.release(member) === true) this.#cohorts.delete(from.key)
    return to
  }

  get size(): number {
    return this.#cohorts.size
  }

  /** A step is a member that was served, or some that share with nobody. */
  *flush(flush: Flush): Generator<void, void> {
    const singles: Cohort[] = []
    for (const cohort of flush.isDue('raw') ? this.#takeHeard() : this.#cohorts.values()) {
      if (!flush.isDue('raw') && cohort.isRaw) continue
      if (!cohort.isSingle) yield* cohort.flush(flush)
      else if (cohort.compose(flush, this.#space) && singles.push(cohort) === BATCH) {
        this.#hand(singles.splice(0), flush)
        yield
      }
    }
    if (singles.length === 0) return
    this.#hand(singles, flush)
    yield
  }

  /** At a flush of `raw`, which is one of no other rate. */
  #takeHeard(): readonly Cohort[] {
    const heard = this.#heard
    this.#heard = []
    for (const cohort of heard) cohort.take()
    return heard
  }

  #hand(cohorts: readonly Cohort[], flush: Flush): void {
    let isTaken = true
    for (const cohort of cohorts) if (!cohort.hand(flush)) isTaken = false
    this.#space.reset(!isTaken)
  }

  #find(subscriptions: readonly Subscription[], codec: FrameCodec): Cohort | null {
    if (subscriptions.length === 0) return null
    const key = keyOf(subscriptions, codec)
    let cohort = this.#cohorts.get(key)
    if (cohort === undefined) {
      const lanes = subscriptions.map(({ lane }) => lane)
      cohort = new Cohort(key, lanes, codec, (heard) => this.#heard.push(heard))
      this.#cohorts.set(key, cohort)
    }
    return cohort
  }
}

/** Equal for equal sets of lanes, whatever their order: the codec's letter and the lanes' numbers as the units of a short text. */
function keyOf(subscriptions: readonly Subscription[], codec: FrameCodec): string {
  const ids = new Uint32Array(subscriptions.length)
  for (const [i, { lane }] of subscriptions.entries()) ids[i] = lane.id
  return String.fromCharCode(codec.name.charCodeAt(0), ...new Uint16Array(ids.sort().buffer))
}
