import type { Position, Rate, RejectedTopic, StateByKind, SubscriptionStart, TopicKind } from '@tickwall/protocol'
import type { Clock } from './clock.js'
import { RequestError, timeoutError } from './request-error.js'
import type { SavedTopic, Standing, Subscriber, TopicEntry } from './topic-entry.js'

/** The kind that a topic's text names, as far as the compiler can see it. */
export type KindOf<Topic extends string> = Topic extends `${infer Kind extends TopicKind}/${string}` ? Kind : TopicKind

export interface SubscribeOptions<Kind extends TopicKind = TopicKind> {
  /** At most so many changes a second, or `raw` for each; default 10. */
  readonly maxHz?: Rate
  /** What `save` gave, here or elsewhere: it is shown at once, and gone on from if nothing is held yet. */
  readonly from?: SavedTopic<Kind> | null
}

/** What a subscription needs of its link. */
export interface SubscriptionHost {
  readonly clock: Clock
  readonly requestTimeoutMs: number
  /** The wishes of an entry changed: the server is told before the next timer. */
  wishesChanged(): void
  ended(entry: TopicEntry, subscriber: Subscriber): void
}

interface Waiting {
  readonly isMet: () => boolean
  readonly resolve: () => void
  readonly reject: (error: RequestError) => void
}

/**
 * One consumer's hold on a topic. All subscriptions of a topic share one on the wire, at the fastest wanted rate. Content stays
 * readable while the link is away.
 */
export class Subscription<Kind extends TopicKind = TopicKind> implements Subscriber {
  readonly #entry: TopicEntry
  readonly #host: SubscriptionHost
  readonly #listener: () => void
  #isClosed = false
  #waiting: Waiting[] = []

  constructor(entry: TopicEntry, host: SubscriptionHost, listener: () => void) {
    this.#entry = entry
    this.#host = host
    this.#listener = listener
  }

  /** Canonical spelling. */
  get topic(): string {
    return this.#entry.topic
  }
  get kind(): Kind {
    return this.#entry.received.kind as Kind
  }
  /** What was received, null before the first snapshot. Changed in place: copy what has to outlive the next frame. */
  get state(): Partial<StateByKind[Kind]> | null {
    return this.#entry.hasSnapshot ? (this.#entry.received.state as Partial<StateByKind[Kind]>) : null
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

  /** The content, to go on from in another link, page or process; null while there is none that may be gone on from. */
  save(): SavedTopic<Kind> | null {
    const { resumable, received } = this.#entry
    if (resumable === null) return null
    const state = { ...received.state } as Partial<StateByKind[Kind]> & { items?: unknown[] }
    if (state.items !== undefined) state.items = [...state.items]
    return { ...resumable, state }
  }

  /**
   * Resolves once the server sends the topic and its content is up to date; rejects with a `RequestError`: when the topic is refused, a
   * request fails, the link closes, or `timeoutMs` (default `requestTimeoutMs`; Infinity for never) has passed.
   */
  ready(timeoutMs = this.#host.requestTimeoutMs): Promise<void> {
    const hopeless = this.#hopeless
    return hopeless === null
      ? this.#until(() => this.#entry.standing === 'current', timeoutMs)
      : Promise.reject(hopeless)
  }

  /** Wants another rate, without waiting for the answer. Nothing happens after `close`. */
  setRate(maxHz: Rate): void {
    if (this.#isClosed || this.#entry.wishes.get(this) === maxHz) return
    this.#entry.wishes.set(this, maxHz)
    this.#host.wishesChanged()
  }

  /** Wants another rate; resolves with the granted one once the server has answered, rejects as `ready` does. */
  async rate(maxHz: Rate, timeoutMs = this.#host.requestTimeoutMs): Promise<Rate> {
    const hopeless = this.#hopeless
    if (hopeless !== null) throw hopeless
    this.setRate(maxHz)
    const entry = this.#entry
    await this.#until(() => entry.wire.type === 'on' && entry.wire.hz === entry.wantedHz, timeoutMs)
    return entry.grantedHz ?? maxHz
  }

  /** Ends it; the server is told when the last subscription of the topic ends. Idempotent. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    const hopeless = this.#hopeless
    if (hopeless !== null) this.failed(hopeless)
    this.#host.ended(this.#entry, this)
  }

  /**
   * Ends it; resolves once the server sends the topic no more, or at once where others still hold it, and rejects with a `RequestError`
   * when the server does not say so in time.
   */
  async unsubscribe(timeoutMs = this.#host.requestTimeoutMs): Promise<void> {
    this.close()
    const entry = this.#entry
    entry.leavers.add(this)
    try {
      await this.#until(() => entry.wishes.size > 0 || !entry.mayBeServed, timeoutMs)
    } finally {
      entry.leavers.delete(this)
    }
  }

  /** Content or standing changed. */
  changed(): void {
    const hopeless = this.#hopeless
    if (hopeless !== null && !this.#isClosed) this.failed(hopeless)
    const met = this.#waiting.filter((waiting) => waiting.isMet())
    this.#waiting = this.#waiting.filter((waiting) => !met.includes(waiting))
    for (const { resolve } of met) resolve()
    if (!this.#isClosed) this.#listener()
  }

  /** What was asked for will not come: its request failed, or the link ended. */
  failed(error: RequestError): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const { reject } of waiting) reject(error)
  }

  /** Why nothing can be waited for. */
  get #hopeless(): RequestError | null {
    const { rejected } = this.#entry
    if (this.#isClosed) return new RequestError('closed', 'the subscription was closed', false)
    return rejected === null ? null : new RequestError(rejected.code, rejected.message, false)
  }

  #until(isMet: () => boolean, timeoutMs: number): Promise<void> {
    if (isMet()) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const cancel =
        timeoutMs === Infinity
          ? (): void => undefined
          : this.#host.clock.after(timeoutMs, () => {
              this.#waiting = this.#waiting.filter((other) => other !== waiting)
              reject(timeoutError())
            })
      const waiting: Waiting = {
        isMet,
        resolve: () => {
          cancel()
          resolve()
        },
        reject: (error) => {
          cancel()
          reject(error)
        },
      }
      this.#waiting.push(waiting)
    })
  }
}
