import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { launchChromium, repositoryRoot } from '@tickwall/tools'
import { bundleWeights } from '@tickwall/tools/bundle-weight.js'
import { bar } from '../report/report.js'
import { median } from '../report/statistics.js'
import type { Row } from '../row.js'
import { INSTRUMENTS, withMarket } from './market.js'
import { PATIENCE_MS } from './measure-page.js'
import { tradePage } from './pages.js'

const LIMITS = { coldMs: 3000 }
const KB = 1000

/** Milliseconds from asking for the page to the first price in the watchlist, by a browser that has never seen it. */
async function coldLoad(url: string): Promise<number> {
  const { width, height, url: address } = tradePage(url)
  const browser = await launchChromium()
  try {
    const page = await (await browser.newContext({ viewport: { width, height }, locale: 'en-US' })).newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    await page.addInitScript(() => {
      const look = (): void => {
        const cell = document.querySelector('[data-test="watchlist"] [data-column="last"]:not(:empty)')
        if (cell === null) requestAnimationFrame(look)
        // Written in this frame, seen in the next.
        else requestAnimationFrame((stamp) => Object.assign(window, { firstPriceMs: stamp }))
      }
      requestAnimationFrame(look)
    })
    await page.goto(address)
    const handle = await page.waitForFunction(() => (window as unknown as { firstPriceMs?: number }).firstPriceMs)
    return (await handle.jsonValue()) ?? NaN
  } finally {
    await browser.close()
  }
}

function initialBytes(): { readonly bytes: number; readonly limitBytes: number } {
  const dist = join(repositoryRoot, 'dashboard/dist')
  const names = readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.js'))
  const files = new Map(names.map((name) => [`assets/${name}`, readFileSync(join(dist, 'assets', name), 'utf8')]))
  const weights = bundleWeights(
    readFileSync(join(dist, 'index.html'), 'utf8'),
    files,
    (content) => gzipSync(content, { level: 9 }).length,
  )
  const initial = weights.find(({ name }) => name === 'initial')
  if (initial === undefined) throw new Error('the build has no first scripts')
  return initial
}

/** How soon a browser that has never seen the dashboard shows a price, and how much it loads for that. */
export const start: Row = {
  name: 'start',
  measure: ({ runs, say }) =>
    withMarket(async (url) => {
      const times: number[] = []
      for (let run = 1; run <= runs; run++) {
        times.push(await coldLoad(url))
        say(`  first price after ${Math.round(times.at(-1) ?? NaN)} ms`)
      }
      const { bytes, limitBytes } = initialBytes()
      return [
        bar(
          `trading page, ${INSTRUMENTS} instruments, nothing cached: first price`,
          median(times),
          'ms',
          'lower',
          LIMITS.coldMs,
        ),
        bar('scripts before the first paint, gzip', bytes / KB, 'kB', 'lower', limitBytes / KB),
      ]
    }),
}
