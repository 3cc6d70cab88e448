import type { Lane } from '../lanes/lane.js'
import { IN_STEP, type Subscription } from './subscription.js'

/** Up to here a scan finds a topic as soon as an index does, and an index costs each connection as much as its topics. */
const SCANNED = 32

/**
 * The subscriptions of one session by canonical topic name, in the order in which they were made. While it rests, its lanes are
 * all that is kept: that is a tenth of what its subscriptions take, and nearly every session rests nearly always.
 */
export class TopicTable {
  #lanes: readonly Lane[] = []
  /** Null while it rests: then each is in step, as granted, and spelled canonically. */
  #list: readonly Subscription[] | null = null
  /** Of a long list only. */
  #index: Map<string, Subscription> | null = null

  get size(): number {
    return (this.#list ?? this.#lanes).length
  }

  /** Oldest first. Not to be kept over a change; its standings may be changed until the next `rest`. */
  values(): readonly Subscription[] {
    if (this.#list === null) {
      this.#change(this.#lanes.map((lane) => ({ spelling: lane.handle.name, asked: null, lane, standing: IN_STEP })))
    }
    return this.#list ?? []
  }

  /** The lanes of `values`; the same list until the next change. */
  lanes(): readonly Lane[] {
    if (this.#list?.some(({ lane }, i) => lane !== this.#lanes[i]) || this.#lanes.length !== this.size)
      this.#lanes = this.values().map(({ lane }) => lane)
    return this.#lanes
  }

  /** Whether every topic is in step; where nothing else is unusual about them, the table rests from now on. */
  rest(): boolean {
    if (this.#list === null) return true
    let isUsual = true
    for (const { spelling, asked, lane, standing } of this.#list) {
      if (standing.standing !== 'inStep') return false
      isUsual &&= asked === null && spelling === lane.handle.name
    }
    if (!isUsual) return true
    this.#lanes = this.lanes()
    this.#list = this.#index = null
    return true
  }

  has(name: string): boolean {
    return this.size > 0 && this.get(name) !== undefined
  }

  get(name: string): Subscription | undefined {
    const list = this.values()
    return this.#index === null ? list.find(({ lane }) => lane.handle.name === name) : this.#index.get(name)
  }

  /** Adds them, each in the place of the one of its topic if there is one. Topics of different names. */
  set(subscriptions: readonly Subscription[]): void {
    if (this.size === 0) {
      this.#change(subscriptions)
      return
    }
    const again = new Map<Subscription, Subscription>()
    const fresh: Subscription[] = []
    for (const subscription of subscriptions) {
      const held = this.get(subscription.lane.handle.name)
      if (held === undefined) fresh.push(subscription)
      else again.set(held, subscription)
    }
    this.#change([...this.values().map((held) => again.get(held) ?? held), ...fresh])
  }

  /** Takes some out; names that are not held are left out. */
  take(names: readonly string[]): readonly Subscription[] {
    const taken = new Set(names.flatMap((name) => this.get(name) ?? []))
    if (taken.size === 0) return []
    this.#change(this.values().filter((subscription) => !taken.has(subscription)))
    return [...taken]
  }

  /** Takes all out. Returns their lanes. */
  clear(): readonly Lane[] {
    const lanes = this.lanes()
    this.#lanes = []
    this.#list = this.#index = null
    return lanes
  }

  #change(list: readonly Subscription[]): void {
    this.#list = list
    this.#index = list.length <= SCANNED ? null : new Map(list.map((each) => [each.lane.handle.name, each]))
  }
}
