import { linkStatusOf } from './link-status-of.js'
import type { LinkStats, LinkStatus } from './link-status.js'
import type { PageScope } from './page-scope.js'
import type { LinkCondition } from './port-message.js'

/** How often a link that is not open is judged anew: `offline` comes by the clock alone. */
const JUDGE_MS = 1000

const NO_STATS: LinkStats = {
  messages: 0,
  bytes: 0,
  updates: 0,
  messagesPerSecond: 0,
  bytesPerSecond: 0,
  updatesPerSecond: 0,
  gaps: 0,
  reconnects: 0,
  lagP50Ms: null,
  lagP95Ms: null,
  transport: null,
  topics: 0,
  log: [],
}

/** The server's clock as the page knows it. */
export interface ServerClock {
  /** Server clock minus the page's. */
  readonly offsetMs: number
}

/** What the page says of its connection: the worker's words, what only the page knows, and the passing of time. */
export class PageStatus {
  readonly #page: PageScope
  readonly #clock: ServerClock
  readonly #listeners = new Set<() => void>()
  #condition: LinkCondition
  #status: LinkStatus
  #stats = NO_STATS
  #cancelJudge: (() => void) | null = null
  #isStopped = false

  constructor(page: PageScope, clock: ServerClock) {
    this.#page = page
    this.#clock = clock
    this.#condition = beforeFirst(page.nowMs())
    this.#status = this.#judge()
    this.#judgeLater()
  }

  get status(): LinkStatus {
    return this.#status
  }

  get stats(): LinkStats {
    return this.#stats
  }

  /** Called after `status` or `stats` were replaced. Answers how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  told({ condition, stats }: { readonly condition?: LinkCondition; readonly stats?: LinkStats }): void {
    if (condition === undefined && stats === undefined) return
    this.#condition = condition ?? this.#condition
    this.#stats = stats ?? this.#stats
    this.judge()
  }

  /** Decides anew, as after a change of what the page knows. */
  judge(): void {
    this.#status = this.#judge()
    for (const listener of this.#listeners) listener()
    this.#judgeLater()
  }

  stop(): void {
    this.#isStopped = true
    this.#cancelJudge?.()
  }

  #judge(): LinkStatus {
    const clockOffsetMs = this.#clock.offsetMs
    const nowMs = this.#page.nowMs() + clockOffsetMs
    return linkStatusOf(this.#condition, { isOnline: this.#page.isOnline(), nowMs, clockOffsetMs })
  }

  #judgeLater(): void {
    this.#cancelJudge?.()
    this.#cancelJudge = null
    if (this.#isStopped || this.#status.state === 'live') return
    this.#cancelJudge = this.#page.after(JUDGE_MS, () => {
      this.#cancelJudge = null
      if (this.#judge().state === this.#status.state) this.#judgeLater()
      else this.judge()
    })
  }
}

const beforeFirst = (nowMs: number): LinkCondition => ({
  state: 'connecting',
  isCatchingUp: false,
  wasOpen: false,
  attempt: 1,
  retryAtMs: null,
  sinceMs: nowMs,
  server: null,
  build: null,
  rttMs: null,
  source: 'live',
  delayMs: 0,
  isSuspect: false,
  ending: null,
})
