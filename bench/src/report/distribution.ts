/** Summary of what was observed, ms; null where nothing was. */
export interface Summary {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

const BUCKET_MS = 0.1
const BUCKETS = 50_000

/** Counts durations in buckets of 0.1 ms up to 5 s, the last one open: a few ns an observation, whatever their number. */
export class Durations {
  readonly #counts = new Float64Array(BUCKETS)
  #total = 0
  #max = 0

  /** `weight`: how many things took so long. A negative duration counts as none. */
  observe(ms: number, weight = 1): void {
    const bucket = Math.min(BUCKETS - 1, Math.max(0, Math.floor(ms / BUCKET_MS)))
    this.#counts[bucket] = (this.#counts[bucket] as number) + weight
    this.#total += weight
    if (ms > this.#max) this.#max = ms
  }

  clear(): void {
    this.#counts.fill(0)
    this.#total = this.#max = 0
  }

  /** Upper bounds of the buckets in which the quantiles lie, never above the largest duration. */
  summary(): Summary | null {
    if (this.#total === 0) return null
    return { p50: this.#quantile(0.5), p99: this.#quantile(0.99), max: this.#max }
  }

  #quantile(share: number): number {
    let seen = 0
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      seen += this.#counts[bucket] as number
      if (seen >= share * this.#total) return Math.min(this.#max, (bucket + 1) * BUCKET_MS)
    }
    return this.#max
  }
}
