/** How long counters are averaged over. */
const WINDOW_MS = 5000

interface Reading {
  readonly atMs: number
  readonly counts: readonly number[]
}

/** Means per second of counters that only grow, over the last 5 s. */
export class RateMeter {
  #readings: Reading[] = []

  /** Takes the counters' values in and answers how fast each grew, in units a second. */
  read(atMs: number, counts: readonly number[]): readonly number[] {
    this.#readings.push({ atMs, counts })
    // One reading older than the window stays: the window is measured from it.
    while ((this.#readings[1]?.atMs ?? Infinity) <= atMs - WINDOW_MS) this.#readings.shift()
    const oldest = this.#readings[0]
    const spanMs = oldest === undefined ? 0 : atMs - oldest.atMs
    return counts.map((count, i) => (spanMs <= 0 ? 0 : ((count - (oldest?.counts[i] ?? count)) * 1000) / spanMs))
  }
}
