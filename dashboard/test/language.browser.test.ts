import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judge } from './browser/judge.js'
import { openDashboard, type Dashboard } from './browser/open-dashboard.js'
import { part } from './browser/part.js'
import { lookAtRows, visibleRows } from './browser/watch-rows.js'

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await openDashboard()
})
afterAll(() => dashboard.close())

/** Terms that Chinese screens write in Latin letters too. */
const international = /^(VWAP|MA 20|UTC.*|CPU|[\d.,:/%+−\s]*(ms|kB|MB|GB|B)?(\/s)?)$/

describe('the language of the address', () => {
  it('is Chinese throughout: words, amounts, and red for up', async () => {
    const desk = await dashboard.open('/trade?lang=zh-CN&instrument=usdm:BTCUSDT')
    const { page } = desk
    const filled = async () => (await visibleRows(page)).filter(({ texts }) => texts['volume'] !== '').length
    await expect.poll(filled).toBeGreaterThan(20)
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('zh-CN')
    // The words of what is loaded later count too.
    await part(page, 'bar-legend').waitFor()
    await page.locator('.tape .trade').first().waitFor()

    const labels = (
      await page
        .locator('[role="columnheader"], header nav a, dt, .panel-head h2:not(.name), footer dt, footer .label')
        .allTextContents()
    )
      .map((text) => text.replace(/[↑↓]/g, '').trim())
      .filter((text) => text !== '')
    expect(labels.length).toBeGreaterThan(12)
    expect(labels.filter((text) => !/\p{Script=Han}/u.test(text) && !international.test(text))).toEqual([])
    const words = await page.locator('body').innerText()
    // A text that is missing would be shown as its key.
    expect(
      words.match(/\b(app|nav|search|connection|column|watchlist|chart|detail|tape|footer)\.[a-zA-Z]+/g),
    ).toBeNull()

    const volumes = (await visibleRows(page)).map(({ texts }) => texts['volume'] ?? '')
    expect(volumes.filter((text) => /[KMBT]/.test(text))).toEqual([])
    expect(volumes.some((text) => /[\d.]+(万|亿)/.test(text))).toBe(true)
    const { right, wrong } = await judge(() => lookAtRows(page, dashboard.url, 'zh'), { enough: 20 })
    expect(wrong).toEqual([])
    expect(right).toBeGreaterThanOrEqual(20)

    const colorOf = (direction: string) =>
      part(page, 'watchlist')
        .locator(`.row:not(.is-dim) .cell.${direction}`)
        .first()
        .evaluate((cell) => getComputedStyle(cell).color.match(/\d+/g)?.map(Number) ?? [])
    const [upRed = 0, upGreen = 0] = await colorOf('up')
    const [downRed = 0, downGreen = 0] = await colorOf('down')
    expect(upRed).toBeGreaterThan(upGreen)
    expect(downGreen).toBeGreaterThan(downRed)
    await desk.screenshot('trade-zh')

    await page.goto(`${dashboard.url}/wall?lang=zh-CN`)
    await expect.poll(() => part(page, 'metric-panel').count()).toBeGreaterThan(2)
    await expect.poll(() => page.locator('.legend .reading').count()).toBe(2)
    const titles = await page.locator('.panel-head h2:not(.name), .legend .reading').allTextContents()
    expect(titles.filter((text) => !/\p{Script=Han}/u.test(text) && !international.test(text.trim()))).toEqual([])
    await desk.screenshot('wall-zh')
    await page.context().close()
    expect(desk.complaints).toEqual([])
  })

  it('is English, with green for up, when it asks for nothing', async () => {
    const desk = await dashboard.open('/trade')
    const up = part(desk.page, 'watchlist').locator('.row:not(.is-dim) .cell.up').first()
    await expect.poll(() => up.count()).toBe(1)
    const [red = 0, green = 0] = await up.evaluate(
      (cell) => getComputedStyle(cell).color.match(/\d+/g)?.map(Number) ?? [],
    )
    expect(green).toBeGreaterThan(red)
    await desk.page.context().close()
    expect(desk.complaints).toEqual([])
  })
})
