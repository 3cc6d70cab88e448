const REMEMBERED = 256

/** Quantiles of the last 256 lags, in ms. */
export class Lag {
  readonly #samples = new Float64Array(REMEMBERED)
  #count = 0

  add(lagMs: number): void {
    this.#samples[this.#count % REMEMBERED] = lagMs
    this.#count += 1
  }

  /** The smallest sample that at least the share `q` (0 to 1) of all does not exceed; null before the first. */
  quantile(q: number): number | null {
    const count = Math.min(this.#count, REMEMBERED)
    if (count === 0) return null
    const sorted = this.#samples.slice(0, count).sort()
    return sorted[Math.max(0, Math.ceil(q * count) - 1)] ?? null
  }

  /** Forgets all, as after a reconnection: what was late then says nothing about now. */
  clear(): void {
    this.#count = 0
  }
}
