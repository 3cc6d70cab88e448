import type { ControlChannel } from './control-channel.js'
import type { Delivery } from './delivery.js'
import type { Holdings } from './holdings.js'
import type { SessionContext } from './session-context.js'
import { SlowPace } from './slow-pace.js'
import type { Subscription } from './subscription.js'

/** Conflates harder for a client that cannot keep up, and tells it so; until it falls behind it costs nothing. */
export class Slowdown {
  readonly #context: SessionContext
  readonly #holdings: Holdings
  readonly #delivery: Delivery
  readonly #channel: ControlChannel
  #pace: SlowPace | null = null

  constructor(context: SessionContext, holdings: Holdings, delivery: Delivery, channel: ControlChannel) {
    this.#context = context
    this.#holdings = holdings
    this.#delivery = delivery
    this.#channel = channel
  }

  /** Looks at how it keeps up, about once a second; false when nothing helped for so long that the session has to end. */
  look(nowMs: number): boolean {
    const pace = this.#delivery.pace()
    if (pace.spells === 0) return true
    this.#pace ??= new SlowPace()
    const act = this.#pace.look(pace, nowMs)
    if (act === null || act === 'end') return act === null
    this.#delivery.settle()
    const moved = this.#holdings.cap(this.#pace.capHz)
    if (moved.length > 0) {
      this.tellRates(moved)
      this.#delivery.regroup()
    }
    return true
  }

  /** An answer said what was granted: a client that is slowed down is told again what it gets. */
  tellAgain(): void {
    if (this.#pace !== null && this.#pace.capHz !== null) this.tellRates(this.#holdings.slowed())
  }

  /** One notice for each rate; it names no topics where it is that of all. */
  tellRates(subscriptions: readonly Subscription[]): void {
    const ts = this.#context.clock.nowMs()
    for (const hz of new Set(subscriptions.map(({ lane }) => lane.rate))) {
      const topics = subscriptions.filter(({ lane }) => lane.rate === hz).map(({ lane }) => lane.handle.name)
      const isAll = topics.length === this.#holdings.topics.size
      this.#channel.tell({ type: 'notice', ts, reason: 'degraded', ...(isAll ? {} : { topics }), hz })
    }
  }
}
