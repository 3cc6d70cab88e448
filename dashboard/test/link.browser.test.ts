import { until } from '@tickwall/tools'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judge } from './browser/judge.js'
import { openOwnDashboard, withoutNetworkLines, type OwnDashboard, type WatchedPage } from './browser/open-dashboard.js'
import { part } from './browser/part.js'
import { lookAtRows, visibleRows } from './browser/watch-rows.js'

let dashboard: OwnDashboard
let desk: WatchedPage
beforeAll(async () => {
  dashboard = await openOwnDashboard()
  desk = await dashboard.open('/trade')
  await until(async () => (await filledRows()) > 20, { what: 'rows with prices', timeoutMs: 60_000 })
  // What is loaded later could not be loaded without a gateway.
  await part(desk.page, 'chart').locator('canvas').first().waitFor()
})
afterAll(() => dashboard.close())

const filledRows = async () => (await visibleRows(desk.page)).filter(({ texts }) => texts['last'] !== '').length
const state = () => part(desk.page, 'connection-chip').getAttribute('data-state')
const dimRows = () => part(desk.page, 'watchlist').locator('.row.is-dim').count()
const brightRows = () => part(desk.page, 'watchlist').locator('.row:not(.is-dim)').count()
const lasts = async () => (await visibleRows(desk.page)).map(({ texts }) => texts['last'])

/** That it takes less than 2 s is proven on a clock of its own (linked-page.test.ts): a machine that is busy with everything else has another. */
async function expectHeld(): Promise<void> {
  await expect.poll(brightRows).toBe(0)
  expect(await dimRows()).toBeGreaterThan(20)
  const held = await lasts()
  expect(held.every((text) => text !== '')).toBe(true)
  await expect.poll(() => part(desk.page, 'link-strip').count()).toBe(1)
  expect(await lasts()).toEqual(held)
}

async function expectLive(): Promise<void> {
  // The wait between two attempts grows to half a minute while the next gateway is started.
  await expect.poll(state, { timeout: 90_000 }).toBe('live')
  await expect.poll(dimRows).toBeLessThan(5)
  const before = (await lasts()).join()
  await expect.poll(async () => (await lasts()).join()).not.toBe(before)
  const { right, wrong } = await judge(() => lookAtRows(desk.page, dashboard.url), { enough: 20 })
  expect(wrong).toEqual([])
  expect(right).toBeGreaterThanOrEqual(20)
  await expect.poll(() => part(desk.page, 'link-strip').count()).toBe(0)
}

/** A page whose charts could not be loaded. */
async function openWithoutCharts(): Promise<WatchedPage> {
  const opened = await dashboard.open('/trade')
  await opened.page.route('**/assets/echarts-*.js', (route) => route.abort())
  await opened.page.reload()
  await opened.page.getByText('This panel failed.').waitFor()
  await opened.page.unroute('**/assets/echarts-*.js')
  return opened
}

describe('the link', { timeout: 300_000 }, () => {
  it('dims what it shows when the gateway dies, and is live again by itself when there is another', async () => {
    await expect.poll(state).toBe('live')
    const broken = await openWithoutCharts()
    await dashboard.gateway.kill('SIGKILL')
    await expectHeld()
    await expect.poll(state).toBe('reconnecting')
    await desk.screenshot('trade-reconnecting')
    await dashboard.gateway.restart()
    await expectLive()
    expect(withoutNetworkLines(desk.complaints)).toEqual([])
    await part(broken.page, 'chart').locator('canvas').first().waitFor({ timeout: 90_000 })
    await broken.page.context().close()
  })

  it('dims what it shows when the gateway falls silent on an open socket', async () => {
    const known = desk.complaints.length
    dashboard.gateway.pause()
    try {
      await expectHeldSilently()
    } finally {
      dashboard.gateway.resume()
    }
    await expectLive()
    expect(withoutNetworkLines(desk.complaints.slice(known))).toEqual([])
  })

  it('outlives a network that goes away and comes back', async () => {
    const known = desk.complaints.length
    const context = desk.page.context()
    await context.setOffline(true)
    await dashboard.gateway.kill('SIGKILL')
    await expectHeld()
    await expect.poll(state).toBe('offline')
    await desk.screenshot('trade-offline')
    await dashboard.gateway.restart()
    await context.setOffline(false)
    await expectLive()
    expect(withoutNetworkLines(desk.complaints.slice(known))).toEqual([])
  })
})

async function expectHeldSilently(): Promise<void> {
  await expect.poll(brightRows).toBe(0)
  expect((await lasts()).every((text) => text !== '')).toBe(true)
}
