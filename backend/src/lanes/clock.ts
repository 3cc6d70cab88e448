/** Time as a parameter, so that flush, heartbeat and backlog are tested without waiting. */
export interface Clock {
  /** Wall clock in ms since the epoch: what goes on the wire. It may be set at any time. */
  nowMs(): number
  /** Ms since some moment; never set, so what lasts is measured with it. */
  monotonicMs(): number
  /** Calls back every `ms` until stopped; never keeps the process alive. */
  every(ms: number, callback: () => void): Stop
  /** Calls back once after `ms`. */
  after(ms: number, callback: () => void): Stop
  /** Calls back once the current turn of the event loop has ended. */
  soon(callback: () => void): void
}
export type Stop = () => void

export const systemClock: Clock = {
  nowMs: Date.now,
  monotonicMs: () => performance.now(),
  every(ms, callback) {
    const timer = setInterval(callback, ms)
    timer.unref()
    return () => clearInterval(timer)
  },
  after(ms, callback) {
    const timer = setTimeout(callback, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
  soon: (callback) => void setImmediate(callback),
}
