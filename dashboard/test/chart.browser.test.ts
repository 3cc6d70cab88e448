import { buffer, text } from 'node:stream/consumers'
import type { BarsState } from '@tickwall/protocol'
import type { Download, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { atRest, drawn } from './browser/drawn.js'
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

/** Saves the chart as one of its files. */
async function save(file: string): Promise<void> {
  await desk.page.getByRole('button', { name: 'Save', exact: true }).click()
  await desk.page.getByRole('menuitem', { name: file, exact: true }).click()
}

/** Chooses from one of the chart's small menus. */
async function choose(menu: string, choice: string): Promise<void> {
  await desk.page.getByRole('button', { name: menu, exact: true }).click()
  await desk.page.getByRole('dialog', { name: menu }).getByRole('button', { name: choice, exact: true }).click()
}

async function wheel(deltaY: number, deltaX = 0): Promise<void> {
  const box = (await chart().boundingBox())!
  await desk.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await desk.page.mouse.wheel(deltaX, deltaY)
}

/** Waits until so many figures of the quote beside the chart were painted. */
const quotes = (times: number) =>
  part(desk.page, 'detail-last').evaluate(
    (last, wanted) =>
      new Promise<void>((resolve) => {
        let seen = 0
        const observer = new MutationObserver((painted) => {
          seen += painted.length
          if (seen < wanted) return
          observer.disconnect()
          resolve()
        })
        observer.observe(last.closest('.panel')!, { subtree: true, characterData: true, childList: true })
      }),
    times,
  )

async function downloaded(act: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([desk.page.waitForEvent('download'), act()])
  return download
}

/** How many different colours an image has, of every hundredth pixel. */
const colorsOf = (page: Page, png: Buffer): Promise<number> =>
  page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(image.width, image.height)
    const context = canvas.getContext('2d')!
    context.drawImage(image, 0, 0)
    const { data } = context.getImageData(0, 0, image.width, image.height)
    const colors = new Set<number>()
    for (let at = 0; at < data.length; at += 400) colors.add((data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!)
    return colors.size
  }, png.toString('base64'))

