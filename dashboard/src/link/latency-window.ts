/** How far back the percentiles look. */
export const WINDOW_MS = 60_000
/** Most samples kept: of more, the oldest go. */
const CAPACITY = 2048

/** Percentiles of samples in ms; null without any. */
export interface Percentiles {
  readonly samples: number
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly p99Ms: number | null
  readonly maxMs: number | null
}

/** The samples of the last 60 s, at most 2,048 of them, in memory that is fixed from the start. */
export class LatencyWindow {
  readonly #valuesMs = new Float64Array(CAPACITY)
  readonly #timesMs = new Float64Array(CAPACITY)
  #count = 0

  /** Below 0, as clocks that differ may tell, counts as 0. Hot path. */
  add(atMs: number, valueMs: number): void {
    const slot = this.#count % CAPACITY
    this.#valuesMs[slot] = Math.max(0, valueMs)
    this.#timesMs[slot] = atMs
    this.#count += 1
  }

  read(nowMs: number): Percentiles {
    const held = Math.min(this.#count, CAPACITY)
    const sorted = this.#valuesMs
      .subarray(0, held)
      .filter((_value, slot) => nowMs - (this.#timesMs[slot] ?? 0) <= WINDOW_MS)
      .sort()
    const at = (share: number): number | null => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
    return { samples: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), maxMs: at(1) }
  }
}
