/** Clocks drift apart and estimates get better: how much an older estimate is trusted less with each new one, in ms. */
const DECAY_MS = 5

/**
 * The server's clock on the page, from what the worker says when it answers. The way from the worker only ever takes time, so of recent
 * estimates the largest is the best.
 */
export class PageClock {
  #offsetMs: number | null = null

  /** Server clock minus the page's; 0 before the first answer. */
  get offsetMs(): number {
    return this.#offsetMs ?? 0
  }

  told(serverNowMs: number, pageNowMs: number): void {
    const sampleMs = serverNowMs - pageNowMs
    this.#offsetMs = this.#offsetMs === null ? sampleMs : Math.max(sampleMs, this.#offsetMs - DECAY_MS)
  }
}
