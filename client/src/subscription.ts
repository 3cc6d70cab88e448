import type { Position, Rate, RejectedTopic, SubscriptionStart, TopicKind, TopicState } from '@tickwall/protocol'
import { RequestError } from './request-error.js'
import type { Standing, Subscriber, TopicEntry } from './topic-entry.js'

/** What a subscription needs of its link. */
export interface SubscriptionHost {
  /** The wishes of an entry changed: the server is told before the next timer. */
  wishesChanged(): void
  ended(entry: TopicEntry, subscriber: Subscriber): void
}

/**
 * One consumer's hold on a topic. All subscriptions of a topic share one on the wire, at the fastest wanted rate. Content stays
 * readable while the link is away.
 */
export class Subscription implements Subscriber {
  readonly #entry: TopicEntry
  readonly #host: SubscriptionHost
  readonly #listener: ((subscription: Subscription) => void) | undefined
  #isClosed = false
  #waiting: {
    readonly isMet: () => boolean
    readonly resolve: () => void
    readonly reject: (e: RequestError) => void
  }[] = []

  constructor(entry: TopicEntry, host: SubscriptionHost, listener: ((subscription: Subscription) => void) | undefined) {
    this.#entry = entry
    this.#host = host
    this.#listener = listener
  }

  /** Canonical spelling. */
  get topic(): string {
    return this.#entry.topic
  }
  get kind(): TopicKind {
    return this.#entry.received.kind
  }
  /** What was received, null before the first snapshot. Changed in place: copy what has to outlive the next frame. */
  get state(): Partial<TopicState> | null {
    return this.#entry.hasSnapshot ? this.#entry.received.state : null
  }
  get position(): Position | null {
    return this.#entry.position
  }
  /** The granted rate, null while not subscribed. */
  get hz(): Rate | null {
    return this.#entry.grantedHz
  }
  /** How the subscription last began, null before the first answer. */
  get start(): SubscriptionStart | null {
    return this.#entry.start
  }
  get standing(): Standing {
    return this.#entry.standing
  }
  /** Why the server refuses the topic, else null. */
  get rejected(): RejectedTopic | null {
    return this.#entry.rejected
  }
  get degradedHz(): Rate | null {
    return this.#entry.degradedHz
  }
  /** The link's clock, ms: when what was held became void, null if never. */
  get gapAtMs(): number | null {
    return this.#entry.gapAtMs
  }
  /** The link's clock, ms: when the newest content came, null before the first. */
  get receivedAtMs(): number | null {
    return this.#entry.receivedAtMs
  }
  /** Items that fell out of the server's ring before they could be sent, since the last snapshot. */
  get lost(): number {
    return this.#entry.received.lost
  }

  /** Resolves once the server sends the topic and its first content is here; rejects with a `RequestError`. */
  ready(): Promise<void> {
    return this.#until(() => this.#entry.standing === 'current')
  }

  /** Wants another rate, without waiting for the answer. Nothing happens after `close`. */
  setRate(maxHz: Rate): void {
    if (this.#isClosed || this.#entry.wishes.get(this) === maxHz) return
    this.#entry.wishes.set(this, maxHz)
    this.#host.wishesChanged()
  }

  /** Wants another rate; resolves with the granted one once the server has answered, rejects with a `RequestError`. */
  async rate(maxHz: Rate): Promise<Rate> {
    if (this.#isClosed) throw new RequestError('closed', 'the subscription was closed', false)
    this.setRate(maxHz)
    const entry = this.#entry
    await this.#until(() => entry.wire.type === 'on' && entry.wire.hz === entry.wantedHz)
    return entry.grantedHz ?? maxHz
  }

  /** Ends it; the server is told when the last subscription of the topic ends. Idempotent. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.failed(new RequestError('closed', 'the subscription was closed', false))
    this.#host.ended(this.#entry, this)
  }

  /** Content or standing changed. */
  changed(): void {
    const { rejected } = this.#entry
    if (rejected !== null) this.failed(new RequestError(rejected.code, rejected.message, false))
    const met = this.#waiting.filter((waiting) => waiting.isMet())
    this.#waiting = this.#waiting.filter((waiting) => !met.includes(waiting))
    for (const { resolve } of met) resolve()
    this.#listener?.(this)
  }

  /** What was asked for will not come: its request failed, or the link ended. */
  failed(error: RequestError): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const { reject } of waiting) reject(error)
  }

  #until(isMet: () => boolean): Promise<void> {
    if (isMet()) return Promise.resolve()
    if (this.#entry.rejected !== null)
      return Promise.reject(new RequestError(this.#entry.rejected.code, this.#entry.rejected.message, false))
    return new Promise((resolve, reject) => {
      this.#waiting.push({ isMet, resolve, reject })
    })
  }
}
