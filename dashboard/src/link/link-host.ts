import type { Clock, Link } from '@tickwall/client'
import { AlertWatch } from '../alerts/alert-watch.js'
import { eventTimeOf } from './event-time.js'
import type { FrameMeter, FrameTopic } from './frame-meter.js'
import { linkCondition, linkStats, type Outage } from './link-condition.js'
import { LinkHistory } from './link-history.js'
import { hostReport } from './host-report.js'
import type { PageMessage, WorkerMessage } from './port-message.js'
import { PortPresence, type WatchLock } from './port-presence.js'
import { PortSession } from './port-session.js'
import type { Port } from './port.js'
import { flatState, isWorthSaving, type SavedState, type StateShelf } from './saved-states.js'
import { StateKeeper } from './state-keeper.js'
import { RateMeter } from './rate-meter.js'

/** How often the pages are told the counters. */
const STATS_INTERVAL_MS = 1000
/** How long the link outlives its last page: one that is loaded anew finds it open. */
export const GRACE_MS = 5000

export interface LinkHostOptions {
  readonly clock: Clock
  /** Null where there are no locks: pages are then asked for signs of life. */
  readonly watchLock: WatchLock | null
  /** Where the last values outlive the browser. */
  readonly shelf: StateShelf
  openLink(url: string): { readonly link: Link; readonly meter: FrameMeter }
}

type PagePort = Port<WorkerMessage, PageMessage>

interface Seat {
  readonly session: PortSession
  readonly presence: PortPresence
}

/** A link that is up for the pages that are here. */
interface Running {
  readonly link: Link
  readonly meter: FrameMeter
  readonly rates: RateMeter
  readonly history: LinkHistory
  readonly alerts: AlertWatch
  readonly keeper: StateKeeper
  outage: Outage
  cancelStats: () => void
}

/** The worker's inside: one link for all ports. The first port that opens says where to; a while after the last one left it closes. */
export class LinkHost {
  readonly #options: LinkHostOptions
  readonly #clock: Clock
  readonly #seats = new Map<PagePort, Seat>()
  #running: Running | null = null
  #cancelGrace: (() => void) | null = null
  #isSoon = false

  constructor(options: LinkHostOptions) {
    this.#options = options
    this.#clock = options.clock
  }

  addPort(port: PagePort): void {
    port.addEventListener('message', ({ data }) => {
      this.#take(port, data)
    })
  }

