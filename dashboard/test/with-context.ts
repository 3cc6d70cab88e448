import { createApp, effectScope, type App, type EffectScope } from 'vue'
import { linkKey } from '../src/composables/link-context.js'
import type { AlertEvent } from '../src/alerts/alert-rule.js'
import type { WatchedRule } from '../src/alerts/alert-watch.js'
import type { LinkReport } from '../src/link/link-report.js'
import type { LinkStats, LinkStatus } from '../src/link/link-status.js'
import type { PageLink } from '../src/link/page-link.js'
import type { TopicUpdate } from '../src/link/port-message.js'
import { createMarket } from '../src/market/create-market.js'
import type { Market } from '../src/market/market.js'
import type { Rate } from '@tickwall/protocol'

export const liveStatus: LinkStatus = {
  state: 'live',
  attempt: 0,
  retryAtMs: null,
  sinceMs: 0,
  server: 'gw-1',
  build: 'b',
  rttMs: 1,
  source: 'live',
  delayMs: 0,
  clockOffsetMs: 0,
  suspect: false,
  ending: null,
}

/** A page link whose other side is the test. */
export class FakePageLink implements PageLink {
  status: LinkStatus = liveStatus
  stats = { lagP95Ms: null } as unknown as LinkStats
  nowMs = 1_000_000
  readonly wanted: [string, Rate | null][] = []
  readonly calls: string[] = []
  readonly statusListeners = new Set<() => void>()
  readonly #pulledListeners = new Set<(updates: readonly TopicUpdate[]) => void>()

  serverNowMs(): number {
    return this.nowMs
  }
  want(topic: string, maxHz: Rate | null): void {
    this.wanted.push([topic, maxHz])
  }
  onPulled(listener: (updates: readonly TopicUpdate[]) => void): () => void {
    this.#pulledListeners.add(listener)
    return () => this.#pulledListeners.delete(listener)
  }
  onStatus(listener: () => void): () => void {
    this.statusListeners.add(listener)
    return () => this.statusListeners.delete(listener)
  }
  readonly reportListeners = new Set<(report: LinkReport) => void>()
  onReport(listener: (report: LinkReport) => void): () => void {
    this.reportListeners.add(listener)
    return () => this.reportListeners.delete(listener)
  }
  alertRules: readonly WatchedRule[] = []
  readonly alertListeners = new Set<(events: readonly AlertEvent[]) => void>()
  setAlertRules(rules: readonly WatchedRule[]): void {
    this.alertRules = rules
  }
  onAlerts(listener: (events: readonly AlertEvent[]) => void): () => void {
    this.alertListeners.add(listener)
    return () => this.alertListeners.delete(listener)
  }
  retryNow(): void {
    this.calls.push('retryNow')
  }
  cut(): void {
    this.calls.push('cut')
  }
  close(): void {
    this.calls.push('close')
  }

  becomes(changes: Partial<LinkStatus>): void {
    this.status = { ...this.status, ...changes }
    for (const listener of this.statusListeners) listener()
  }

  /** A frame in which each of these topics got a whole new state. */
  tells(states: Record<string, object>): void {
    const updates = Object.entries(states).map(([topic, state]): TopicUpdate => ({
      topic,
      content: {
        type: 'whole',
        state: state as never,
        position: { epoch: 'e', offset: 1 },
        receivedAtMs: this.nowMs,
        lost: 0,
      },
      standing: { stage: 'current', denied: null, degradedHz: null, gapAtMs: null },
    }))
    for (const listener of this.#pulledListeners) listener(updates)
  }
}

/** Runs composables as a component's setup would, with a link and a market of the test's own. */
export class Context {
  readonly link = new FakePageLink()
  // At once: what a composable wants shows in the order of its wishes.
  readonly market: Market = createMarket(this.link, (run) => {
    run()
  })
  readonly app: App = createApp({})
  readonly scope: EffectScope = effectScope()

  constructor() {
    this.app.provide(linkKey, { link: this.link, market: this.market })
  }

  run<T>(setup: () => T): T {
    const made = this.app.runWithContext(() => this.scope.run(setup))
    return made as T
  }
}
