import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openDashboard, type Dashboard, type WatchedPage } from './browser/open-dashboard.js'
import { part } from './browser/part.js'
import { visibleRows } from './browser/watch-rows.js'

let dashboard: Dashboard
let opened: WatchedPage
beforeAll(async () => {
  dashboard = await openDashboard()
})
afterAll(() => dashboard.close())
afterEach(async () => {
  await opened.page.context().close()
  expect(opened.complaints).toEqual([])
})

interface Scope {
  /** Only inside of this; default everywhere. */
  readonly within?: string
  /** Only these rules; default all. */
  readonly rules?: readonly string[]
}

/**
 * What axe finds, a line each. Values that are no longer current are dim on purpose and say so by a clock beside them; whether one is shown at
 * this moment must not decide.
 */
async function findings(page: Page, { within, rules }: Scope = {}): Promise<string[]> {
  const axe = new AxeBuilder({ page }).exclude('.is-dim')
  if (within !== undefined) axe.include(within)
  if (rules !== undefined) axe.withRules([...rules])
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  )
}

/** At night the page is the same in other colours. */
const COLORS: Scope = { rules: ['color-contrast'] }

async function openTrade(query: string, width = 1440, height = 900): Promise<Page> {
  opened = await dashboard.open(`/trade${query}`, { width, height })
  const { page } = opened
  const filled = async () => (await visibleRows(page)).filter(({ texts }) => texts['last'] !== '—').length
  await expect.poll(filled).toBeGreaterThan(10)
  return page
}

async function openWall(query: string): Promise<Page> {
  opened = await dashboard.open(`/wall${query}`, { width: 1920, height: 1080 })
  const { page } = opened
  await expect.poll(() => part(page, 'metric-chart').count()).toBeGreaterThan(2)
  return page
}

describe('axe finds nothing', () => {
  it('on the desk, nor in what opens on it', async () => {
    const page = await openTrade('')
    await part(page, 'chart').locator('canvas').first().waitFor()
    expect(await findings(page)).toEqual([])
    for (const name of ['Settings', 'Choose columns', 'Keyboard help']) {
      await page.getByRole('button', { name, exact: true }).click()
      await page.getByRole('dialog', { name: name === 'Keyboard help' ? 'Keys' : name }).waitFor()
      expect(await findings(page, { within: '[role="dialog"], dialog' })).toEqual([])
      await page.keyboard.press('Escape')
      await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    }
    await part(page, 'search').fill('btc')
    await page.getByRole('option').first().waitFor()
    expect(await findings(page, { within: '.search' })).toEqual([])
  })

  it('on a phone', async () => {
    expect(await findings(await openTrade('', 390, 844))).toEqual([])
  })

  it('on the wall', async () => {
    expect(await findings(await openWall(''))).toEqual([])
  })

  it('at night, in its colours', async () => {
    expect(await findings(await openTrade('?theme=night'), COLORS)).toEqual([])
    await opened.page.context().close()
    expect(await findings(await openWall('?theme=night'), COLORS)).toEqual([])
  })
})
