import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { LoopDelay } from './gateway-watch.js'

const RESOLUTION_MS = 10
const NANOSECONDS = 1e6

/** How much later than asked a timer of this process fires. */
export function loopDelay(): LoopDelay {
  const monitor = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  return {
    start: () => {
      monitor.enable()
      monitor.reset()
    },
    stop: () => void monitor.disable(),
    takeMs: () => {
      if (monitor.count === 0) return undefined
      // What is recorded is the whole time between two timers.
      const late = monitor.percentile(99) / NANOSECONDS - RESOLUTION_MS
      monitor.reset()
      return Math.max(0, Math.round(late * 10) / 10)
    },
  }
}
