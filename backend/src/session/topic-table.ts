import type { Subscription } from './subscription.js'

/** Up to here a scan finds a topic as soon as an index does, and an index costs each connection as much as its topics. */
const SCANNED = 32

/** The subscriptions of one session by canonical topic name, in the order in which they were made. */
export class TopicTable {
  #list: readonly Subscription[] = []
  /** Of a long list only. */
  #index: Map<string, Subscription> | null = null

  get size(): number {
    return this.#list.length
  }

  /** Oldest first. Not to be kept over a change. */
  values(): readonly Subscription[] {
    return this.#list
  }

  has(name: string): boolean {
    return this.get(name) !== undefined
  }

  get(name: string): Subscription | undefined {
    if (this.#index !== null) return this.#index.get(name)
    return this.#list.find(({ lane }) => lane.handle.name === name)
  }

  /** Adds them, each in the place of the one of its topic if there is one. Topics of different names. */
  set(subscriptions: readonly Subscription[]): void {
    const again = new Map<Subscription, Subscription>()
    const fresh: Subscription[] = []
    for (const subscription of subscriptions) {
      const held = this.get(subscription.lane.handle.name)
      if (held === undefined) fresh.push(subscription)
      else again.set(held, subscription)
    }
    // A list of exactly its length: one that grows by pushes keeps half as many places more.
    this.#change([...this.#list.map((held) => again.get(held) ?? held), ...fresh])
  }

  /** Takes some out; names that are not held are left out. */
  take(names: readonly string[]): readonly Subscription[] {
    const taken = new Set(names.flatMap((name) => this.get(name) ?? []))
    if (taken.size === 0) return []
    this.#change(this.#list.filter((subscription) => !taken.has(subscription)))
    return [...taken]
  }

  #change(list: readonly Subscription[]): void {
    this.#list = list
    this.#index = list.length <= SCANNED ? null : new Map(list.map((each) => [each.lane.handle.name, each]))
  }
}
