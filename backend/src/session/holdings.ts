import { formatTopic, parseTopic, type Rate } from '@tickwall/protocol'
import type { Access } from '../guard/access.js'
import type { Lane } from '../lanes/lane.js'
import { permittedRate } from './permitted-rate.js'
import type { SessionContext } from './session-context.js'
import { capped } from './slow-pace.js'
import type { PlannedTopic } from './subscribe-plan.js'
import type { Subscription } from './subscription.js'
import { TopicTable } from './topic-table.js'

/** The topics of one session, each with the handle it holds of the market. */
export class Holdings {
  readonly #context: SessionContext
  readonly topics = new TopicTable()
  #capHz: number | null = null

  constructor(context: SessionContext) {
    this.#context = context
  }

  /** Takes planned topics over with the handles they hold; a topic that is held already begins anew, at the new rate. */
  add(topics: readonly PlannedTopic[], rate: Rate): void {
    const { observer, slot } = this.#context
    const before = this.topics.size
    const hz = capped(rate, this.#capHz)
    const asked = hz === rate ? null : rate
    const subscriptions: Subscription[] = []
    for (const { spelling, named, handle, standing } of topics) {
      if (before > 0 && this.topics.has(handle.name)) slot.lanes.store.release(handle)
      const known = named.lane
      const lane = known?.isOf(handle, hz) === true ? known : (named.lane = slot.lanes.lane(handle, hz))
      subscriptions.push({ spelling, asked, lane, standing })
    }
    this.topics.set(subscriptions)
    observer.subscriptions(this.topics.size - before)
  }

  /** Whether any of the topics was held. */
  remove(spellings: readonly string[]): boolean {
    return this.#release(canonical(spellings))
  }

  /** Without a look at each by its name: thousands may leave at one moment. */
  clear(): void {
    this.#letGo(this.topics.clear())
  }

  /** Grants topics another rate; each keeps the position it has. Returns those that are held, as their client spelled them. */
  setRate(
    spellings: readonly string[],
    rate: Rate,
  ): { readonly topics: readonly string[]; readonly hasMoved: boolean } {
    const topics: string[] = []
    let hasMoved = false
    for (const name of canonical(spellings)) {
      const subscription = this.topics.get(name)
      if (subscription === undefined) continue
      topics.push(subscription.spelling)
      if (this.#move(subscription, rate)) hasMoved = true
    }
    return { topics, hasMoved }
  }

  /** From now on nothing is sent faster than `capHz`; null = as granted. Returns the topics whose rate that changes. */
  cap(capHz: number | null): readonly Subscription[] {
    this.#capHz = capHz
    return this.topics
      .values()
      .filter((subscription) => this.#move(subscription, subscription.asked ?? subscription.lane.rate))
  }

  /**
   * Holds to another access: lets go of what may not be read any more, and slows down what is too fast. Returns both, the first as
   * their client spelled them.
   */
  restrict(access: Access): { readonly taken: readonly string[]; readonly slowed: readonly Subscription[] } {
    const lost = this.topics.values().filter(({ lane }) => !access.mayRead(lane.handle.topic))
    this.#release(lost.map(({ lane }) => lane.handle.name))
    const slowed = this.topics.values().filter((subscription) => {
      const rate = subscription.asked ?? subscription.lane.rate
      const permitted = permittedRate(rate, access)
      return permitted !== rate && this.#move(subscription, permitted)
    })
    return { taken: lost.map(({ spelling }) => spelling), slowed }
  }

  /** Those that are sent more slowly than was granted. */
  slowed(): readonly Subscription[] {
    return this.topics.values().filter(({ asked }) => asked !== null)
  }

  /** To the lane of a granted rate, if it is in another. */
  #move(subscription: Subscription, rate: Rate): boolean {
    const { lane, standing } = subscription
    const hz = capped(rate, this.#capHz)
    subscription.asked = hz === rate ? null : rate
    if (lane.rate === hz) return false
    if (standing.standing === 'inStep') subscription.standing = { standing: 'at', position: lane.sent }
    subscription.lane = this.#context.slot.lanes.lane(lane.handle, hz)
    return true
  }

  #release(names: readonly string[]): boolean {
    const taken = this.topics.take(names)
    this.#letGo(taken.map(({ lane }) => lane))
    return taken.length > 0
  }

  /** Gives back the handles of topics that are no longer held. */
  #letGo(lanes: readonly Lane[]): void {
    const { observer, slot } = this.#context
    for (const { handle } of lanes) slot.lanes.store.release(handle)
    observer.subscriptions(-lanes.length)
  }
}

/** Canonical names of the topics that a request names, each once; malformed ones are left out. */
function canonical(spellings: readonly string[]): readonly string[] {
  const names = spellings.flatMap((spelling) => {
    const topic = parseTopic(spelling)
    return topic === null ? [] : [formatTopic(topic)]
  })
  return [...new Set(names)]
}
