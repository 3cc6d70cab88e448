import { text } from 'node:stream/consumers'
import type { BarsState } from '@tickwall/protocol'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDashboard, type Dashboard, type WatchedPage } from './browser/open-dashboard.js'
import { part } from './browser/part.js'
import { neededPlaces, printedPrice, writtenPlaces } from './browser/printed-figures.js'
import { snapshotOf } from './browser/snapshot.js'

const TOPIC = 'bars/usdm:BTCUSDT/1m'

let dashboard: Dashboard
let desk: WatchedPage
beforeAll(async () => {
  dashboard = await openDashboard()
})
afterAll(() => dashboard.close())
beforeEach(async () => {
  desk = await dashboard.open('/trade?instrument=usdm:BTCUSDT')
  await expect.poll(span).toBeGreaterThan(0)
})
afterEach(async () => {
  await desk.page.context().close()
  expect(desk.complaints).toEqual([])
})

const chart = () => part(desk.page, 'chart')
const span = async () => Number(await chart().getAttribute('data-span'))
const end = () => chart().getAttribute('data-end')
const query = () => new URL(desk.page.url()).searchParams
const price = () => part(desk.page, 'detail-last').textContent()

/** Waits until the price of the chart has moved so often. */
async function updates(times: number): Promise<void> {
  for (let seen = 0; seen < times; seen++) {
    const before = await price()
    await expect.poll(price).not.toBe(before)
  }
}

/** What the time axis says under the middle of the chart. */
async function timeUnderPointer(): Promise<string | null> {
  const box = (await chart().boundingBox())!
  await desk.page.mouse.move(box.x + box.width / 2 - 1, box.y + box.height / 2)
  await desk.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  return desk.page.locator('.cross .time').textContent()
}

/** Chooses from one of the chart's small menus. */
async function choose(menu: string, choice: string): Promise<void> {
  await desk.page.getByRole('button', { name: menu, exact: true }).click()
  await desk.page.getByRole('dialog', { name: menu }).getByRole('button', { name: choice, exact: true }).click()
}

async function wheel(deltaY: number): Promise<void> {
  const box = (await chart().boundingBox())!
  await desk.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await desk.page.mouse.wheel(0, deltaY)
}

describe('the chart', () => {
  it('keeps the zoom of the wheel while it is updated', async () => {
    const opening = await span()
    await wheel(-400)
    await expect.poll(span).toBeLessThan(opening)
    const zoomed = await span()
    await updates(4)
    expect(await span()).toBe(zoomed)
    expect(await end()).toBe('live')
    await desk.screenshot('chart-zoomed')
    await wheel(800)
    await expect.poll(span).toBeGreaterThan(opening)
  })

  it('stays in the past when it was moved there, until it is asked back', async () => {
    const box = (await chart().boundingBox())!
    const middle = box.y + box.height / 2
    await desk.page.mouse.move(box.x + 100, middle)
    await desk.page.mouse.down()
    await desk.page.mouse.move(box.x + 300, middle, { steps: 4 })
    await desk.page.mouse.up()
    await expect.poll(end).not.toBe('live')
    const edge = await end()
    const time = await timeUnderPointer()
    expect(time).toMatch(/\d\d:\d\d/)
    await updates(4)
    expect(await end()).toBe(edge)
    await expect.poll(timeUnderPointer).toBe(time)
    await desk.screenshot('chart-moved')
    await part(desk.page, 'jump-to-live').click()
    await expect.poll(end).toBe('live')
    await expect.poll(() => part(desk.page, 'jump-to-live').count()).toBe(0)
  })

  it('is read as a table too, and saved digit for digit', async () => {
    await choose('Style', 'Table')
    const table = part(desk.page, 'bars-table')
    const bars = async () => (await snapshotOf<BarsState>(dashboard.url, [TOPIC])).get(TOPIC)?.items ?? []
    // The newest row is forming; the one below it stands still for a minute.
    const isShown = async () => {
      const bar = (await bars()).at(-2)
      const cells = (await table.getByRole('row').nth(2).getByRole('cell').allTextContents()).slice(1, 5)
      return (
        cells.length === 4 &&
        cells.every((shown, at) => {
          const price = String(bar?.[at + 1])
          const places = writtenPlaces(shown.replace(/,/g, ''))
          return places >= neededPlaces(price) && shown === printedPrice(price, places)
        })
      )
    }
    await expect.poll(isShown).toBe(true)
    expect(await part(desk.page, 'chart').count()).toBe(0)

    const downloading = desk.page.waitForEvent('download')
    await choose('Save', 'Save as CSV')
    const download = await downloading
    expect(download.suggestedFilename()).toBe('usdm-BTCUSDT-1m.csv')
    const saves = await text(await download.createReadStream())
    const [heads, ...lines] = saves.trimEnd().split('\r\n')
    expect(heads).toBe('openTime (UTC),open,high,low,close,volume,trades')
    const saved = new Map(lines.map((line) => [line.split(',')[0], line]))
    const held = (await bars()).slice(-50, -5)
    expect(held.length).toBe(45)
    for (const [openTime, ...figures] of held) {
      const time = new Date(openTime).toISOString()
      expect(saved.get(time)).toBe([time, ...figures].join(','))
    }

    await choose('Style', 'Candles')
    await expect.poll(span).toBeGreaterThan(0)
  })

  it('changes interval and instrument by the address, and a reload shows the same', async () => {
    await desk.page.getByRole('button', { name: '5m', exact: true }).click()
    await expect.poll(() => query().get('interval')).toBe('5m')
    await desk.page.keyboard.press('ArrowDown')
    await expect.poll(() => query().get('instrument')).not.toBe('usdm:BTCUSDT')
    const instrument = query().get('instrument')!
    const isShown = () => chart().getAttribute('aria-label')
    await expect.poll(isShown).toContain(instrument)
    await expect.poll(span).toBeGreaterThan(0)
    const shown = await span()
    const address = desk.page.url()
    await desk.page.reload()
    await expect.poll(isShown).toContain(instrument)
    // The width of the axis may differ by a digit, and with it the room for the bars.
    await expect.poll(async () => Math.abs((await span()) - shown)).toBeLessThanOrEqual(3 * 5 * 60_000)
    expect(desk.page.url()).toBe(address)
    const pressed = () => desk.page.getByRole('button', { name: '5m', exact: true }).getAttribute('aria-pressed')
    await expect.poll(pressed).toBe('true')
  })
})
