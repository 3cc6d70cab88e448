import type { Rate } from '@tickwall/protocol'
import { linkStatusOf } from './link-status-of.js'
import type { LinkStats, LinkStatus } from './link-status.js'
import { PageClock } from './page-clock.js'
import type { PageLink } from './page-link.js'
import type { PageScope } from './page-scope.js'
import type { LinkCondition, PageMessage, TopicUpdate, WorkerMessage } from './port-message.js'
import type { Port } from './port.js'

export interface PageLinkOptions {
  readonly port: Port<PageMessage, WorkerMessage>
  readonly url: string
  readonly page: PageScope
  /** Ends the worker, if it is this page's own. */
  readonly endWorker?: () => void
}

/** A hidden page is painted never: it asks on a timer, as often as its topics change. */
export const HIDDEN_PULL_MS = 5000
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

/** The page's side of the worker: at most one pull is under way, asked for once a frame. */
export const createPageLink = (options: PageLinkOptions): PageLink => new PulledLink(options)

class PulledLink implements PageLink {
  readonly #port: Port<PageMessage, WorkerMessage>
  readonly #page: PageScope
  readonly #endWorker: (() => void) | undefined
  readonly #clock = new PageClock()
  readonly #pulledListeners = new Set<(updates: readonly TopicUpdate[]) => void>()
  readonly #statusListeners = new Set<() => void>()
  readonly #stopPage: () => void
  #condition: LinkCondition
  #status: LinkStatus
  #stats = NO_STATS
  #wishes = new Map<string, Rate | null>()
  #isClosed = false
  #isPulling = false
  #cancelPull: (() => void) | null = null
  #cancelJudge: (() => void) | null = null

  constructor({ port, url, page, endWorker }: PageLinkOptions) {
    this.#port = port
    this.#page = page
    this.#endWorker = endWorker
    this.#condition = beforeFirst(page.nowMs())
    this.#status = this.#judge()
    port.addEventListener('message', ({ data }) => {
      if (!this.#isClosed) this.#pulled(data)
    })
    this.#stopPage = page.onChange((what) => {
      this.#pageChanged(what)
    })
    port.postMessage({ type: 'open', url })
    if (!page.isVisible()) port.postMessage({ type: 'visible', isVisible: false })
    this.#pull()
    this.#judgeLater()
  }

  get status(): LinkStatus {
    return this.#status
  }

  get stats(): LinkStats {
    return this.#stats
  }

  serverNowMs(): number {
    return this.#page.nowMs() + this.#clock.offsetMs
  }

  want(topic: string, maxHz: Rate | null): void {
    if (this.#wishes.size === 0) this.#page.soon(() => this.#sendWishes())
    this.#wishes.set(topic, maxHz)
  }

  onPulled(listener: (updates: readonly TopicUpdate[]) => void): () => void {
    this.#pulledListeners.add(listener)
    return () => this.#pulledListeners.delete(listener)
  }

  onStatus(listener: () => void): () => void {
    this.#statusListeners.add(listener)
    return () => this.#statusListeners.delete(listener)
  }

  retryNow(): void {
    this.#send({ type: 'retryNow' })
  }

  cut(): void {
    this.#send({ type: 'cut' })
  }

  close(): void {
    if (this.#isClosed) return
    this.#send({ type: 'leave' })
    this.#isClosed = true
    this.#stopPage()
    this.#cancelPull?.()
    this.#cancelJudge?.()
    this.#endWorker?.()
  }

  #send(message: PageMessage): void {
    if (!this.#isClosed) this.#port.postMessage(message)
  }

  #sendWishes(): void {
    const topics = [...this.#wishes]
    this.#wishes = new Map()
    this.#send({ type: 'want', topics })
  }

  #pull(): void {
    this.#cancelPull = null
    this.#isPulling = true
    this.#send({ type: 'pull' })
  }

  /** The answer is taken in when it comes; the next one is asked for before the next paint. */
  #pulled(message: WorkerMessage): void {
    this.#isPulling = false
    this.#clock.told(message.serverNowMs, this.#page.nowMs())
    if (message.condition !== undefined) this.#condition = message.condition
    if (message.stats !== undefined) this.#stats = message.stats
    if (message.condition !== undefined || message.stats !== undefined) this.#statusChanged()
    if (message.updates.length > 0) for (const listener of this.#pulledListeners) listener(message.updates)
    this.#pullLater()
  }

  #pullLater(): void {
    if (this.#isPulling || this.#isClosed) return
    this.#cancelPull?.()
    const pull = (): void => {
      this.#pull()
    }
    this.#cancelPull = this.#page.isVisible() ? this.#page.nextFrame(pull) : this.#page.after(HIDDEN_PULL_MS, pull)
  }

  #pageChanged(what: 'visibility' | 'network'): void {
    if (what === 'network') this.#send({ type: 'check' })
    else {
      this.#send({ type: 'visible', isVisible: this.#page.isVisible() })
      this.#pullLater()
    }
    this.#statusChanged()
  }

  #statusChanged(): void {
    this.#status = this.#judge()
    for (const listener of this.#statusListeners) listener()
    this.#judgeLater()
  }

  #judge(): LinkStatus {
    return linkStatusOf(this.#condition, {
      isOnline: this.#page.isOnline(),
      nowMs: this.serverNowMs(),
      clockOffsetMs: this.#clock.offsetMs,
    })
  }

  #judgeLater(): void {
    this.#cancelJudge?.()
    this.#cancelJudge = null
    if (this.#isClosed || this.#status.state === 'live') return
    this.#cancelJudge = this.#page.after(JUDGE_MS, () => {
      this.#cancelJudge = null
      if (this.#judge().state === this.#status.state) this.#judgeLater()
      else this.#statusChanged()
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
  isSuspect: false,
  ending: null,
})