describe('the chart', () => {
  it('keeps the zoom of the wheel over a hundred updates', async () => {
    const opening = await span()
    await wheel(-400)
    await expect.poll(span).toBeLessThan(opening)
    const zoomed = await atRest(desk.page, span)
    await quotes(100)
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
    const edge = await atRest(desk.page, end)
    const time = await timeUnderPointer()
    expect(time).toMatch(/\d\d:\d\d/)
    await updates(4)
    await drawn(desk.page)
    expect(await end()).toBe(edge)
    await expect.poll(timeUnderPointer).toBe(time)
    await desk.screenshot('chart-moved')
    await part(desk.page, 'jump-to-live').click()
    await expect.poll(end).toBe('live')
    await expect.poll(() => part(desk.page, 'jump-to-live').count()).toBe(0)
    await wheel(0, -300)
    await expect.poll(end).not.toBe('live')
    await desk.page.keyboard.press('End')
    await expect.poll(end).toBe('live')
  })

  it('asks for earlier bars as it is panned back, page by page, until there are none', async () => {
    const PAGE = 500
    const MINUTE = 60_000
    const asked: number[] = []
    // The gateway answers for the bars it holds, which the page has already: the first page is made up of older ones, the second is its own.
    await desk.page.route(/\/api\/bars\?.*\bto=/, async (route) => {
      const answer = await route.fetch()
      asked.push(Number(new URL(route.request().url()).searchParams.get('to')))
      if (asked.length > 1) return route.fulfill({ response: answer })
      const { epoch, offset } = (await answer.json()) as { epoch: string; offset: number }
      const items = Array.from({ length: PAGE }, (_, index) => {
        const price = String(60_000 + index)
        return [asked[0]! - (PAGE - index) * MINUTE, price, price, price, price, '1', 1]
      })
      return route.fulfill({ response: answer, json: { epoch, offset, items } })
    })
    const first = async () => Number(await chart().getAttribute('data-first'))
    const held = await atRest(desk.page, first)
    const back = async () => {
      await wheel(0, -2000)
      return first()
    }
    await expect.poll(back).toBe(held - PAGE * MINUTE)
    expect(asked[0]).toBe(held)
    const view = async () => [await span(), await end()]
    const [width, edge] = await atRest(desk.page, view)
    expect(edge).not.toBe('live')
    await quotes(5)
    // What came in front moved nothing.
    expect(await view()).toEqual([width, edge])
    const start = () => desk.page.locator('[data-test="history-mark"]').getAttribute('data-start', { timeout: 1000 })
    await expect.poll(async () => (await back(), start().catch(() => null))).toBe('first')
    expect(asked).toEqual([held, held - PAGE * MINUTE])
    await desk.screenshot('chart-history')
  })

  it('is saved as an image of its size, which is not blank', async () => {
    const box = (await chart().boundingBox())!
    const download = await downloaded(() => save('Save as PNG'))
    expect(download.suggestedFilename()).toBe('usdm-BTCUSDT-1m.png')
    const png = await buffer(await download.createReadStream())
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    // The head of the file: width and height. Two device pixels to one of the page, and a line above for the title.
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
    expect([width, height]).toEqual([2 * Math.round(box.width), 2 * (Math.round(box.height) + 34)])
    expect(await colorsOf(desk.page, png)).toBeGreaterThan(20)
  })

  it('is read bar by bar with the keys', async () => {
    await chart().focus()
    await desk.page.keyboard.press('ArrowLeft')
    await desk.page.keyboard.press('Shift+ArrowLeft')
    await desk.page.keyboard.press('ArrowRight')
    const spoken = () => part(desk.page, 'spoken-bar').textContent()
    await expect.poll(spoken).toMatch(/open .*close/)
    // Ten bars before the newest, which stand still.
    await drawn(desk.page)
    const marked = Number(await part(desk.page, 'crosshair').getAttribute('data-time'))
    const bars = (await snapshotOf<BarsState>(dashboard.url, [TOPIC])).get(TOPIC)?.items ?? []
    const bar = bars.find(([openTime]) => openTime === marked)
    expect(bar).toBeDefined()
    const plain = ((await spoken()) ?? '').replaceAll(',', '')
    const said = /open ([\d.]+) high ([\d.]+) low ([\d.]+) close ([\d.]+)/.exec(plain)?.slice(1)
    expect(said?.map(Number)).toEqual(bar!.slice(1, 5).map(Number))
    await desk.page.keyboard.press('Escape')
    await expect.poll(() => part(desk.page, 'crosshair').count()).toBe(0)
  })

  it('stands beside others that mark the same moment, and its address brings all of them back', async () => {
    await desk.page.getByRole('button', { name: 'Two charts' }).click()
    const cells = part(desk.page, 'chart-cell')
    await expect.poll(() => cells.count()).toBe(2)
    await cells.nth(1).locator('[data-span]').waitFor()
    const box = (await cells.nth(0).locator('[data-test="chart"]').boundingBox())!
    const marks = async () => {
      // The other chart may not have been painted yet when the pointer came.
      await desk.page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2)
      await desk.page.mouse.move(box.x + box.width * 0.7 - 1, box.y + box.height / 2)
      const at = (index: number) =>
        cells.nth(index).locator('[data-test="crosshair"]').getAttribute('data-time', { timeout: 1000 })
      const [minutes, quarters] = await Promise.all([at(0), at(1)]).catch(() => [null, null])
      return minutes === null ? null : Math.floor(Number(minutes) / 900_000) * 900_000 - Number(quarters)
    }
    // The bar of a quarter that holds the marked minute.
    await expect.poll(marks).toBe(0)
    await desk.screenshot('chart-two')

    await choose('Style', 'OHLC bars')
    await expect.poll(() => query().get('style')).toBe('ohlc')
    const copy = await dashboard.open(desk.page.url().slice(dashboard.url.length))
    await expect.poll(() => part(copy.page, 'chart-cell').count()).toBe(2)
    const intervals = await part(copy.page, 'chart-cell')
      .getByRole('combobox')
      .evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value))
    expect(intervals).toEqual(['1m', '15m'])
    expect(new URL(copy.page.url()).search).toBe(new URL(desk.page.url()).search)
    await copy.page.context().close()
    expect(copy.complaints).toEqual([])
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
    await expect.poll(() => part(desk.page, 'chart').count()).toBe(0)

    const download = await downloaded(() => save('Save as CSV'))
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
