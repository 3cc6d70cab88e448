import type { Clock } from './clock.js'

/** How often received frames are acknowledged while they arrive. */
export const ACK_INTERVAL_MS = 1000

/** Acknowledges the newest frame once a second while frames arrive; sends nothing while none do. */
export class Acks {
  readonly #clock: Clock
  readonly #send: (n: number) => void
  #newest: number | null = null
  #acked: number | null = null
  #cancel: (() => void) | null = null

  constructor(clock: Clock, send: (n: number) => void) {
    this.#clock = clock
    this.#send = send
  }

  /** A frame arrived. Hot path: arms a timer only when none runs. */
  received(n: number): void {
    if (this.#newest === null || n > this.#newest) this.#newest = n
    this.#cancel ??= this.#clock.after(ACK_INTERVAL_MS, () => {
      this.#cancel = null
      if (this.#newest === null || this.#newest === this.#acked) return
      this.#acked = this.#newest
      this.#send(this.#newest)
    })
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
  }
}
