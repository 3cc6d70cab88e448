import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { drawn } from './browser/drawn.js'
import { judge } from './browser/judge.js'
import { openDashboard, type Dashboard, type WatchedPage } from './browser/open-dashboard.js'
import { part } from './browser/part.js'
import { lookAtRows, visibleInstruments, visibleRows } from './browser/watch-rows.js'

let dashboard: Dashboard
let desk: WatchedPage
beforeAll(async () => {
  dashboard = await openDashboard()
})
afterAll(() => dashboard.close())
beforeEach(async () => {
  desk = await dashboard.open('/trade')
  await expect
    .poll(() => visibleRows(desk.page).then((rows) => rows.filter(({ texts }) => texts['last']).length))
    .toBeGreaterThan(20)
})
afterEach(async () => {
  await desk.page.context().close()
  expect(desk.complaints).toEqual([])
})

const query = () => new URL(desk.page.url()).searchParams
const orderOfLast = async () =>
  (await visibleRows(desk.page)).map(({ texts }) => Number(texts['last']?.replace(/,/g, '').replace('−', '-')))

describe('the list', () => {
  it('moves', async () => {
    const first = new Map((await visibleRows(desk.page)).map(({ instrument, texts }) => [instrument, texts['last']]))
    const moved = new Set<string>()
    await expect
      .poll(async () => {
        for (const { instrument, texts } of await visibleRows(desk.page)) {
          if (texts['last'] !== first.get(instrument)) moved.add(instrument)
        }
        return moved.size
      })
      .toBeGreaterThanOrEqual(10)
    await desk.screenshot('trade')
  })

  it.each([
    ['names', 'symbol'],
    // The largest prices, with their groups of digits, and the smallest, with their many places, meet in no other order.
    ['large prices', '-last'],
    ['small prices', 'last'],
  ])('shows what the gateway holds, digit for digit, sorted by %s', async (_, sort) => {
    await desk.page.goto(`${dashboard.url}/trade?sort=${sort}`)
    await expect.poll(() => visibleRows(desk.page).then((rows) => rows.length)).toBeGreaterThan(20)
    const { right, wrong } = await judge(() => lookAtRows(desk.page, dashboard.url), { enough: 20 })
    expect(wrong).toEqual([])
    expect(right).toBeGreaterThanOrEqual(20)
  })

  it('lights a price that moves', async () => {
    const lit = () =>
      desk.page.evaluate(
        () =>
          document
            .getAnimations()
            .filter(
              ({ effect }) =>
                effect instanceof KeyframeEffect && (effect.target as HTMLElement | null)?.dataset['column'] === 'last',
            ).length,
      )
    await expect.poll(lit, { interval: 20 }).toBeGreaterThan(0)
  })

  it('is sorted by the head that is clicked, and back again', async () => {
    const head = desk.page.getByRole('columnheader', { name: 'Last' })
    const direction = () => head.getAttribute('aria-sort')
    const isInOrder = async (sign: number) => {
      const prices = await orderOfLast()
      return prices.every((price, at) => at === 0 || sign * (price - prices[at - 1]!) >= 0)
    }
    // Numbers start with the largest.
    await head.click()
    await expect.poll(direction).toBe('descending')
    await expect.poll(() => isInOrder(-1)).toBe(true)
    await expect.poll(() => query().get('sort')).toBe('-last')
    await head.click()
    await expect.poll(direction).toBe('ascending')
    await expect.poll(() => isInOrder(1)).toBe(true)
    await desk.screenshot('trade-sorted')
  })

  it('keeps its order under the pointer, while its prices go on', async () => {
    await desk.page.getByRole('columnheader', { name: 'Age' }).click()
    // By age the order is another each second.
    const isAnother = async (order: readonly string[]) => (await visibleInstruments(desk.page)).join() !== order.join()
    const free = await visibleInstruments(desk.page)
    await expect.poll(() => isAnother(free)).toBe(true)

    await part(desk.page, 'watchlist').hover()
    // What was decided before the pointer came is drawn.
    await drawn(desk.page)
    const held = await visibleRows(desk.page)
    const order = held.map(({ instrument }) => instrument)
    const orders = new Set([order.join()])
    const moved = new Set<string>()
    const sinceMs = Date.now()
    await expect
      .poll(async () => {
        const rows = await visibleRows(desk.page)
        orders.add(rows.map(({ instrument }) => instrument).join())
        rows.forEach(({ instrument, texts }, at) => {
          if (texts['last'] !== held[at]?.texts['last']) moved.add(instrument)
        })
        // Long enough for a free list to have changed its order twice.
        return moved.size >= 5 && Date.now() - sinceMs > 2500
      })
      .toBe(true)
    expect([...orders]).toEqual([order.join()])

    await desk.page.mouse.move(1000, 20)
    await expect.poll(() => isAnother(order)).toBe(true)
  })
})

