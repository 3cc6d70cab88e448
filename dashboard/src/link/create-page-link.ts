import type { Rate } from '@tickwall/protocol'
import type { AlertEvent } from '../alerts/alert-rule.js'
import type { WatchedRule } from '../alerts/alert-watch.js'
import type { HostReport, LinkReport } from './link-report.js'
import type { LinkStats, LinkStatus } from './link-status.js'
import type { OpenPort } from './open-port.js'
import { PageClock } from './page-clock.js'
import type { PageLink } from './page-link.js'
import { unpackUpdates } from './packed-updates.js'
import { pageReport } from './page-report.js'
import type { PageChange, PageScope } from './page-scope.js'
import { PageStatus } from './page-status.js'
import { PaintMeter } from './paint-meter.js'
import { PortLadder } from './port-ladder.js'
import type { PageMessage, PulledMessage, TopicUpdate, WorkerMessage } from './port-message.js'

export interface PageLinkOptions {
  /** The places where the link may run, the best first. */
  readonly openers: readonly [OpenPort, ...OpenPort[]]
  readonly url: string
  readonly page: PageScope
  /** Names the build of the page in reports. */
  readonly build: string
}

/** A hidden page is painted never: it asks on a timer, as often as its topics change. */
export const HIDDEN_PULL_MS = 5000

/** The page's side of the worker: at most one pull is under way, asked for once a frame. */
export const createPageLink = (options: PageLinkOptions): PageLink => new PulledLink(options)

class PulledLink implements PageLink {
  readonly #url: string
  readonly #build: string
  readonly #page: PageScope
  readonly #ladder: PortLadder
  readonly #clock = new PageClock()
  readonly #status: PageStatus
  readonly #paints: PaintMeter
  readonly #pulledListeners = new Set<(updates: readonly TopicUpdate[]) => void>()
  readonly #reportListeners = new Set<(report: LinkReport) => void>()
  readonly #alertListeners = new Set<(events: readonly AlertEvent[]) => void>()
  readonly #stopPage: () => void
  /** All that is wanted, for a worker that knows nothing of it. */
  readonly #wanted = new Map<string, Rate>()
  #wishes = new Map<string, Rate | null>()
  #alertRules: readonly WatchedRule[] | null = null
  #lock: string | null = null
  #isClosed = false
  #isPulling = false
  #cancelPull: (() => void) | null = null

