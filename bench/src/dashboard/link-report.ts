import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'

interface Percentiles {
  readonly samples: number
  readonly p95Ms: number | null
}

/** What is read of the report that the link view exports. */
interface LinkReport {
  readonly latency: readonly (Percentiles & { readonly stage: string })[]
  readonly publishedToPaint: Percentiles
}

/** How long news take, at the 95th of 100, ms. */
export interface LinkLatency {
  /** From the bytes of a frame in the link's worker to the painted page: the sum of its two stages, so rather too much. */
  readonly socketToPixelMs: number
  readonly publishedToPaintMs: number
}

/** Goes to the link view inside the page, which keeps the link and its percentiles of the last minute, and exports its report. */
export async function readLinkLatency(page: Page): Promise<LinkLatency> {
  await page.locator('header a[href^="/link"]').first().click()
  const button = page.locator('[data-test="export"]')
  await button.waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
  const { latency, publishedToPaint } = JSON.parse(await readFile(await download.path(), 'utf8')) as LinkReport
  const stage = (name: string): number => latency.find((entry) => entry.stage === name)?.p95Ms ?? NaN
  return { socketToPixelMs: stage('decode') + stage('paint'), publishedToPaintMs: publishedToPaint.p95Ms ?? NaN }
}
