import { systemClock, type Clock, type Stop } from '@tickwall/backend/lanes/clock.js'

/** Processor time of this process so far, µs. */
export function cpuUs(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

/** The system's clock, which adds up what its callbacks cost: flushes, deferred frames, sweeps. */
export class BusyClock implements Clock {
  /** Processor time in callbacks so far, µs. */
  busyUs = 0
  readonly nowMs = systemClock.nowMs
  readonly monotonicMs = systemClock.monotonicMs

  every(ms: number, callback: () => void): Stop {
    return systemClock.every(ms, () => this.#run(callback))
  }

  after(ms: number, callback: () => void): Stop {
    return systemClock.after(ms, () => this.#run(callback))
  }

  soon(callback: () => void): void {
    systemClock.soon(() => this.#run(callback))
  }

  #run(callback: () => void): void {
    const before = cpuUs()
    callback()
    this.busyUs += cpuUs() - before
  }
}
