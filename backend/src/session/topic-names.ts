import { formatTopic, parseTopic, type Rate, type SubscriptionStart, type Topic } from '@tickwall/protocol'
import type { Lane } from '../lanes/lane.js'
import type { MarketStore, TopicHandle } from '../market/market-store.js'

/** A topic, whoever of a slot names it. */
export interface NamedTopic {
  readonly topic: Topic
  /** Its canonical spelling. */
  readonly name: string
  /** The last request that named it; of `TopicNames.begin`. */
  request: number
  /** The handle that it was found to have last. */
  handle: TopicHandle | null
  /** The lane that was found for it last, at whichever rate. */
  lane: Lane | null
  /** What an answer said of it last, in its canonical spelling. */
  told: ToldTopic | null
}

interface ToldTopic {
  readonly handle: TopicHandle
  readonly hz: Rate
  readonly start: SubscriptionStart
  readonly text: string
}

/** As many as a slot holds by and large; a name has some tens of bytes, and 776 at most. */
const KEPT = 8192

/**
 * Topics by their canonical spelling, which clients use nearly always: a crowd that comes back names a hundred thousand topics
 * out of some hundreds, and reading each anew costs more than all else that is done with it.
 */
export class TopicNames {
  readonly #store: MarketStore
  readonly #byName = new Map<string, NamedTopic>()
  #requests = 0

  /** `store`: whose handles are held. */
  constructor(store: MarketStore) {
    this.#store = store
  }

  /** A number for a request, to tell what it names twice; until the next one all that is found stays the same object. */
  begin(): number {
    if (this.#byName.size > KEPT) this.#byName.clear()
    return ++this.#requests
  }

  /** The topic in whatever spelling; null when it is malformed. */
  find(spelling: string): NamedTopic | null {
    const known = this.#byName.get(spelling)
    if (known !== undefined) return known
    const topic = parseTopic(spelling)
    if (topic === null) return null
    const name = formatTopic(topic)
    let named = this.#byName.get(name)
    if (named === undefined)
      this.#byName.set(name, (named = { topic, name, request: 0, handle: null, lane: null, told: null }))
    return named
  }

  /** The handle of a topic, held for the caller: nearly always that of the last one who named it, without a look at the store. */
  hold(named: NamedTopic): TopicHandle {
    if (named.handle !== null && this.#store.hold(named.handle)) return named.handle
    return (named.handle = this.#store.handle(named.topic, named.name))
  }
}
