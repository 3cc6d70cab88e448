import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { repositoryRoot } from '../repository.js'

const folder = join(repositoryRoot, 'docs/images')
const LARGEST_BYTES = 300_000
/** The metrics are measured from the start on, and their charts show the last five minutes. */
const FILLING_MS = 290_000

const pictures = [
  { name: 'trade', path: '/trade?lang=en&instrument=usdm:BTCUSDT', width: 1440, height: 900 },
  { name: 'wall', path: '/wall?lang=en', width: 1920, height: 1080 },
] as const

/** Takes the pictures of README.md of a gateway that has just begun; takes five minutes. Answers whether they are small enough. */
export async function takeReadmePictures(browser: Browser, url: string): Promise<boolean> {
  console.log(`Letting the charts fill for ${FILLING_MS / 1000} s.`)
  const pages = []
  for (const { name, path, width, height } of pictures) {
    const context = await browser.newContext({ viewport: { width, height }, locale: 'en-US', timezoneId: 'UTC' })
    const page = await context.newPage()
    await page.goto(url + path)
    pages.push({ name, page })
  }
  await sleep(FILLING_MS)
  mkdirSync(folder, { recursive: true })
  let isSmall = true
  for (const { name, page } of pages) {
    const path = join(folder, `${name}.png`)
    await page.bringToFront()
    // A page behind another is painted seldom: give it a moment to be current.
    await sleep(3000)
    await page.screenshot({ path })
    const { size } = statSync(path)
    console.log(`Wrote docs/images/${name}.png, ${Math.round(size / 1000)} kB.`)
    if (size <= LARGEST_BYTES) continue
    console.error(`docs/images/${name}.png is larger than ${LARGEST_BYTES / 1000} kB.`)
    isSmall = false
  }
  return isSmall
}
