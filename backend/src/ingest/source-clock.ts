/** Time as a source needs it; the clock of the lanes fits, and so does a fake one. */
export interface SourceClock {
  /** Wall clock, ms since the epoch. */
  nowMs(): number
  /** Calls back every `ms` until stopped; never keeps the process alive. */
  every(ms: number, callback: () => void): () => void
  /** Calls back once after `ms`, unless stopped. */
  after(ms: number, callback: () => void): () => void
  /** Calls back once the current turn of the event loop has ended. */
  soon(callback: () => void): void
}

/** Lets the event loop have its turn between two pieces of work. */
export const breathe = (clock: SourceClock): Promise<void> => new Promise((resolve) => clock.soon(resolve))

/** Resolves after `ms`, or at once when `signal` is aborted. */
export function pause(clock: SourceClock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      stop()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const stop = clock.after(ms, done)
    signal.addEventListener('abort', done)
  })
}
