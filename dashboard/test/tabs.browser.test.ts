import type { QuoteState } from '@tickwall/protocol'
import { until } from '@tickwall/tools'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { CuttableWire } from './browser/cuttable-wire.js'
import { judge } from './browser/judge.js'
import { openOwnDashboard, withoutNetworkLines, type OwnDashboard, type WatchedPage } from './browser/open-dashboard.js'
import { part } from './browser/part.js'
import { snapshotOf } from './browser/snapshot.js'
import { litAtFirst, watchLights, wavesOf } from './browser/watch-lights.js'
import { lookAtRows, visibleRows } from './browser/watch-rows.js'

let dashboard: OwnDashboard
beforeAll(async () => {
  dashboard = await openOwnDashboard()
})
afterAll(() => dashboard.close())
let opened: WatchedPage
// What one test leaves behind would be counted by the next.
afterEach(() => opened.page.context().close())

const chipState = (page: Page) => part(page, 'connection-chip').getAttribute('data-state')
const lasts = async (page: Page) => (await visibleRows(page)).map(({ texts }) => texts['last'] ?? '')
const isFilled = async (page: Page) => (await lasts(page)).filter((text) => /\d/.test(text)).length > 20

/** The value of a metric without labels, or the sum over its labels. */
async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${dashboard.url}/metrics`)).text()
  const lines = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}
const connections = () => metric('tickwall_connections')

/** A tab behind another is painted all the same where there is no screen: a small one costs less. */
async function openTab(from: WatchedPage, size = { width: 1440, height: 900 }): Promise<Page> {
  const page = await from.page.context().newPage()
  await page.setViewportSize(size)
  await page.goto(`${dashboard.url}/trade`)
  return page
}

async function expectRight(page: Page): Promise<void> {
  const { right, wrong } = await judge(() => lookAtRows(page, dashboard.url), { enough: 20 })
  expect(wrong).toEqual([])
  expect(right).toBeGreaterThanOrEqual(20)
}

/** Headless pages are always visible: what the browser would say is said in its place. */
const setVisibility = (page: Page, state: 'visible' | 'hidden') =>
  page.evaluate((visibilityState) => {
    Object.defineProperty(document, 'visibilityState', { value: visibilityState, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)

async function heapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize
}

describe('the tabs of a browser', { timeout: 600_000 }, () => {
  it('are one connection and one set of subscriptions to the gateway, however many they are', async () => {
    opened = await dashboard.open('/trade')
    const first = opened
    await expect.poll(() => isFilled(first.page), { timeout: 90_000 }).toBe(true)
    await part(first.page, 'chart').locator('canvas').first().waitFor()
    expect(await connections()).toBe(1)
    // What is loaded later, such as the lines of the last hour, subscribes later.
    let alone = 0
    const isSteady = async () => {
      const before = alone
      alone = await metric('tickwall_subscriptions')
      return alone === before && alone > 40
    }
    await expect.poll(isSteady, { interval: 2_000 }).toBe(true)
    const small = { width: 960, height: 300 }
    const tabs = await Promise.all(Array.from({ length: 7 }, (_, at) => openTab(first, at === 0 ? undefined : small)))
    for (const tab of tabs) await expect.poll(() => chipState(tab), { timeout: 120_000 }).toBe('live')
    await expect.poll(() => isFilled(tabs[0] as Page), { timeout: 120_000 }).toBe(true)
    expect(await connections()).toBe(1)
    await expect.poll(() => metric('tickwall_subscriptions')).toBe(alone)

    // One crashes, the others are closed: the one that is left does not notice.
    const [crashed, ...closed] = tabs as [Page, ...Page[]]
    const session = await crashed.context().newCDPSession(crashed)
    await Promise.race([session.send('Page.crash').catch(() => undefined), crashed.waitForEvent('crash')])
    for (const tab of closed) await tab.close()
    await expect.poll(() => chipState(first.page)).toBe('live')
    const shown = (await lasts(first.page)).join()
    await expect.poll(async () => (await lasts(first.page)).join()).not.toBe(shown)
    expect(await connections()).toBe(1)
    expect(first.complaints).toEqual([])

    await first.page.context().close()
    await until(async () => (await connections()) === 0, { what: 'the end of the connection', timeoutMs: 60_000 })
    await expect.poll(() => metric('tickwall_subscriptions')).toBe(0)
  })

  it('hidden need little, hold no more for it, and are right as soon as they are seen', async () => {
    opened = await dashboard.open('/trade')
    const { page } = opened
    await expect.poll(() => isFilled(page), { timeout: 90_000 }).toBe(true)
    await setVisibility(page, 'hidden')
    // Until the rates are lowered.
    const framesIn = async (ms: number) => {
      const before = await metric('tickwall_frames_total')
      await new Promise((resolve) => setTimeout(resolve, ms))
      return (await metric('tickwall_frames_total')) - before
    }
    // Ten a second while it was seen; one in five seconds now.
    await until(async () => (await framesIn(2_000)) <= 4, { what: 'the rates of a hidden tab', timeoutMs: 60_000 })
    const heapBefore = await heapBytes(page)
    expect(await framesIn(8_000)).toBeLessThan(20)
    expect((await heapBytes(page)) - heapBefore).toBeLessThan(3_000_000)
    await setVisibility(page, 'visible')
    await expectRight(page)
  })

  it('dim what they show when the link is cut; mended, they catch up without a storm of lights', async () => {
    const wire = await CuttableWire.to(Number(new URL(dashboard.url).port))
    try {
      opened = await dashboard.open('/trade')
      const { page } = opened
      await page.goto(`${wire.url}/trade`)
      await expect.poll(() => isFilled(page), { timeout: 90_000 }).toBe(true)
      await part(page, 'chart').locator('canvas').first().waitFor()
      // A machine that stands still for a second between the answer and the first delta may take that for news; not three times.
      let storm = 1
      for (let round = 0; round < 3 && storm > 0.5; round++) storm = await cutAndMend(page, wire)
      expect(storm).toBeLessThan(0.5)
      await expectRight(page)
      // The wire is another origin than the gateway.
      const complaints = opened.complaints.filter((complaint) => !complaint.includes(wire.url))
      expect(withoutNetworkLines(complaints)).toEqual([])
    } finally {
      wire.close()
    }
  })
})

/**
 * Cuts the link until many rows are old, and mends it; answers which share of these rows lit up when they first moved. It is not always
 * none: a price may be back where it was, and then its next move is news.
 */
async function cutAndMend(page: Page, wire: CuttableWire): Promise<number> {
  wire.cut()
  const rows = part(page, 'watchlist').locator('[data-instrument]')
  await expect.poll(() => rows.and(page.locator(':not(.is-dim)')).count()).toBe(0)
  await expect.poll(() => part(page, 'link-strip').count()).toBe(1)
  const held = await visibleRows(page)
  const isOld = async () => (await movedSince(held)).length >= 15
  await until(isOld, { what: 'a market that moves', timeoutMs: 60_000 })
  expect(await visibleRows(page)).toMatchObject(
    held.map(({ instrument, texts: { last } }) => ({ instrument, texts: { last } })),
  )
  await watchLights(page)
  const missed = await movedSince(held)
  wire.mend()
  await expect.poll(() => chipState(page), { timeout: 90_000 }).toBe('live')
  const hasCaughtUp = async () => new Set((await wavesOf(page)).flatMap(({ moved }) => moved)).size >= 10
  await expect.poll(hasCaughtUp, { timeout: 90_000 }).toBe(true)
  return litAtFirst(await wavesOf(page), missed).length / missed.length
}

/** The rows that show what the gateway no longer holds. */
async function movedSince(rows: Awaited<ReturnType<typeof visibleRows>>): Promise<readonly string[]> {
  const states = await snapshotOf<QuoteState>(
    dashboard.url,
    rows.map(({ instrument }) => `quote/${instrument}`),
  )
  return rows.flatMap(({ instrument, texts }) => {
    const { last } = states.get(`quote/${instrument}`) ?? {}
    const shown = Number((texts['last'] ?? '').replace(/,/g, '').replace('−', '-'))
    return last !== undefined && Number(last) !== shown ? [instrument] : []
  })
}
