/** Time as the link needs it, so that a test can own it. */
export interface Clock {
  /** Ms since the epoch, never going back while the process lives. */
  nowMs(): number
  /** Runs once after `delayMs`; the answer cancels it. */
  after(delayMs: number, run: () => void): () => void
  /** Runs once the caller has returned, before any timer. */
  soon(run: () => void): void
}

/** What timers hold; a longer delay would run at once. */
const MAX_DELAY_MS = 2 ** 31 - 1

/** The clock of the runtime: monotonic, and started from its wall clock. */
export const systemClock: Clock = {
  nowMs: () => performance.timeOrigin + performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, Math.min(delayMs, MAX_DELAY_MS))
    return () => {
      clearTimeout(timer)
    }
  },
  soon: (run) => {
    queueMicrotask(run)
  },
}