  constructor({ openers, url, page, build }: PageLinkOptions) {
    this.#url = url
    this.#build = build
    this.#page = page
    this.#status = new PageStatus(page, this.#clock)
    this.#paints = new PaintMeter(page, () => this.serverNowMs())
    this.#ladder = new PortLadder(openers, page, {
      opened: () => {
        this.#join()
      },
      message: (message) => {
        this.#heard(message)
      },
      awaitsAnswer: () => this.#isPulling,
    })
    this.#stopPage = page.onChange((what) => {
      this.#pageChanged(what)
    })
    page.holdLock((name) => {
      this.#lock = name
      this.#send({ type: 'present', lock: name })
    })
    this.#ladder.open()
  }

  get status(): LinkStatus {
    return this.#status.status
  }

  get stats(): LinkStats {
    return this.#status.stats
  }

  serverNowMs(): number {
    return this.#page.nowMs() + this.#clock.offsetMs
  }

  want(topic: string, maxHz: Rate | null): void {
    if (maxHz === null) this.#wanted.delete(topic)
    else this.#wanted.set(topic, maxHz)
    if (this.#wishes.size === 0) this.#page.soon(() => this.#sendWishes())
    this.#wishes.set(topic, maxHz)
  }

  onPulled(listener: (updates: readonly TopicUpdate[]) => void): () => void {
    this.#pulledListeners.add(listener)
    return () => this.#pulledListeners.delete(listener)
  }

  onStatus(listener: () => void): () => void {
    return this.#status.onChange(listener)
  }

  onReport(listener: (report: LinkReport) => void): () => void {
    this.#reportListeners.add(listener)
    if (this.#reportListeners.size === 1) this.#send({ type: 'observe', isObserving: true })
    return () => {
      if (this.#reportListeners.delete(listener) && this.#reportListeners.size === 0)
        this.#send({ type: 'observe', isObserving: false })
    }
  }

  setAlertRules(rules: readonly WatchedRule[]): void {
    this.#alertRules = rules
    this.#send({ type: 'alertRules', rules })
  }

  onAlerts(listener: (events: readonly AlertEvent[]) => void): () => void {
    this.#alertListeners.add(listener)
    return () => this.#alertListeners.delete(listener)
  }

  retryNow(): void {
    this.#send({ type: 'retryNow' })
  }

  cut(): void {
    this.#send({ type: 'cut' })
  }

  close(): void {
    if (this.#isClosed) return
    this.#leave()
    this.#isClosed = true
    this.#stopPage()
    this.#status.stop()
  }

  #send(message: PageMessage): void {
    if (!this.#isClosed) this.#ladder.send(message)
  }

  /** Whoever is behind the port is told all that it has to know of this page. */
  #join(): void {
    this.#send({ type: 'open', url: this.#url })
    if (this.#lock !== null) this.#send({ type: 'present', lock: this.#lock })
    if (!this.#page.isVisible()) this.#send({ type: 'visible', isVisible: false })
    if (this.#reportListeners.size > 0) this.#send({ type: 'observe', isObserving: true })
    if (this.#alertRules !== null) this.#send({ type: 'alertRules', rules: this.#alertRules })
    if (this.#wanted.size > 0) this.#send({ type: 'want', topics: [...this.#wanted] })
    this.#pull()
  }

  #leave(): void {
    this.#cancelPull?.()
    this.#cancelPull = null
    this.#isPulling = false
    this.#send({ type: 'leave' })
    this.#ladder.close()
  }

  #sendWishes(): void {
    const topics = [...this.#wishes]
    this.#wishes = new Map()
    this.#send({ type: 'want', topics })
  }

  #pull(): void {
    this.#cancelPull?.()
    this.#cancelPull = null
    this.#isPulling = true
    this.#send({ type: 'pull' })
  }

  #heard(message: WorkerMessage): void {
    if (this.#isClosed) return
    switch (message.type) {
      case 'pulled':
        this.#pulled(message)
        break
      case 'alerted':
        for (const listener of this.#alertListeners) listener(message.events)
        break
      case 'areYouThere':
        this.#send({ type: 'here' })
        break
      case 'forgotten':
        this.#join()
        break
    }
  }

  /** The answer is taken in when it comes; the next one is asked for before the next paint. */
  #pulled(message: PulledMessage): void {
    this.#isPulling = false
    this.#clock.told(message.serverNowMs, this.#page.nowMs())
    this.#status.told(message)
    if (message.packed !== undefined) {
      const updates = unpackUpdates(message.packed)
      for (const listener of this.#pulledListeners) listener(updates)
    }
    if (message.earliest !== undefined) this.#paints.taken(message.earliest)
    if (message.report !== undefined) this.#report(message.report)
    this.#pullLater()
  }

  #report(host: HostReport): void {
    const { status, stats } = this.#status
    const report = pageReport(host, {
      status,
      stats,
      place: this.#ladder.place,
      build: this.#build,
      nowMs: this.serverNowMs(),
      ...this.#paints.read(),
    })
    for (const listener of this.#reportListeners) listener(report)
  }

  #pullLater(): void {
    if (this.#isPulling || this.#isClosed) return
    this.#cancelPull?.()
    const pull = (): void => {
      this.#pull()
    }
    this.#cancelPull = this.#page.isVisible() ? this.#page.nextFrame(pull) : this.#page.after(HIDDEN_PULL_MS, pull)
  }

  #pageChanged(what: PageChange): void {
    switch (what) {
      case 'network':
        this.#send({ type: 'check' })
        break
      case 'visibility': {
        const isVisible = this.#page.isVisible()
        this.#send({ type: 'visible', isVisible })
        // Not in the next frame: what is painted first is to be right.
        if (isVisible && !this.#isPulling) this.#pull()
        else this.#pullLater()
        break
      }
      case 'left':
        this.#leave()
        return
      case 'returned':
        this.#ladder.open()
        break
    }
    this.#status.judge()
  }
}
