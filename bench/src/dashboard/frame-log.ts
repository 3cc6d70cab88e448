import type { Page } from 'playwright-core'

/** What a page's animation frames and tasks were like for a while. */
export interface FrameTimes {
  /** From each animation frame to the next, ms: whole frames of a screen of 60 Hz. */
  readonly intervalsMs: readonly number[]
  /** Tasks of the page's main thread over 50 ms. */
  readonly longTasksMs: readonly number[]
}

interface Log {
  isOn: boolean
  stamps: number[]
  longTasks: { readonly startMs: number; readonly ms: number }[]
  onAtMs: number
}
type Logged = Window & { frameLog: Log }

const FRAME_MS = 1000 / 60

/** The time between stamps in ms to a tenth. Stamps are rounded and jitter by a tenth: that is no late frame, so intervals are brought to whole ones. */
export const wholeFrames = (stampsMs: readonly number[]): number[] =>
  stampsMs.slice(1).map((stamp, index) => {
    const frames = Math.max(1, Math.round((stamp - (stampsMs[index] ?? stamp)) / FRAME_MS))
    return Math.round(frames * FRAME_MS * 10) / 10
  })

/** Stamps animation frames of the page once `start` is called; call it before the page is opened. */
export async function logFrames(page: Page): Promise<{ start(): Promise<void>; take(): Promise<FrameTimes> }> {
  await page.addInitScript(() => {
    const log: Log = { isOn: false, stamps: [], longTasks: [], onAtMs: 0 }
    Object.assign(window, { frameLog: log })
    const frame = (stamp: number): void => {
      requestAnimationFrame(frame)
      if (log.isOn) log.stamps.push(stamp)
    }
    requestAnimationFrame(frame)
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        log.longTasks.push({ startMs: startTime, ms: Math.round(duration) })
    }).observe({ type: 'longtask', buffered: true })
  })
  return {
    start: () =>
      page.evaluate(() => {
        const { frameLog } = window as unknown as Logged
        Object.assign(frameLog, { isOn: true, stamps: [], onAtMs: performance.now() })
      }),
    async take() {
      const { stamps, longTasks, onAtMs } = await page.evaluate(() => {
        const { frameLog } = window as unknown as Logged
        frameLog.isOn = false
        return frameLog
      })
      return {
        intervalsMs: wholeFrames(stamps),
        longTasksMs: longTasks.filter(({ startMs }) => startMs >= onAtMs).map(({ ms }) => ms),
      }
    },
  }
}
