import type { Clock } from '@tickwall/client'

/** Tells once when nobody holds the lock of this name any more; the answered function gives up waiting. */
export type WatchLock = (name: string, onFreed: () => void) => () => void

/** How often a page without a lock is looked after, and after how many looks without a word it is taken for gone: a minute. */
export const PRESENCE_LOOK_MS = 20_000
const LOOKS = 3

export interface PresenceEvents {
  /** The page has said nothing since the last look: it should. */
  ask(): void
  gone(): void
}

/**
 * Notices a page that went away without a word. A page that can holds a lock while it lives; of the others a sign of life is asked. Its
 * answer needs no timer of the page, which browsers slow down in tabs that nobody sees.
 */
export class PortPresence {
  readonly #clock: Clock
  readonly #watchLock: WatchLock | null
  readonly #events: PresenceEvents
  #silentLooks = 0
  #cancel: () => void = ignore

  constructor(clock: Clock, watchLock: WatchLock | null, events: PresenceEvents) {
    this.#clock = clock
    this.#watchLock = watchLock
    this.#events = events
    this.#lookLater()
  }

  heard(): void {
    this.#silentLooks = 0
  }

  /** The page holds this lock from before it said so. */
  holdsLock(name: string): void {
    if (this.#watchLock === null) return
    this.#cancel()
    this.#cancel = this.#watchLock(name, () => {
      this.#events.gone()
    })
  }

  stop(): void {
    this.#cancel()
    this.#cancel = ignore
  }

  #lookLater(): void {
    this.#cancel = this.#clock.after(PRESENCE_LOOK_MS, () => {
      if (this.#silentLooks >= LOOKS) {
        this.#events.gone()
        return
      }
      this.#silentLooks += 1
      this.#events.ask()
      this.#lookLater()
    })
  }
}

const ignore = (): void => undefined
