import type { Link, Subscription } from '@tickwall/client'
import type { Rate } from '@tickwall/protocol'
import { isSame } from './is-same.js'
import type { HostReport } from './link-report.js'
import type { LinkStats } from './link-status.js'
import { MovingRatio } from './moving-ratio.js'
import { packUpdates } from './packed-updates.js'
import type { Earliest, LinkCondition, TopicUpdate, WorkerMessage } from './port-message.js'
import type { SavedState } from './saved-states.js'
import { ToldTopic } from './told-topic.js'
import { UNSEEN_HZ } from './unseen-hz.js'

interface Held {
  readonly told: ToldTopic
  maxHz: Rate
}

/**
 * One page's side in the worker: its wishes, and what it has not pulled yet. Of a topic only the latest is kept, so that a page which
 * pulls seldom costs no more than one that pulls often (INV6).
 */
export class PortSession {
  readonly #link: Link
  readonly #savedOf: (topic: string) => SavedState | null
  readonly #send: (message: WorkerMessage, transfer: ArrayBuffer[]) => void
  readonly #held = new Map<string, Held>()
  readonly #dirty = new Set<string>()
  #isVisible = true
  #isPulling = false
  #condition: LinkCondition | null = null
  #toldCondition: LinkCondition | null = null
  #stats: LinkStats | null = null
  #isObserving = false
  #report: HostReport | null = null
  #earliest: Earliest | null = null
  readonly #merged = new MovingRatio()

  /** `savedOf` answers what an earlier visit saw last of a topic. */
  constructor(
    link: Link,
    savedOf: (topic: string) => SavedState | null,
    send: (message: WorkerMessage, transfer: ArrayBuffer[]) => void,
  ) {
    this.#link = link
    this.#savedOf = savedOf
    this.#send = send
  }

  get isVisible(): boolean {
    return this.#isVisible
  }

  /** Whether the page wants reports. */
  get isObserving(): boolean {
    return this.#isObserving
  }

  /** Updates that came per update that the page took, over the last 60 s. */
  get updatesPerPull(): number | null {
    return this.#merged.read()
  }

  subscription(topic: string): Subscription | undefined {
    return this.#held.get(topic)?.told.subscription
  }

  /** What the page wants, at the rates that hold now. */
  *wishes(): Iterable<{ readonly topic: string; readonly subscription: Subscription; readonly wantedHz: Rate }> {
    for (const [topic, { told, maxHz }] of this.#held)
      yield { topic, subscription: told.subscription, wantedHz: this.#rateOf(maxHz) }
  }

  want(topic: string, maxHz: Rate | null): void {
    const held = this.#held.get(topic)
    if (maxHz === null) {
      held?.told.subscription.close()
      this.#held.delete(topic)
      this.#dirty.delete(topic)
    } else if (held === undefined) {
      const subscription = this.#link.subscribe(topic, { maxHz: this.#rateOf(maxHz) }, ({ standing }) => {
        told.stood(standing)
        this.#dirty.add(topic)
      })
      const told = new ToldTopic(topic, subscription, this.#link)
      this.#held.set(topic, { told, maxHz })
      // A topic that another page holds has content already.
      this.#dirty.add(topic)
    } else {
      held.maxHz = maxHz
      held.told.subscription.setRate(this.#rateOf(maxHz))
    }
  }

  /** Lowers all rates while nobody looks; coming back costs no snapshot. */
  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible
    // What came while nobody looked was not painted, and says nothing about how long that takes.
    this.#earliest = null
    for (const { told, maxHz } of this.#held.values()) told.subscription.setRate(this.#rateOf(maxHz))
  }

  pull(): void {
    this.#isPulling = true
    this.flush()
  }

  /** What the connection is doing, told with the next answer if it changed. */
  condition(condition: LinkCondition): void {
    this.#condition = condition
  }

  stats(stats: LinkStats): void {
    this.#stats = stats
  }

  setObserving(isObserving: boolean): void {
    this.#isObserving = isObserving
  }

  report(report: HostReport): void {
    this.#report = report
  }

  /** A frame for all brought something of these topics. Hot path. */
  came(topics: ReadonlySet<string>, earliest: Earliest): void {
    let count = 0
    for (const topic of topics) if (this.#held.has(topic)) count += 1
    if (count === 0) return
    this.#merged.add(count, 0)
    this.#earliest ??= earliest
  }

  /** What an earlier visit saw is known now. */
  savedIsKnown(): void {
    for (const [topic, { told }] of this.#held) if (!told.hasContent) this.#dirty.add(topic)
  }

  /** A second has passed. */
  tick(): void {
    this.#merged.tick()
  }

  /** Answers the open pull, if there is one and anything to tell. */
  flush(): void {
    const condition = this.#condition !== null && !isSame(this.#condition, this.#toldCondition) ? this.#condition : null
    const stats = this.#stats
    const report = this.#report
    if (!this.#isPulling || (condition === null && stats === null && report === null && this.#dirty.size === 0)) return
    this.#isPulling = false
    const updates = this.#takeUpdates()
    const packed = updates.length === 0 ? null : packUpdates(updates)
    const earliest = packed === null ? null : this.#earliest
    const answer: WorkerMessage = {
      type: 'pulled',
      serverNowMs: this.#link.serverNowMs(),
      ...(condition === null ? {} : { condition }),
      ...(stats === null ? {} : { stats }),
      ...(report === null ? {} : { report }),
      ...(earliest === null ? {} : { earliest }),
      ...(packed === null ? {} : { packed }),
    }
    this.#send(answer, packed === null ? [] : [packed])
    this.#toldCondition = condition ?? this.#toldCondition
    this.#stats = null
    this.#report = null
    this.#earliest = null
  }

  /** The page has gone: nothing is wanted any more. */
  leave(): void {
    for (const topic of [...this.#held.keys()]) this.want(topic, null)
    this.#isPulling = false
  }

  #takeUpdates(): readonly TopicUpdate[] {
    const updates: TopicUpdate[] = []
    for (const topic of this.#dirty) {
      const update = this.#held.get(topic)?.told.next(this.#savedOf) ?? null
      if (update !== null) updates.push(update)
    }
    this.#dirty.clear()
    this.#merged.add(0, updates.filter(({ content }) => content?.type === 'changes').length)
    return updates
  }

  #rateOf(maxHz: Rate): Rate {
    if (this.#isVisible) return maxHz
    return maxHz === 'raw' ? UNSEEN_HZ : Math.min(maxHz, UNSEEN_HZ)
  }
}
