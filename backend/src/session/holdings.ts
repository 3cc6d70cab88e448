import { formatTopic, parseTopic, type Rate } from '@tickwall/protocol'
import type { SessionContext } from './session-context.js'
import { capped } from './slow-pace.js'
import type { PlannedTopic } from './subscribe-plan.js'
import type { Subscription } from './subscription.js'

/** The topics of one session, by canonical name, each with the handle it holds of the market. */
export class Holdings {
  readonly #context: SessionContext
  readonly #subscriptions = new Map<string, Subscription>()
  #capHz: number | null = null

  constructor(context: SessionContext) {
    this.#context = context
  }

  get subscriptions(): ReadonlyMap<string, Subscription> {
    return this.#subscriptions
  }

  /** Takes planned topics over with the handles they hold; a topic that is held already begins anew, at the new rate. */
  add(topics: readonly PlannedTopic[], rate: Rate): void {
    const { observer, slot } = this.#context
    const before = this.#subscriptions.size
    for (const { spelling, handle, standing } of topics) {
      const held = this.#subscriptions.get(handle.name)
      if (held !== undefined) slot.lanes.store.release(held.lane.handle)
      const lane = slot.lanes.lane(handle, capped(rate, this.#capHz))
      this.#subscriptions.set(handle.name, { spelling, rate, lane, standing })
    }
    observer.subscriptions(this.#subscriptions.size - before)
  }

  /** Whether any of the topics was held. */
  remove(spellings: readonly string[]): boolean {
    return this.#release(this.#named(spellings))
  }

  clear(): void {
    this.#release([...this.#subscriptions.keys()])
  }

  /** Grants topics another rate; each keeps the position it has. Returns those that are held, as their client spelled them. */
  setRate(
    spellings: readonly string[],
    rate: Rate,
  ): { readonly topics: readonly string[]; readonly hasMoved: boolean } {
    const topics: string[] = []
    let hasMoved = false
    for (const name of this.#named(spellings)) {
      const subscription = this.#subscriptions.get(name) as Subscription
      topics.push(subscription.spelling)
      subscription.rate = rate
      if (this.#move(subscription)) hasMoved = true
    }
    return { topics, hasMoved }
  }

  /** From now on nothing is sent faster than `capHz`; null = as granted. Returns the topics whose rate that changes. */
  cap(capHz: number | null): readonly Subscription[] {
    this.#capHz = capHz
    return [...this.#subscriptions.values()].filter((subscription) => this.#move(subscription))
  }

  /** Those that are sent more slowly than was granted. */
  slowed(): readonly Subscription[] {
    return [...this.#subscriptions.values()].filter(({ rate, lane }) => lane.rate !== rate)
  }

  /** To the lane of its rate, if it is in another. */
  #move(subscription: Subscription): boolean {
    const { rate, lane, standing } = subscription
    const hz = capped(rate, this.#capHz)
    if (lane.rate === hz) return false
    if (standing.standing === 'inStep') subscription.standing = { standing: 'at', position: lane.sent }
    subscription.lane = this.#context.slot.lanes.lane(lane.handle, hz)
    return true
  }

  /** Canonical names of the held topics that a request names, each once; others are left out. */
  #named(spellings: readonly string[]): readonly string[] {
    const names = spellings.flatMap((spelling) => {
      const topic = parseTopic(spelling)
      return topic === null ? [] : [formatTopic(topic)]
    })
    return [...new Set(names)].filter((name) => this.#subscriptions.has(name))
  }

  #release(names: readonly string[]): boolean {
    const { observer } = this.#context
    const { lanes } = this.#context.slot
    for (const name of names) {
      const held = this.#subscriptions.get(name)
      if (held !== undefined) lanes.store.release(held.lane.handle)
      this.#subscriptions.delete(name)
    }
    observer.subscriptions(-names.length)
    return names.length > 0
  }
}
