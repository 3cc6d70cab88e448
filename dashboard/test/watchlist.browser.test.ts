import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judge } from './browser/judge.js'
import { openDashboard, type Dashboard, type WatchedPage } from './browser/open-dashboard.js'
import { part } from './browser/part.js'
import { lookAtRows, visibleRows } from './browser/watch-rows.js'

let dashboard: Dashboard
let desk: WatchedPage
// One page for all, as a user has: each test pastes a list of its own.
beforeAll(async () => {
  dashboard = await openDashboard()
  desk = await dashboard.open('/trade')
  await part(desk.page, 'watchlist').locator('[data-instrument]').nth(20).waitFor()
})
afterAll(async () => {
  await dashboard.close()
  expect(desk.complaints).toEqual([])
})

const query = (page = desk.page) => new URL(page.url()).searchParams
const press = (key: string) => desk.page.keyboard.press(key)

/** The lines of the list from the top down: instruments, and names of sections in brackets. */
const lines = (page: Page = desk.page): Promise<string> =>
  part(page, 'watchlist').evaluate((list) =>
    [...list.querySelectorAll<HTMLElement>('[role="row"]')]
      .sort((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
      .map((row) => row.dataset['instrument'] ?? `[${row.querySelector('.name')?.textContent ?? '…'}]`)
      .join(' '),
  )
const focused = () =>
  desk.page.evaluate(() => {
    const row = document.activeElement?.closest<HTMLElement>('[role="row"]')
    return row?.dataset['instrument'] ?? row?.querySelector('.name')?.textContent ?? null
  })

/** What Ctrl+V does with this on the clipboard. */
const paste = (text: string) =>
  desk.page.evaluate((pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    )
  }, text)

async function pasteList(text: string): Promise<void> {
  await paste(text)
  await part(desk.page, 'import').getByRole('button', { name: 'New list' }).click()
}

const MAJORS = '###Majors\nusdm:BTCUSDT, usdm:ETHUSDT\tspot:SOLUSDT\n###FX\nfx:EURUSD,fx:USDJPY'
const MAJORS_LINES = '[Majors] usdm:BTCUSDT usdm:ETHUSDT spot:SOLUSDT [FX] fx:EURUSD fx:USDJPY'

describe('a list of the user', () => {
  it('is pasted, changed and undone by the keyboard alone, and is there again', async () => {
    await paste(`${MAJORS}\nbtcusd_perp, NOPE; usdm:BTCUSDT`)
    const dialog = part(desk.page, 'import')
    // Nothing is dropped silently.
    await expect.poll(() => part(desk.page, 'unknown').textContent()).toBe('NOPE')
    await expect.poll(() => dialog.textContent()).toMatch(/6 instruments.*2 sections.*Repeated\s*usdm:BTCUSDT/)
    await dialog.getByRole('button', { name: 'New list' }).focus()
    await press('Enter')
    await expect.poll(() => lines()).toBe(`${MAJORS_LINES} coinm:BTCUSD_PERP`)

    // The way to the rows is one stop of the Tab key.
    await part(desk.page, 'watchlist').locator('[role="row"][tabindex="0"]').focus()
    await press('Home')
    await expect.poll(focused).toBe('Majors')
    await press('ArrowDown')
    await expect.poll(focused).toBe('usdm:BTCUSDT')
    await expect.poll(() => query().get('instrument')).toBe('usdm:BTCUSDT')
    await press('Alt+ArrowDown')
    await expect.poll(() => lines()).toMatch(/^\[Majors\] usdm:ETHUSDT usdm:BTCUSDT spot:SOLUSDT/)
    await expect.poll(focused).toBe('usdm:BTCUSDT')
    await press('Delete')
    await expect.poll(() => lines()).toMatch(/^\[Majors\] usdm:ETHUSDT spot:SOLUSDT \[FX\]/)
    await expect.poll(focused).toBe('spot:SOLUSDT')

    // The section goes with what is in it.
    await press('Home')
    await press('Alt+ArrowDown')
    await expect.poll(() => lines()).toMatch(/^\[FX\] .* \[Majors\] usdm:ETHUSDT spot:SOLUSDT$/)
    await press('F2')
    await desk.page.keyboard.type('Coins')
    await press('Enter')
    await expect.poll(focused).toBe('Coins')
    await press('Enter')
    await expect.poll(() => lines()).toMatch(/^\[FX\] .* \[Coins\]$/)
    await press('Delete')
    const changed = '[FX] fx:EURUSD fx:USDJPY coinm:BTCUSD_PERP usdm:ETHUSDT spot:SOLUSDT'
    await expect.poll(() => lines()).toBe(changed)

    for (let step = 0; step < 6; step++) await press('Control+z')
    await expect.poll(() => lines()).toBe(`${MAJORS_LINES} coinm:BTCUSD_PERP`)
    for (let step = 0; step < 6; step++) await press('Control+Shift+z')
    await expect.poll(() => lines()).toBe(changed)
    await desk.page.reload()
    await expect.poll(() => lines()).toBe(changed)
    await desk.screenshot('watchlist-own')
  })

  it('is the same by its address in a browser that never saw it, and in all tabs of its own', async () => {
    await pasteList(MAJORS)
    await expect.poll(() => query().get('symbols')).toContain('###Majors,usdm:BTCUSDT')
    const path = new URL(desk.page.url())
    const other = await dashboard.open(path.pathname + path.search)
    await expect.poll(() => lines(other.page)).toBe(MAJORS_LINES)
    // It is not the other's own before he does something with it.
    expect(await other.page.evaluate(() => localStorage.getItem('tickwall.watchlists'))).toBeNull()
    await other.page.context().close()
    expect(other.complaints).toEqual([])

    const tab = await desk.page.context().newPage()
    await tab.goto(desk.page.url())
    await expect.poll(() => lines(tab)).toBe(MAJORS_LINES)
    await part(desk.page, 'watchlist').locator('[data-instrument="usdm:ETHUSDT"]').click()
    await press('Delete')
    await expect.poll(() => lines(tab)).toBe(MAJORS_LINES.replace(' usdm:ETHUSDT', ''))
    await tab.close()
  })

  it('is made, filled by the symbol search, renamed, duplicated and deleted', async () => {
    const { page } = desk
    const lists = part(page, 'lists')
    const menu = async (name: string) => {
      await part(page, 'list-menu').click()
      await page.getByRole('menuitem', { name }).click()
    }
    await lists.getByRole('button', { name: 'New list' }).click()
    await page.keyboard.type('Mine')
    await press('Enter')
    await page.getByRole('button', { name: 'Add symbols' }).first().click()
    for (const symbol of ['usdm:btcusdt', 'fx:eurusd']) {
      await expect.poll(() => part(page, 'search').evaluate((field) => field === document.activeElement)).toBe(true)
      await page.keyboard.type(symbol)
      await expect
        .poll(() => page.getByRole('option').first().textContent())
        .toContain(symbol.slice(symbol.indexOf(':') + 1).toUpperCase())
      await press('Enter')
      await expect.poll(() => lines()).toContain(symbol.split(':')[0])
    }
    await press('Escape')
    await expect.poll(() => lines()).toBe('usdm:BTCUSDT fx:EURUSD')
    await menu('Duplicate list')
    // Its name may be typed at once.
    await press('Enter')
    await expect.poll(() => lists.getByRole('button', { pressed: true }).textContent()).toMatch('Mine 2')
    await menu('Delete list')
    await expect.poll(() => lists.getByRole('button', { name: 'Mine 2' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => lists.getByRole('button', { pressed: true }).textContent()).toMatch('Mine 2')
    await expect.poll(() => lines()).toBe('usdm:BTCUSDT fx:EURUSD')
  })

  it('is rearranged by dragging, rows and sections, and not when Esc is pressed', async () => {
    const { page } = desk
    await pasteList(MAJORS)
    await expect.poll(() => lines()).toBe(MAJORS_LINES)
    const line = (name: string) =>
      part(page, 'watchlist')
        .locator('[role="row"]')
        .filter({ has: page.locator('.name', { hasText: new RegExp(`^${name}$`) }) })
    /** Where a line's upper quarter is. */
    const above = async (name: string) => {
      const box = (await line(name).boundingBox())!
      return [box.x + 60, box.y + box.height / 4] as const
    }
    const dragTo = async (name: string, target: string) => {
      const box = (await line(name).boundingBox())!
      await page.mouse.move(box.x + 60, box.y + box.height / 2)
      await page.mouse.down()
      await page.mouse.move(...(await above(target)), { steps: 8 })
      await page.locator('.landing').waitFor()
    }
    await dragTo('USDJPY', 'ETHUSDT')
    await page.mouse.up()
    const moved = '[Majors] usdm:BTCUSDT fx:USDJPY usdm:ETHUSDT spot:SOLUSDT [FX] fx:EURUSD'
    await expect.poll(() => lines()).toBe(moved)
    // The click that ends a drag chooses nothing.
    expect(query().get('instrument')).not.toBe('fx:USDJPY')

    await dragTo('FX', 'Majors')
    await press('Escape')
    await page.mouse.up()
    await expect.poll(() => page.locator('.landing').count()).toBe(0)
    expect(await lines()).toBe(moved)
    await dragTo('FX', 'Majors')
    await page.mouse.up()
    await expect.poll(() => lines()).toBe('[FX] fx:EURUSD [Majors] usdm:BTCUSDT fx:USDJPY usdm:ETHUSDT spot:SOLUSDT')
  })
})

it('scrolls through 2,000 rows, each in its place and with its own figures', async () => {
  const { page } = desk
  const response = await fetch(`${dashboard.url}/api/topics?query=quote/&limit=10000`)
  const { topics } = (await response.json()) as { topics: { topic: string }[] }
  const known = topics.map(({ topic }) => decodeURIComponent(topic.slice('quote/'.length)))
  // What trades stands among what does not yet.
  const every = Math.floor(2000 / known.length)
  const wanted = Array.from({ length: 2000 }, (_, at) =>
    at % every === 0 && at / every < known.length ? known[at / every]! : `none:N${String(at)}`,
  )
  await paste(wanted.join('\n'))
  await part(page, 'import').getByRole('checkbox').check()
  await part(page, 'import').getByRole('button', { name: 'New list' }).click()
  await expect.poll(() => part(page, 'breadth').textContent()).toContain('2,000 instruments')

  const list = part(page, 'watchlist')
  const height = await list.evaluate((element) => element.clientHeight)
  await list.hover()
  for (const wheel of [900, 7000, -2500, 30_000, 3, -14_000, -999]) {
    await page.mouse.wheel(0, wheel)
    const rows = async () => {
      const seen = await visibleRows(page)
      const first = wanted.indexOf(seen[0]?.instrument ?? '')
      return {
        isFull: seen.length >= Math.floor(height / 26) - 1,
        isInOrder: seen.every(({ instrument }, at) => wanted[first + at] === instrument),
        unpriced: seen.filter(({ instrument, texts }) => known.includes(instrument) && !/\d/.test(texts['last'] ?? ''))
          .length,
      }
    }
    await expect.poll(rows).toEqual({ isFull: true, isInOrder: true, unpriced: 0 })
  }
  expect(await list.locator('[role="row"]').count()).toBeLessThan(100)
  const { wrong } = await judge(() => lookAtRows(page, dashboard.url), { enough: 20 })
  expect(wrong).toEqual([])

  await list.locator('[role="row"]').first().focus()
  await press('End')
  await expect.poll(focused).toBe(wanted.at(-1))
  await press('Home')
  await expect.poll(focused).toBe(wanted[0])
})

it('shows bids, asks, sizes, spreads and counts as the gateway holds them, digit for digit', async () => {
  const { page } = desk
  await page.evaluate(() => {
    const stored = JSON.parse(localStorage.getItem('tickwall.preferences') ?? '{}') as object
    localStorage.setItem('tickwall.preferences', JSON.stringify({ ...stored, listPx: 1000 }))
  })
  await page.setViewportSize({ width: 1920, height: 1080 })
  // Quiet ones, whose books stand still long enough to be compared.
  await page.goto(`${dashboard.url}/trade?venue=eq`)
  await page.getByRole('button', { name: 'Choose columns' }).click()
  const dialog = page.getByRole('dialog', { name: 'Choose columns' })
  await dialog.getByRole('button', { name: 'Quotes' }).click()
  await dialog.getByRole('checkbox', { name: 'Trades' }).check()
  await dialog.getByRole('checkbox', { name: 'Turnover' }).check()
  await press('Escape')
  const columns = async () => Object.keys((await visibleRows(page))[0]?.texts ?? {})
  await expect
    .poll(columns)
    .toEqual(['symbol', 'last', 'percent', 'bid', 'bidSize', 'ask', 'askSize', 'spread', 'turnover', 'trades', 'age'])
  const { right, wrong } = await judge(() => lookAtRows(page, dashboard.url), { enough: 15 })
  expect(wrong).toEqual([])
  expect(right).toBeGreaterThanOrEqual(15)
})

it('opens the symbol of which two letters are typed', async () => {
  await desk.page.keyboard.type('bt')
  await expect.poll(() => part(desk.page, 'search').inputValue()).toBe('bt')
  await expect.poll(() => desk.page.getByRole('option').first().textContent()).toContain('BT')
  await press('Enter')
  await expect.poll(() => query().get('instrument')).toMatch(/:BT/)
})

it('is found without fault by axe: a list with sections, its menu, and the import', async () => {
  const { page } = desk
  const findings = async (within: string) => {
    // Values that are no longer current are dim on purpose and say so beside them.
    const { violations } = await new AxeBuilder({ page }).exclude('.is-dim').include(within).analyze()
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    )
  }
  await pasteList(MAJORS)
  await expect.poll(() => lines()).toBe(MAJORS_LINES)
  expect(await findings('.list')).toEqual([])
  await part(page, 'list-menu').click()
  await page.getByRole('menu').waitFor()
  expect(await findings('[role="menu"]')).toEqual([])
  await page.getByRole('menuitem', { name: 'Paste a list' }).click()
  await part(page, 'import').getByRole('textbox').fill('BTCUSDT, nope')
  await part(page, 'unknown').waitFor()
  expect(await findings('dialog')).toEqual([])
})
