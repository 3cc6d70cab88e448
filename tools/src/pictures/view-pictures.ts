import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { LOOKS, SIZES } from './pictured-views.js'

/** Until lines and tiles have come to rest. */
const SETTLING_MS = 1_500

export interface ViewPictures {
  /** Made when it is not there. */
  readonly folder: string
  /** Only pictures whose name holds this; default all. */
  readonly only?: string
}

/**
 * Takes every view in every look and size as `<view>-<look>-<size>.png`; answers how many. A view that does not come to show what it is for
 * within half a minute is taken as it is, and told.
 */
export async function takeViewPictures(
  browser: Browser,
  url: string,
  { folder, only = '' }: ViewPictures,
): Promise<number> {
  mkdirSync(folder, { recursive: true })
  let taken = 0
  for (const [size, { width, height, views }] of Object.entries(SIZES)) {
    for (const [look, query] of Object.entries(LOOKS)) {
      const wanted = views
        .map((view) => ({ view, name: `${view.name}-${look}-${size}` }))
        .filter(({ name }) => name.includes(only))
      if (wanted.length === 0) continue
      const context = await browser.newContext({ viewport: { width, height }, locale: 'en-US', timezoneId: 'UTC' })
      for (const { view, name } of wanted) {
        const page = await context.newPage()
        await page.goto(`${url}${view.path}${view.path.includes('?') ? '&' : '?'}${query}`)
        await page
          .locator(view.sign)
          .first()
          .waitFor()
          .catch(() => console.error(`${name}: shows no ${view.sign}`))
        await view.open?.(page)
        await sleep(SETTLING_MS)
        await page.screenshot({ path: join(folder, `${name}.png`) })
        await page.close()
        taken++
      }
      await context.close()
    }
  }
  return taken
}