describe('the keyboard', () => {
  const selected = () =>
    part(desk.page, 'watchlist').locator('[aria-selected="true"]').first().getAttribute('data-instrument')

  it('steps through the rows', async () => {
    const start = await selected()
    await desk.page.keyboard.press('ArrowDown')
    await expect.poll(selected).not.toBe(start)
    const next = await selected()
    await expect.poll(() => query().get('instrument')).toBe(next)
    await expect.poll(() => part(desk.page, 'chart').getAttribute('aria-label')).toContain(next)
    await desk.page.keyboard.press('ArrowUp')
    await expect.poll(selected).toBe(start)
  })

  it('searches what is typed and opens it', async () => {
    await desk.page.keyboard.type('eth')
    const search = part(desk.page, 'search')
    await expect.poll(() => search.inputValue()).toBe('eth')
    const first = desk.page.getByRole('option').first()
    await expect.poll(() => first.textContent()).toMatch(/ETH/)
    await desk.screenshot('trade-search')
    await desk.page.keyboard.press('Enter')
    await expect.poll(() => query().get('instrument')).toMatch(/ETH/)
    await expect.poll(selected).toBe(query().get('instrument'))
    await expect.poll(() => search.evaluate((field) => field === document.activeElement)).toBe(false)
  })
})

/** What a finger may touch: its width and height, by its text. */
const targets = (page: Page) =>
  page.locator('button:visible, nav a:visible, .search .field, [data-instrument]').evaluateAll((all) =>
    all.map((target) => {
      const { width, height } = target.getBoundingClientRect()
      const text = target.getAttribute('data-instrument') ?? target.textContent.trim()
      return { text: text || target.getAttribute('aria-label') || target.className, width, height }
    }),
  )

describe('a phone', () => {
  it('scrolls in no direction but down, fills the screen, and is large enough for fingers', async () => {
    const phone = await dashboard.open('/trade', { width: 390, height: 844 })
    await expect.poll(() => visibleRows(phone.page).then((rows) => rows.length)).toBeGreaterThan(10)
    // What is there last in a pane.
    const signs = {
      List: ['[data-instrument] canvas', '[data-test="breadth"]'],
      Chart: ['[data-test="zone"]', '[data-test="bar-legend"]'],
      Trades: ['.tape .trade', '.facts'],
    }
    for (const [pane, places] of Object.entries(signs)) {
      await phone.page.getByRole('button', { name: pane, exact: true }).click()
      for (const sign of places) await phone.page.locator(sign).first().waitFor()
      const width = () => phone.page.evaluate(() => [document.documentElement.scrollWidth, document.body.scrollWidth])
      await expect.poll(width).toEqual([390, 390])
      const bottom = () =>
        phone.page.locator('.panes').evaluate((panes) => Math.round(panes.getBoundingClientRect().bottom))
      await expect.poll(bottom).toBe(844 - 6)
      const small = async () => (await targets(phone.page)).filter(({ width, height }) => width < 24 || height < 36)
      await expect.poll(small).toEqual([])
      await phone.screenshot(`phone-${pane.toLowerCase()}`)
    }
    await phone.page.context().close()
    expect(phone.complaints).toEqual([])
  })
})
