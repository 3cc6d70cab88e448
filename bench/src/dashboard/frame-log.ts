import type { Page } from 'playwright-core'

/** What a page's animation frames and tasks were like for a while. */
export interface FrameTimes {
  /** From the time stamp of each animation frame to that of the next, ms to a tenth, as exact as the browser tells. */
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
        intervalsMs: stamps.slice(1).map((stamp, index) => Math.round((stamp - (stamps[index] ?? stamp)) * 10) / 10),
        longTasksMs: longTasks.filter(({ startMs }) => startMs >= onAtMs).map(({ ms }) => ms),
      }
    },
  }
}
