import { formatTopic, parseTopic, type Rate } from '@tickwall/protocol'
import type { SessionContext } from './session-context.js'
import type { PlannedTopic } from './subscribe-plan.js'
import type { Subscription } from './subscription.js'

/** The topics of one session, by canonical name, each with the handle it holds of the market. */
export class Holdings {
  readonly #context: SessionContext
  readonly #subscriptions = new Map<string, Subscription>()

  constructor(context: SessionContext) {
    this.#context = context
  }

  get subscriptions(): ReadonlyMap<string, Subscription> {
    return this.#subscriptions
  }

  /** Takes planned topics over with the handles they hold; a topic that is held already begins anew, at the new rate. */
  add(topics: readonly PlannedTopic[], rate: Rate): void {
    const { observer } = this.#context
    const { lanes } = this.#context.slot
    const before = this.#subscriptions.size
    for (const { spelling, handle, standing } of topics) {
      const held = this.#subscriptions.get(handle.name)
      if (held !== undefined) lanes.store.release(held.lane.handle)
      this.#subscriptions.set(handle.name, { spelling, lane: lanes.lane(handle, rate), standing })
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

  /** Moves topics to lanes of another rate; each keeps the position it has. Returns those that are held, as their client spelled them. */
  setRate(
    spellings: readonly string[],
    rate: Rate,
  ): { readonly topics: readonly string[]; readonly hasMoved: boolean } {
    const topics: string[] = []
    let hasMoved = false
    for (const name of this.#named(spellings)) {
      const subscription = this.#subscriptions.get(name) as Subscription
      topics.push(subscription.spelling)
      const { lane, standing } = subscription
      if (lane.rate === rate) continue
      if (standing.standing === 'inStep') subscription.standing = { standing: 'at', position: lane.sent }
      subscription.lane = this.#context.slot.lanes.lane(lane.handle, rate)
      hasMoved = true
    }
    return { topics, hasMoved }
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
