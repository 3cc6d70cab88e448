import type { Browser, CDPSession, Page } from 'playwright-core'

/** Processor time in seconds since the start. */
export interface ProcessorTime {
  /** Processes of pages and workers: scripts, layout, painting. */
  readonly renderer: number
  /** Those that put frames together and on the screen, and that fetch. */
  readonly others: number
  /** Of the page's main thread, tasks; and of these, scripts. */
  readonly mainThread: number
  readonly scripts: number
}

/** Reads the processor time of a browser and of the main thread of a page in it. */
export class ProcessorMeter {
  readonly #browser: CDPSession
  readonly #page: CDPSession

  private constructor(browser: CDPSession, page: CDPSession) {
    this.#browser = browser
    this.#page = page
  }

  static async open(browser: Browser, page: Page): Promise<ProcessorMeter> {
    const session = await page.context().newCDPSession(page)
    // Of the thread's own time: what others on the machine take does not count.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    return new ProcessorMeter(await browser.newBrowserCDPSession(), session)
  }

  async read(): Promise<ProcessorTime> {
    const { processInfo } = await this.#browser.send('SystemInfo.getProcessInfo')
    const { metrics } = await this.#page.send('Performance.getMetrics')
    const metric = (name: string): number => metrics.find((entry) => entry.name === name)?.value ?? NaN
    const total = (isWanted: (type: string) => boolean): number =>
      processInfo.filter(({ type }) => isWanted(type)).reduce((sum, { cpuTime }) => sum + cpuTime, 0)
    return {
      renderer: total((type) => type === 'renderer'),
      others: total((type) => type !== 'renderer'),
      mainThread: metric('TaskDuration'),
      scripts: metric('ScriptDuration'),
    }
  }
}
