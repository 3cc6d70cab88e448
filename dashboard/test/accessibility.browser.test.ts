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
  // There are no frames in frames here; the legacy mode spares a page of its own for every look.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).exclude('.is-dim')
  if (within !== undefined) axe.include(within)
  // Rows are all painted alike; the colours of a few tell those of all.
  if (rules !== undefined) axe.withRules([...rules]).exclude('[data-instrument]:nth-of-type(n + 6)')
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  )
}

/** Kept as if a visit before had written them. */
const RULES = JSON.stringify({
  version: 1,
  rules: ['a', 'b'].map((id) => ({
    id,
    condition: { type: 'crosses', instrument: 'usdm:BTCUSDT', direction: 'above', level: 1e9 },
    hysteresis: 0.01,
    coolDownMs: 0,
    isEnabled: id === 'a',
    snoozedUntilMs: null,
  })),
})

async function openView(path: string, sign: string): Promise<Page> {
  opened = await dashboard.open('/settings')
  const { page } = opened
  await page.evaluate((rules) => localStorage.setItem('tickwall.alerts', rules), RULES)
  await page.goto(dashboard.url + path)
  await part(page, sign).first().waitFor()
  return page
}

/** In another theme the page is the same in other colours. */
async function inOtherThemes(page: Page, within?: string): Promise<void> {
  for (const theme of ['light', 'contrast', 'night'] as const) {
    await page.evaluate((name) => (document.documentElement.dataset['theme'] = name), theme)
    const found = await findings(page, { rules: ['color-contrast'], ...(within === undefined ? {} : { within }) })
    expect(found, theme).toEqual([])
  }
  await page.evaluate(() => (document.documentElement.dataset['theme'] = 'dark'))
}

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
    for (const name of ['Settings', 'Choose columns', 'Style', 'Indicators', 'Keyboard help']) {
      await page.getByRole('button', { name, exact: true }).click()
      await page.getByRole('dialog', { name: name === 'Keyboard help' ? 'Keys' : name }).waitFor()
      expect(await findings(page, { within: '[role="dialog"], dialog' })).toEqual([])
      await page.keyboard.press('Escape')
      await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    }
    for (const name of ['Save', 'List menu']) {
      await page.getByRole('button', { name, exact: true }).click()
      await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('menuitem')
      expect(await findings(page, { within: '[role="menu"]' })).toEqual([])
      await page.keyboard.press('Escape')
      await expect.poll(() => page.getByRole('menu').count()).toBe(0)
      expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(name)
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

  const VIEWS = [
    ['settings', '/settings', 'settings-view'],
    ['alerts', '/alerts', 'alert-rule'],
    ['link', '/link', 'topic-age'],
    ['a board', '/board/gateway', 'link-panel'],
  ] as const
  it.each(VIEWS)('on %s, in every theme', async (_name, path, sign) => {
    const page = await openView(path, sign)
    expect(await findings(page)).toEqual([])
    await inOtherThemes(page)
  })

  it('in what opens over every view, in every theme', async () => {
    const page = await openView('/alerts', 'alert-rule')
    const within = 'dialog[open]'
    for (const opens of [
      async () => {
        await page.keyboard.press('Control+k')
        await part(page, 'palette').waitFor()
        await page.keyboard.type('theme')
      },
      () => page.keyboard.press('?'),
      () => part(page, 'new-alert').click(),
    ]) {
      await opens()
      await page.locator(within).waitFor()
      expect(await findings(page, { within })).toEqual([])
      await inOtherThemes(page, within)
      await page.keyboard.press('Escape')
      await expect.poll(() => page.locator(within).count()).toBe(0)
    }
    const toast = part(page, 'toast')
    // It stays while the pointer is on it, and is gone after six seconds without.
    await Promise.all([toast.hover(), page.getByRole('button', { name: 'Remove' }).first().click()])
    await inOtherThemes(page, '.toasts')
    expect(await toast.count()).toBe(1)
  })

  it('on the desk and the wall, in the colours of every theme', async () => {
    await inOtherThemes(await openTrade(''))
    await opened.page.context().close()
    await inOtherThemes(await openWall(''))
  })
})
