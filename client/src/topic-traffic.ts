import type { FrameMessage, Rate, RejectedTopic, TopicKind } from '@tickwall/protocol'
import type { Clock } from './clock.js'
import type { Conversation } from './conversation.js'
import type { Notice } from './link-events.js'
import type { FrameEffect } from './receive-frame.js'
import type { RequestError } from './request-error.js'
import { Subscription } from './subscription.js'
import { Subscriptions, type TopicAnswer } from './subscriptions.js'
import type { SavedTopic, Subscriber, TopicEntry } from './topic-entry.js'
import type { TopicRequest } from './topic-request.js'

/** A topic that resumed and got nothing for this long, or for two flushes, has nothing to catch up with. */
const SETTLE_MS = 1000
const SETTLE_FLUSHES = 2

/** Keeps what the server was told in step with what is wanted, over whatever conversation there is. */
export class TopicTraffic {
  readonly subscriptions = new Subscriptions()
  readonly #clock: Clock
  readonly #requestTimeoutMs: number
  readonly #onChange: (topics: ReadonlySet<string>) => void
  #conversation: Conversation | null = null
  #isSoon = false
  readonly #timers = new Set<() => void>()
  #cancelLater: (() => void) | null = null

  /** `onChange` is called with the topics whose content or standing changed, after their subscriptions were told. */
  constructor(clock: Clock, requestTimeoutMs: number, onChange: (topics: ReadonlySet<string>) => void) {
    this.#clock = clock
    this.#requestTimeoutMs = requestTimeoutMs
    this.#onChange = onChange
  }

  subscribe<Kind extends TopicKind>(
    topic: string,
    { maxHz, from }: { readonly maxHz: Rate; readonly from: SavedTopic | null },
    listener: ((subscription: Subscription<Kind>) => void) | undefined,
  ): Subscription<Kind> {
    const entry = this.subscriptions.entry(topic)
    if (from !== null) entry.restore(from)
    const subscription: Subscription<Kind> = new Subscription<Kind>(
      entry,
      {
        clock: this.#clock,
        requestTimeoutMs: this.#requestTimeoutMs,
        wishesChanged: () => {
          this.#sendSoon()
        },
        ended: (held, subscriber) => {
          this.subscriptions.drop(held, subscriber)
          this.#sendSoon()
        },
      },
      () => listener?.(subscription),
    )
    entry.wishes.set(subscription, maxHz)
    this.#sendSoon()
    return subscription
  }

  /** A connection was opened: everything wanted is asked for, with positions. */
  attach(conversation: Conversation): void {
    this.#conversation = conversation
    this.#send()
  }

  /** The connection is gone, its requests have failed. Content stays. */
  detach(): void {
    this.#conversation = null
    this.#cancelLater?.()
    this.#cancelLater = null
    for (const cancel of this.#timers) cancel()
    this.#timers.clear()
    this.#changed(this.subscriptions.disconnect())
  }

  /** Takes a frame in; `isHole` says that one before it is missing. Hot path. */
  receive(frame: FrameMessage, isHole: boolean): FrameEffect {
    if (isHole) {
      this.subscriptions.hole()
      this.#sendSoon()
    }
    const effect = this.subscriptions.receive(frame, this.#clock.nowMs())
    if (effect.topics.size > 0) this.#changed(effect.topics)
    return effect
  }

  notice(notice: Notice): void {
    this.#changed(this.subscriptions.notice(notice, this.#clock.nowMs()))
  }

  /** A new token counts, and does not allow these. */
  renewed(rejected: readonly RejectedTopic[]): void {
    this.#changed(this.subscriptions.renewed(rejected))
    this.#sendSoon()
  }

  /** The link ended: whoever waits for an answer is told. */
  failAll(error: RequestError): void {
    for (const entry of this.subscriptions.entries()) fail(entry, error)
  }

  /** All wishes of one turn travel in one message. */
  #sendSoon(): void {
    if (this.#isSoon) return
    this.#isSoon = true
    this.#clock.soon(() => {
      this.#isSoon = false
      this.#send()
    })
  }

  #send(): void {
    const conversation = this.#conversation
    if (conversation === null) return
    this.#cancelLater?.()
    this.#cancelLater = null
    for (;;) {
      const nowMs = this.#clock.nowMs()
      const waitMs = conversation.budget.waitMs(nowMs)
      const request = waitMs > 0 ? null : this.subscriptions.next(conversation.hello.limits, nowMs)
      if (request !== null) {
        conversation.budget.spend()
        this.#ask(conversation, request)
        continue
      }
      const retryAtMs = this.subscriptions.nextRetryAtMs(nowMs)
      const laterMs = waitMs > 0 ? waitMs : retryAtMs === null ? null : retryAtMs - nowMs
      if (laterMs !== null) this.#cancelLater = this.#clock.after(laterMs, () => this.#send())
      return
    }
  }

  #ask(conversation: Conversation, request: TopicRequest): void {
    conversation.ask<'subscribe' | 'unsubscribe' | 'rate'>(
      request.body,
      (answer) => {
        this.#answered(request, answer)
      },
      (error) => {
        this.subscriptions.failed(request, error, this.#clock.nowMs())
        for (const entry of request.entries) fail(entry, error)
        this.#changed(request.entries.map((entry) => entry.topic))
        this.#sendSoon()
      },
    )
  }

  #answered(request: TopicRequest, answer: TopicAnswer): void {
    this.subscriptions.answered(request, answer, this.#clock.nowMs())
    this.#changed(request.entries.map((entry) => entry.topic))
    const resumed = request.entries.filter((entry) => entry.isCatchingUp)
    if (answer.type === 'subscribed' && resumed.length > 0) this.#settleLater(resumed)
    this.#sendSoon()
  }

  #settleLater(resumed: readonly TopicEntry[]): void {
    const slowest = Math.min(...resumed.map(({ grantedHz }) => (typeof grantedHz === 'number' ? grantedHz : Infinity)))
    const cancel = this.#clock.after(Math.max(SETTLE_MS, (SETTLE_FLUSHES * 1000) / slowest), () => {
      this.#timers.delete(cancel)
      this.#changed(this.subscriptions.settle(resumed))
    })
    this.#timers.add(cancel)
  }

  #changed(topics: Iterable<string>): void {
    const changed = new Set(topics)
    if (changed.size === 0) return
    for (const topic of changed)
      for (const subscriber of subscribersOf(this.subscriptions.get(topic))) subscriber.changed()
    this.#onChange(changed)
  }
}

function fail(entry: TopicEntry, error: RequestError): void {
  for (const subscriber of subscribersOf(entry)) subscriber.failed(error)
}

const subscribersOf = (entry: TopicEntry | undefined): Subscriber[] =>
  entry === undefined ? [] : [...entry.wishes.keys(), ...entry.leavers]
