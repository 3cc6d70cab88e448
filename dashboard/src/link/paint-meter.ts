import { LatencyWindow, type Percentiles } from './latency-window.js'
import type { PageScope } from './page-scope.js'
import type { Earliest } from './port-message.js'

/** How long what the page pulled takes to the screen: of each answer the change that waited longest. */
export class PaintMeter {
  readonly #page: PageScope
  readonly #serverNowMs: () => number
  readonly #fromApplied = new LatencyWindow()
  readonly #fromPublished = new LatencyWindow()
  #isMeasuring = false

  constructor(page: PageScope, serverNowMs: () => number) {
    this.#page = page
    this.#serverNowMs = serverNowMs
  }

  /** The page takes these changes in now; while one paint is waited for, others are not measured. */
  taken({ appliedAtMs, publishedAtMs }: Earliest): void {
    if (this.#isMeasuring || !this.#page.isVisible()) return
    this.#isMeasuring = true
    this.#page.afterPaint(() => {
      this.#isMeasuring = false
      const nowMs = this.#serverNowMs()
      this.#fromApplied.add(nowMs, nowMs - appliedAtMs)
      this.#fromPublished.add(nowMs, nowMs - publishedAtMs)
    })
  }

  read(): { readonly paint: Percentiles; readonly publishedToPaint: Percentiles } {
    const nowMs = this.#serverNowMs()
    return { paint: this.#fromApplied.read(nowMs), publishedToPaint: this.#fromPublished.read(nowMs) }
  }
}
