import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { launchChromium } from '@tickwall/tools'
import type { Page } from 'playwright-core'
import { quantile } from '@tickwall/tools/report.js'
import { countDelivered, watchDelivered, type Delivered } from './delivered.js'
import { logFrames } from './frame-log.js'
import { ProcessorMeter } from './processor-time.js'
import { profilePage } from './profile-page.js'

export interface MeasuredPage {
  readonly url: string
  readonly width: number
  readonly height: number
  /** Resolves once the page shows what it is measured with. */
  readonly ready: (page: Page) => Promise<unknown>
  /** Whether it is a page of the dashboard, whose worker can be listened to. */
  readonly isOurs: boolean
}

export interface PageFigures {
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly framesPerSecond: number
  readonly longTasksPerMinute: number
  /** Parts of a core. */
  readonly renderer: number
  readonly others: number
  readonly mainThread: number
  readonly scripts: number
  readonly delivered: Delivered | null
  /** Changes of topics that the page took in a second; null where they are not counted. */
  readonly changes: number | null
}

export interface MeasureOptions {
  readonly seconds: number
  /** 1; less warms up so much shorter that figures say nothing. */
  readonly scale: number
  /** A profile of the page's main thread goes here as a file of this name; null: none is taken. */
  readonly profile: { readonly folder: string; readonly name: string } | null
  /** Asked of the page at the end, while it is still as it was measured. */
  readonly then?: (page: Page) => Promise<void>
}

/** From a page that shows everything until it is measured: compilers and caches are warm then. */
const WARM_MS = 8000
const COUNT_SECONDS = 4
/** Only a page that never gets there takes so long, however busy the machine is. */
export const PATIENCE_MS = 120_000

/** Measures a page in a Chromium of its own. */
export async function measurePage(
  { url, width, height, ready, isOurs }: MeasuredPage,
  { seconds, scale, profile, then }: MeasureOptions,
): Promise<PageFigures> {
  const browser = await launchChromium()
  try {
    const context = await browser.newContext({ viewport: { width, height }, locale: 'en-US', timezoneId: 'UTC' })
    context.setDefaultTimeout(PATIENCE_MS)
    const page = await context.newPage()
    const frames = await logFrames(page)
    if (isOurs) await watchDelivered(page)
    await page.goto(url)
    await ready(page)
    await sleep(WARM_MS * scale)
    const meter = await ProcessorMeter.open(browser, page)
    const endProfile = profile === null ? null : await profilePage(page)
    const takenBefore = isOurs ? 0 : await takenBy(page)
    const before = await meter.read()
    const startMs = performance.now()
    await frames.start()
    await sleep(seconds * 1000)
    const { intervalsMs, longTasksMs } = await frames.take()
    const after = await meter.read()
    const elapsed = (performance.now() - startMs) / 1000
    const taken = isOurs ? 0 : (await takenBy(page)) - takenBefore
    if (profile !== null) await endProfile?.(join(profile.folder, `${profile.name}.cpuprofile`))
    await then?.(page)
    const delivered = isOurs && then === undefined ? await countDelivered(page, COUNT_SECONDS * scale) : null
    const core = (of: (time: typeof after) => number): number => (of(after) - of(before)) / elapsed
    return {
      p50Ms: quantile(intervalsMs, 0.5),
      p95Ms: quantile(intervalsMs, 0.95),
      p99Ms: quantile(intervalsMs, 0.99),
      framesPerSecond: intervalsMs.length / elapsed,
      longTasksPerMinute: (longTasksMs.length / elapsed) * 60,
      renderer: core(({ renderer }) => renderer),
      others: core(({ others }) => others),
      mainThread: core(({ mainThread }) => mainThread),
      scripts: core(({ scripts }) => scripts),
      delivered,
      changes: isOurs ? (delivered?.updates ?? null) : taken / elapsed,
    }
  } finally {
    await browser.close()
  }
}

/** Plain pages count what they take in. */
const takenBy = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { readonly taken: { readonly changes: number } }).taken.changes)
