import type { Clock, Link } from '@tickwall/client'
import { linkCondition, linkStats, type Outage } from './link-condition.js'
import type { PageMessage, WorkerMessage } from './port-message.js'
import { PortSession } from './port-session.js'
import type { Port } from './port.js'
import { RateMeter } from './rate-meter.js'

/** How often the pages are told the counters. */
const STATS_INTERVAL_MS = 1000

/** The worker's inside: one link for all ports. The first port that opens says where to; the last that leaves closes nothing. */
export class LinkHost {
  readonly #makeLink: (url: string) => Link
  readonly #clock: Clock
  readonly #sessions = new Map<Port<WorkerMessage, PageMessage>, PortSession>()
  readonly #meter = new RateMeter()
  #link: Link | null = null
  #outage: Outage
  #isSoon = false

  constructor(makeLink: (url: string) => Link, clock: Clock) {
    this.#makeLink = makeLink
    this.#clock = clock
    this.#outage = { wasOpen: false, sinceMs: clock.nowMs() }
  }

  addPort(port: Port<WorkerMessage, PageMessage>): void {
    port.addEventListener('message', ({ data }) => {
      this.#take(port, data)
    })
  }

  #take(port: Port<WorkerMessage, PageMessage>, message: PageMessage): void {
    const session = this.#sessions.get(port)
    switch (message.type) {
      case 'open':
        this.#join(port, message.url)
        break
      case 'want':
        for (const [topic, maxHz] of message.topics) session?.want(topic, maxHz)
        // Content that another page brought here is there already.
        this.#flushSoon()
        break
      case 'pull':
        session?.pull()
        break
      case 'visible':
        session?.setVisible(message.isVisible)
        this.#hurry()
        break
      case 'retryNow':
        this.#link?.connect()
        break
      case 'check':
        this.#link?.check()
        break
      case 'cut':
        this.#link?.cut()
        break
      case 'leave':
        session?.leave()
        this.#sessions.delete(port)
        this.#hurry()
        break
    }
  }

  #join(port: Port<WorkerMessage, PageMessage>, url: string): void {
    this.#link ??= this.#openLink(url)
    const session = new PortSession(this.#link, (message) => {
      port.postMessage(message)
    })
    session.condition(linkCondition(this.#link, this.#outage))
    this.#sessions.set(port, session)
    this.#hurry()
  }

  #openLink(url: string): Link {
    const link = this.#makeLink(url)
    let isOpen = false
    link.on('status', ({ state }) => {
      if (isOpen !== (state === 'open')) {
        if (isOpen) this.#outage = { wasOpen: true, sinceMs: this.#clock.nowMs() }
        isOpen = !isOpen
      }
      this.#flushSoon()
    })
    link.on('health', () => {
      this.#flushSoon()
    })
    link.on('update', () => {
      this.#flushSoon()
    })
    this.#tellStats(link)
    link.connect()
    return link
  }

  /** Whoever looks at one page is in a hurry for all. */
  #hurry(): void {
    this.#link?.setHurried([...this.#sessions.values()].some((session) => session.isVisible))
  }

  #tellStats(link: Link): void {
    this.#clock.after(STATS_INTERVAL_MS, () => {
      const stats = linkStats(link, this.#meter, this.#clock.nowMs())
      for (const session of this.#sessions.values()) session.stats(stats)
      this.#flushSoon()
      this.#tellStats(link)
    })
  }

  /** One answer for all that one frame changed. */
  #flushSoon(): void {
    if (this.#isSoon) return
    this.#isSoon = true
    this.#clock.soon(() => {
      this.#isSoon = false
      if (this.#link === null) return
      const condition = linkCondition(this.#link, this.#outage)
      for (const session of this.#sessions.values()) {
        session.condition(condition)
        session.flush()
      }
    })
  }
}
