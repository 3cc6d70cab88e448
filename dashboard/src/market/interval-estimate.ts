/** Gaps remembered. */
const REMEMBERED = 32
/** No topic is expected to change more often than this, ms. */
export const SHORTEST_INTERVAL_MS = 1000

/** How often something changes: the median of the last 32 gaps, at least 1 s. */
export class IntervalEstimate {
  readonly #gaps = new Float64Array(REMEMBERED)
  #count = 0
  /** Of the remembered gaps, those above the shortest interval. */
  #longGaps = 0
  #lastMs: number | null = null
  #medianMs: number | null = SHORTEST_INTERVAL_MS

  /** The newest change, ms; null before the first. */
  get lastMs(): number | null {
    return this.#lastMs
  }

  /** In ms, at least 1,000; 1,000 while nothing is known. */
  get expectedMs(): number {
    this.#medianMs ??= this.#median()
    return this.#medianMs
  }

  /** A change happened; times that go back count as no gap. */
  changed(atMs: number): void {
    if (this.#lastMs !== null) {
      this.#remember(Math.max(0, atMs - this.#lastMs))
    }
    this.#lastMs = Math.max(this.#lastMs ?? atMs, atMs)
  }

  /** It is known to have last changed then, but not since when: no gap is counted. */
  lastChanged(atMs: number): void {
    this.#lastMs = Math.max(this.#lastMs ?? atMs, atMs)
  }

  /** Hot path. */
  #remember(gapMs: number): void {
    const slot = this.#count % REMEMBERED
    if ((this.#gaps[slot] ?? 0) > SHORTEST_INTERVAL_MS) this.#longGaps -= 1
    if (gapMs > SHORTEST_INTERVAL_MS) this.#longGaps += 1
    this.#gaps[slot] = gapMs
    this.#count += 1
    // Where most gaps are short, so is the one in the middle: what changes often is not sorted at each change.
    const isShort = 2 * this.#longGaps < Math.min(this.#count, REMEMBERED)
    this.#medianMs = isShort ? SHORTEST_INTERVAL_MS : null
  }

  #median(): number {
    const count = Math.min(this.#count, REMEMBERED)
    const sorted = this.#gaps.slice(0, count).sort()
    const upper = sorted[count >> 1] ?? 0
    const lower = sorted[(count - 1) >> 1] ?? upper
    return Math.max(SHORTEST_INTERVAL_MS, (upper + lower) / 2)
  }
}
