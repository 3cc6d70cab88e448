import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDashboard, type Dashboard, type WatchedPage } from './browser/open-dashboard.js'
import { part } from './browser/part.js'

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
    await expect.poll(span).toBe(shown)
    expect(desk.page.url()).toBe(address)
    const pressed = () => desk.page.getByRole('button', { name: '5m', exact: true }).getAttribute('aria-pressed')
    await expect.poll(pressed).toBe('true')
  })
})
