import type { LinkPlace } from './link-report.js'
import type { OpenedPort, OpenPort } from './open-port.js'
import type { PageScope } from './page-scope.js'
import type { PageMessage, WorkerMessage } from './port-message.js'

/** How often it is asked whether the worker has answered; it is given up at the second look in a row, so after 5 to 10 s. */
export const LOOK_MS = 5000
const LOOKS = 2

export interface PortLadderEvents {
  /** There is a port, and whoever is behind it knows nothing of this page. */
  opened(): void
  message(message: WorkerMessage): void
  /** Whether something was asked that is answered within a second by a worker that lives. */
  awaitsAnswer(): boolean
}

/**
 * The page's way to the link, by the best place that works: one that never answers is left for the next below, one that has answered and
 * falls silent is opened anew. The last one is never left.
 */
export class PortLadder {
  readonly #openers: readonly OpenPort[]
  readonly #page: PageScope
  readonly #events: PortLadderEvents
  #rung = 0
  #opened: OpenedPort | null = null
  #hasAnswered = false
  #silentLooks = 0
  #cancelLook: (() => void) | null = null

  constructor(openers: readonly [OpenPort, ...OpenPort[]], page: PageScope, events: PortLadderEvents) {
    this.#openers = openers
    this.#page = page
    this.#events = events
  }

  get place(): LinkPlace {
    return this.#opened?.place ?? 'page'
  }

  /** Opens a port, after `close` as well. */
  open(): void {
    this.close()
    for (let isOpen = false; !isOpen;) {
      const opened = this.#tryRung(() => {
        if (opened !== null && this.#opened === opened) this.#failed()
      })
      isOpen = opened !== null
      if (opened !== null) this.#use(opened)
    }
  }

  send(message: PageMessage): void {
    this.#opened?.port.postMessage(message)
  }

  close(): void {
    this.#cancelLook?.()
    this.#cancelLook = null
    this.#opened?.close()
    this.#opened = null
  }

  /** Null, and one rung lower, where there is nothing to open. */
  #tryRung(onBroken: () => void): OpenedPort | null {
    const isLast = this.#rung >= this.#openers.length - 1
    const opener = this.#openers[this.#rung] as OpenPort
    try {
      const opened = opener(onBroken)
      if (opened !== null || isLast) return opened
    } catch (error) {
      // A policy of the page or of the browser forbids it; the last has nothing that could be forbidden.
      if (isLast) throw error
    }
    this.#rung += 1
    return null
  }

  #use(opened: OpenedPort): void {
    this.#opened = opened
    this.#hasAnswered = false
    this.#silentLooks = 0
    opened.port.addEventListener('message', ({ data }) => {
      if (this.#opened !== opened) return
      this.#hasAnswered = true
      this.#silentLooks = 0
      this.#events.message(data)
    })
    this.#events.opened()
    this.#lookLater()
  }

  /** Looks are counted, not the time: after a sleep of the machine the page may run before the worker does. */
  #lookLater(): void {
    this.#cancelLook = this.#page.after(LOOK_MS, () => {
      const isSilent = this.#page.isVisible() && this.#events.awaitsAnswer()
      this.#silentLooks = isSilent ? this.#silentLooks + 1 : 0
      if (this.#silentLooks >= LOOKS) this.#broken()
      else this.#lookLater()
    })
  }

  /** What goes wrong in a worker that has answered does not end it; its silence tells. */
  #failed(): void {
    if (!this.#hasAnswered) this.#broken()
  }

  #broken(): void {
    if (!this.#hasAnswered && this.#rung < this.#openers.length - 1) this.#rung += 1
    this.open()
  }
}
