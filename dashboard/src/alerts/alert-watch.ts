import type { Clock, Link, Subscription } from '@tickwall/client'
import type { MetricState, QuoteState } from '@tickwall/protocol'
import { topicOf, type AlertEvent, type AlertRule } from './alert-rule.js'
import { evaluate, freshMemory, type AlertFacts, type AlertMemory, type TopicFacts } from './evaluate.js'

/** A rule as a page hands it over, with when it last told something: a worker that starts anew keeps to the cool-down. */
export interface WatchedRule {
  readonly rule: AlertRule
  readonly alertedAtMs: number | null
}

/** How often what depends on the clock alone is looked at. */
const LOOK_MS = 1000
/** Alerts need no more; between two states of a topic a price may come and go unseen. */
const ALERT_HZ = 10

interface Held {
  rule: AlertRule
  memory: AlertMemory
  readonly subscription: Subscription | null
}

/**
 * Evaluates rules where the link is, on the newest states and once a second. Holds a subscription for each topic that a rule needs, as long as it
 * needs it.
 */
export class AlertWatch {
  readonly #link: Link
  readonly #clock: Clock
  readonly #tell: (events: readonly AlertEvent[]) => void
  readonly #held = new Map<string, Held>()
  #cancelLook: (() => void) | null = null
  /** Since when link and source can be relied on, by the link's clock; null while they cannot. */
  #liveSinceMs: number | null = null

  constructor(link: Link, clock: Clock, tell: (events: readonly AlertEvent[]) => void) {
    this.#link = link
    this.#clock = clock
    this.#tell = tell
  }

  /** Replaces all rules; one that looks at the same as before goes on where it is. */
  setRules(rules: readonly WatchedRule[]): void {
    const enabled = rules.filter(({ rule }) => rule.isEnabled)
    const ids = new Set(enabled.map(({ rule }) => rule.id))
    for (const id of [...this.#held.keys()]) if (!ids.has(id)) this.#drop(id)
    for (const watched of enabled) this.#take(watched)
    this.#lookLater()
  }

  close(): void {
    this.setRules([])
  }

  #take({ rule, alertedAtMs }: WatchedRule): void {
    const known = this.#held.get(rule.id)
    if (known !== undefined && isSame(known.rule, rule)) {
      known.rule = rule
      return
    }
    this.#drop(rule.id)
    const topic = topicOf(rule.condition)
    const subscription =
      topic === null
        ? null
        : this.#link.subscribe(topic, { maxHz: ALERT_HZ }, () => {
            this.#look([rule.id])
          })
    this.#held.set(rule.id, { rule, memory: freshMemory(alertedAtMs), subscription })
  }

  #drop(id: string): void {
    this.#held.get(id)?.subscription?.close()
    this.#held.delete(id)
  }

  #lookLater(): void {
    this.#cancelLook?.()
    this.#cancelLook = null
    if (this.#held.size === 0) return
    this.#cancelLook = this.#clock.after(LOOK_MS, () => {
      this.#look([...this.#held.keys()])
      this.#lookLater()
    })
  }

  #look(ids: readonly string[]): void {
    const link = this.#facts()
    const events: AlertEvent[] = []
    for (const id of ids) {
      const held = this.#held.get(id)
      if (held === undefined) continue
      const topic = held.subscription === null ? null : this.#topicFacts(held.subscription)
      const { memory, finding } = evaluate(held.rule, held.memory, { ...link, topic })
      held.memory = memory
      if (finding === null) continue
      const atMs = Math.round(link.nowMs)
      const { condition } = held.rule
      const offset = topic?.offset ?? null
      events.push({ id: `${id}@${String(atMs)}`, ruleId: id, condition, atMs, offset, ...finding })
    }
    if (events.length > 0) this.#tell(events)
  }

  #facts(): Omit<AlertFacts, 'topic'> {
    const { state, isCatchingUp, source, stats } = this.#link
    const isLive = state.state === 'open' && !isCatchingUp && source === 'live'
    this.#liveSinceMs = isLive ? (this.#liveSinceMs ?? this.#clock.nowMs()) : null
    return { nowMs: this.#link.serverNowMs(), isLive, lagP95Ms: stats.lagP95Ms, gaps: stats.gaps }
  }

  #topicFacts({ state, standing, receivedAtMs, position }: Subscription): TopicFacts {
    const fields = (state ?? {}) as Partial<QuoteState & MetricState>
    const sinceMs = this.#liveSinceMs
    // Silence before the link was there is not the topic's.
    const heardMs = receivedAtMs === null || sinceMs === null ? null : Math.max(receivedAtMs, sinceMs)
    return {
      value: numberOf(fields.last ?? fields.value),
      volume: numberOf(fields.volume),
      heardAtMs: heardMs === null ? null : heardMs + this.#link.clockOffsetMs,
      offset: position?.offset ?? null,
      isCurrent: standing === 'current',
    }
  }
}

/** What a rule looks at; that it is snoozed or cools down longer is no reason to begin anew. */
const isSame = (a: AlertRule, b: AlertRule): boolean =>
  a.hysteresis === b.hysteresis && JSON.stringify(a.condition) === JSON.stringify(b.condition)

function numberOf(value: string | number | null | undefined): number | null {
  if (value === undefined || value === null) return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}