  #take(port: PagePort, message: PageMessage): void {
    if (message.type === 'open') {
      this.#join(port, message.url)
      return
    }
    const seat = this.#seats.get(port)
    if (seat === undefined) {
      if (message.type !== 'leave') port.postMessage({ type: 'forgotten' })
      return
    }
    seat.presence.heard()
    this.#takeFrom(port, seat, message)
  }

  #takeFrom(port: PagePort, { session, presence }: Seat, message: Exclude<PageMessage, { type: 'open' }>): void {
    switch (message.type) {
      case 'want':
        for (const [topic, maxHz] of message.topics) session.want(topic, maxHz)
        // Content that another page brought here is there already.
        this.#flushSoon()
        break
      case 'pull':
        session.pull()
        break
      case 'visible':
        session.setVisible(message.isVisible)
        this.#hurry()
        break
      case 'alertRules':
        this.#running?.alerts.setRules(message.rules)
        break
      case 'observe':
        session.setObserving(message.isObserving)
        break
      case 'present':
        presence.holdsLock(message.lock)
        break
      case 'here':
        break
      case 'retryNow':
        this.#running?.link.connect()
        break
      case 'check':
        this.#running?.link.check()
        break
      case 'cut':
        this.#running?.link.cut()
        break
      case 'leave':
        this.#remove(port)
        break
    }
  }

  #join(port: PagePort, url: string): void {
    // A page that begins anew on a port that it had wants nothing of before.
    this.#remove(port)
    this.#cancelGrace?.()
    this.#cancelGrace = null
    this.#running ??= this.#open(url)
    const { link, outage, keeper } = this.#running
    const session = new PortSession(
      link,
      (topic) => keeper.get(topic),
      (message, transfer) => {
        port.postMessage(message, { transfer })
      },
    )
    session.condition(linkCondition(link, outage))
    const presence = new PortPresence(this.#clock, this.#options.watchLock, {
      ask: () => {
        port.postMessage({ type: 'areYouThere' })
      },
      gone: () => {
        this.#remove(port)
      },
    })
    this.#seats.set(port, { session, presence })
    this.#hurry()
  }

  #remove(port: PagePort): void {
    const seat = this.#seats.get(port)
    if (seat === undefined) return
    // With its last page a shared worker ends, and hears of nothing more.
    if (this.#seats.size === 1) this.#running?.keeper.save()
    this.#seats.delete(port)
    seat.presence.stop()
    seat.session.leave()
    this.#hurry()
    if (this.#seats.size > 0) return
    this.#cancelGrace = this.#clock.after(GRACE_MS, () => {
      this.#cancelGrace = null
      this.#running?.keeper.stop()
      this.#running?.cancelStats()
      this.#running?.alerts.close()
      this.#running?.link.close()
      this.#running = null
    })
  }

  #open(url: string): Running {
    const { link, meter } = this.#options.openLink(url)
    const running: Running = {
      link,
      meter,
      rates: new RateMeter(),
      history: new LinkHistory(),
      alerts: new AlertWatch(link, this.#clock, (events) => {
        for (const port of this.#seats.keys()) port.postMessage({ type: 'alerted', events })
      }),
      keeper: new StateKeeper(
        this.#options.shelf,
        this.#clock,
        () => this.#heldStates(),
        () => {
          for (const { session } of this.#seats.values()) session.savedIsKnown()
          this.#flushSoon()
        },
      ),
      outage: { wasOpen: false, sinceMs: this.#clock.nowMs() },
      cancelStats: () => undefined,
    }
    let isOpen = false
    link.on('status', ({ state }) => {
      if (isOpen !== (state === 'open')) {
        if (isOpen) running.outage = { wasOpen: true, sinceMs: this.#clock.nowMs() }
        isOpen = !isOpen
      }
      this.#flushSoon()
    })
    link.on('health', () => {
      this.#flushSoon()
    })
    link.on('frame', (frame) => {
      meter.frame(frame, this.#clock.nowMs(), link.serverNowMs(), (topic) => this.#topicOf(topic))
      if (frame.prev === null) return
      const earliest = { publishedAtMs: frame.at, appliedAtMs: link.serverNowMs() }
      for (const { session } of this.#seats.values()) session.came(frame.topics, earliest)
    })
    link.on('update', () => {
      this.#flushSoon()
    })
    this.#tellStats(running)
    link.connect()
    return running
  }

  *#heldStates(): Iterable<SavedState> {
    for (const { session } of this.#seats.values()) {
      for (const { topic, subscription } of session.wishes()) {
        const { state, receivedAtMs } = subscription
        if (state === null || receivedAtMs === null || !isWorthSaving(topic)) continue
        yield { topic, state: flatState(state), receivedAtMs: receivedAtMs + (this.#running?.link.clockOffsetMs ?? 0) }
      }
    }
  }

  #topicOf(topic: string): FrameTopic | null {
    for (const { session } of this.#seats.values()) {
      const subscription = session.subscription(topic)
      if (subscription?.state == null) continue
      const { kind, state } = subscription
      const { trades } = state as { readonly trades?: number }
      return { eventAtMs: eventTimeOf(kind, state), trades: trades ?? null }
    }
    return null
  }

  /** Whoever looks at one page is in a hurry for all. */
  #hurry(): void {
    this.#running?.link.setHurried([...this.#seats.values()].some(({ session }) => session.isVisible))
  }

  #tellStats(running: Running): void {
    running.cancelStats = this.#clock.after(STATS_INTERVAL_MS, () => {
      const { link, meter, rates, history, outage } = running
      const stats = linkStats(link, rates, this.#clock.nowMs())
      meter.tick()
      history.add(linkCondition(link, outage), stats, link.serverNowMs())
      const sessions = [...this.#seats.values()].map(({ session }) => session)
      for (const session of sessions) {
        session.stats(stats)
        session.tick()
        if (session.isObserving) session.report(hostReport(session, sessions, running, this.#clock.nowMs()))
      }
      this.#flushSoon()
      this.#tellStats(running)
    })
  }

  /** One answer for all that one frame changed. */
  #flushSoon(): void {
    if (this.#isSoon) return
    this.#isSoon = true
    this.#clock.soon(() => {
      this.#isSoon = false
      if (this.#running === null) return
      const condition = linkCondition(this.#running.link, this.#running.outage)
      for (const { session } of this.#seats.values()) {
        session.condition(condition)
        session.flush()
      }
    })
  }
}
