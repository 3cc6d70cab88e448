import type { MetricState, QuoteState } from '@tickwall/protocol'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { judge, type Look } from './browser/judge.js'
import { openDashboard, type Dashboard, type WatchedPage } from './browser/open-dashboard.js'
import { part } from './browser/part.js'
import { snapshotOf } from './browser/snapshot.js'
import { heldOf, quoteFaults } from './browser/watch-rows.js'

let dashboard: Dashboard
let wall: WatchedPage
beforeAll(async () => {
  dashboard = await openDashboard()
})
afterAll(() => dashboard.close())
afterEach(async () => {
  await wall.page.context().close()
  expect(wall.complaints).toEqual([])
})

async function openWall(width: number, height: number): Promise<void> {
  wall = await dashboard.open('/wall', { width, height })
  const isFull = async () =>
    (await part(wall.page, 'tile-price').allTextContents()).filter((text) => /\d/.test(text)).length +
    (await part(wall.page, 'metric-chart').count())
  await expect.poll(isFull).toBeGreaterThanOrEqual(8)
}

const tiles = () =>
  part(wall.page, 'quote-tile').evaluateAll((all) =>
    all.map((tile) => ({
      instrument: tile.getAttribute('aria-label') ?? '',
      texts: {
        last: tile.querySelector('[data-test="tile-price"]')?.textContent.trim() ?? '',
        percent: /[▲▼]?\s*[+−]?[\d.,]+%/.exec(tile.querySelector('.change')?.textContent ?? '')?.[0].trim() ?? '',
        change: tile.querySelector('.amount')?.textContent.trim() ?? '',
      },
    })),
  )

async function lookAtTiles(): Promise<Look> {
  const { url } = dashboard
  const topics = (await tiles()).map(({ instrument }) => `quote/${instrument}`)
  const before = await snapshotOf<QuoteState>(url, topics)
  const seen = await tiles()
  const after = await snapshotOf<QuoteState>(url, topics)
  return new Map(
    seen.map(({ instrument, texts }) => {
      const [first, second] = [before.get(`quote/${instrument}`), after.get(`quote/${instrument}`)]
      if (first === undefined || second === undefined || heldOf(first) !== heldOf(second)) return [instrument, null]
      return [instrument, { held: heldOf(second), faults: quoteFaults(second, texts) }] as const
    }),
  )
}

/** One place below ten, none from there on; a half may go either way. */
function printedShort(value: number, unit: string): string[] {
  const places = value < 9.95 ? 1 : 0
  return [value - 1e-9, value + 1e-9].map((near) => {
    const text = Math.max(0, near).toFixed(places)
    return text.replace(/\.0$/, '') + unit
  })
}

/** Panels with one figure: their title, and the end of the name of the metric that they show. */
const READINGS = [
  { title: 'CPU', name: 'cpu.utilization', unit: '%' },
  { title: 'Memory', name: 'memory.used', unit: '%' },
  { title: 'Event-loop delay', name: 'eventLoop.delayP99', unit: ' ms' },
] as const

const readings = () =>
  part(wall.page, 'metric-panel').evaluateAll((panels) =>
    Object.fromEntries(
      panels.map((panel) => [panel.getAttribute('aria-label'), panel.querySelector('.reading b')?.textContent.trim()]),
    ),
  )

async function metricTopics(): Promise<string[]> {
  const answer = await fetch(`${dashboard.url}/api/topics?query=metric/`)
  const { topics } = (await answer.json()) as { topics: { topic: string }[] }
  return topics.map(({ topic }) => topic)
}

async function lookAtPanels(topics: readonly string[]): Promise<Look> {
  const { url } = dashboard
  const before = await snapshotOf<MetricState>(url, topics)
  const shown = await readings()
  const after = await snapshotOf<MetricState>(url, topics)
  return new Map(
    READINGS.map(({ title, name, unit }) => {
      const topic = topics.find((each) => each.endsWith(`/${name}`)) ?? ''
      const value = after.get(topic)?.value
      if (value === undefined || value !== before.get(topic)?.value) return [title, null]
      const expected = printedShort(value, unit)
      const faults = expected.includes(shown[title] ?? '') ? [] : [`reads ${shown[title]}, not ${expected[0]}`]
      return [title, { held: String(value), faults }] as const
    }),
  )
}

describe('the wall', () => {
  it('shows the prices that the gateway holds', async () => {
    await openWall(1920, 1080)
    const { right, wrong } = await judge(lookAtTiles, { enough: 4 })
    expect(wrong).toEqual([])
    expect(right).toBe(4)
    await wall.screenshot('wall')
  })

  it('shows the metrics that the gateway holds', async () => {
    await openWall(1440, 900)
    const topics = await metricTopics()
    const { right, wrong } = await judge(() => lookAtPanels(topics), { enough: READINGS.length })
    expect(wrong).toEqual([])
    expect(right).toBe(READINGS.length)
  })

  it.each([
    [1920, 1080],
    [1440, 900],
  ])('fills %i × %i without a scroll bar', async (width, height) => {
    await openWall(width, height)
    const size = () =>
      wall.page.evaluate(() => {
        const root = document.documentElement
        const board = document.querySelector('.board')!
        const box = document.querySelector('[data-test="wall"]')!.getBoundingClientRect()
        return {
          page: [root.scrollWidth, root.scrollHeight],
          wall: [box.width, box.height],
          hidden: [board.scrollWidth - board.clientWidth, board.scrollHeight - board.clientHeight],
        }
      })
    await expect.poll(size).toEqual({ page: [width, height], wall: [width, height], hidden: [0, 0] })
    await wall.screenshot(`wall-${width}`)
  })
})
