import { until } from '@tickwall/tools'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judge } from './browser/judge.js'
import { openDashboard, withoutNetworkLines, type Dashboard, type WatchedPage } from './browser/open-dashboard.js'
import { part } from './browser/part.js'
import { lookAtRows, visibleRows } from './browser/watch-rows.js'

let dashboard: Dashboard
let desk: WatchedPage
beforeAll(async () => {
  dashboard = await openDashboard()
  desk = await dashboard.open('/trade')
  await until(async () => (await filledRows()) > 20, { what: 'rows with prices', timeoutMs: 15_000 })
  // What is loaded later could not be loaded without a gateway.
  await part(desk.page, 'chart').locator('canvas').first().waitFor()
})
afterAll(() => dashboard.close())

const filledRows = async () => (await visibleRows(desk.page)).filter(({ texts }) => texts['last'] !== '').length
const state = () => part(desk.page, 'connection-chip').getAttribute('data-state')
const dimRows = () => part(desk.page, 'watchlist').locator('.row.is-dim').count()
const brightRows = () => part(desk.page, 'watchlist').locator('.row:not(.is-dim)').count()
const lasts = async () => (await visibleRows(desk.page)).map(({ texts }) => texts['last'])

/** The promise is 2 s; a machine that is busy with everything else gets one more. */
const DIM_MS = 3000
const polled = (timeout: number) => ({ timeout, interval: 50 })

async function expectHeld(): Promise<void> {
  await expect.poll(brightRows, polled(DIM_MS)).toBe(0)
  expect(await dimRows()).toBeGreaterThan(20)
  const held = await lasts()
  expect(held.every((text) => text !== '')).toBe(true)
  await expect.poll(() => part(desk.page, 'link-strip').count(), polled(2000)).toBe(1)
  expect(await lasts()).toEqual(held)
}

async function expectLive(): Promise<void> {
  await expect.poll(state, polled(20_000)).toBe('live')
  await expect.poll(dimRows, polled(10_000)).toBeLessThan(5)
  const before = (await lasts()).join()
  await expect.poll(async () => (await lasts()).join(), polled(5000)).not.toBe(before)
  const { right, wrong } = await judge(() => lookAtRows(desk.page, dashboard.gateway.url), { enough: 20 })
  expect(wrong).toEqual([])
  expect(right).toBeGreaterThanOrEqual(20)
  expect(await part(desk.page, 'link-strip').count()).toBe(0)
}

describe('the link', () => {
  it('dims what it shows when the gateway dies, and is live again by itself when there is another', async () => {
    expect(await state()).toBe('live')
    await dashboard.gateway.kill('SIGKILL')
    await expectHeld()
    expect(await state()).toBe('reconnecting')
    await desk.screenshot('trade-reconnecting')
    await dashboard.gateway.restart()
    await expectLive()
    expect(withoutNetworkLines(desk.complaints)).toEqual([])
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
    expect(await state()).toBe('offline')
    await desk.screenshot('trade-offline')
    await dashboard.gateway.restart()
    await context.setOffline(false)
    await expectLive()
    expect(withoutNetworkLines(desk.complaints.slice(known))).toEqual([])
  })
})

async function expectHeldSilently(): Promise<void> {
  await expect.poll(brightRows, polled(DIM_MS + 1000)).toBe(0)
  expect((await lasts()).every((text) => text !== '')).toBe(true)
}
