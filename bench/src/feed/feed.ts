/** Ticks that a server is given. */
export interface Feed {
  /** Instruments, each with one topic. */
  readonly topics: number
  readonly ticksPerSecond: number
}

/** Ticks come in such portions, as they would from a broker. */
export const FEED_EVERY_MS = 10
