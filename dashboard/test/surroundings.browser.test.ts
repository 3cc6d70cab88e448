import { text } from 'node:stream/consumers'
import type { QuoteState } from '@tickwall/protocol'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openDashboard, type Dashboard, type WatchedPage } from './browser/open-dashboard.js'
import { part } from './browser/part.js'
import { snapshotOf } from './browser/snapshot.js'
import { visibleRows } from './browser/watch-rows.js'

let dashboard: Dashboard
let opened: WatchedPage
beforeAll(async () => {
  dashboard = await openDashboard()
})
afterAll(() => dashboard.close())
afterEach(async () => {
  await opened.page.context().close()
  expect(opened.complaints).toEqual([])
})

/** Patience of a condition on a machine that does twenty things at once. */
const PATIENT = { timeout: 30_000 }

async function open(path: string): Promise<Page> {
  opened = await dashboard.open(path)
  return opened.page
}

const volumesOf = async (page: Page) =>
  (await visibleRows(page)).map(({ texts }) => texts['volume'] ?? '').filter((text) => text !== '')

/** Which of these colours, given as `#rrggbb`, the chart's canvases show as they are. */
const chartShows = (page: Page, colors: readonly string[]) =>
  part(page, 'chart')
    .first()
    .evaluate((chart, wanted) => {
      const seen = new Set<string>()
      for (const canvas of chart.querySelectorAll('canvas')) {
        // A copy to read from: the chart's own canvas stays as fast as it is.
        const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height })
        const pen = copy.getContext('2d', { willReadFrequently: true })!
        pen.drawImage(canvas, 0, 0)
        const { data } = pen.getImageData(0, 0, copy.width, copy.height)
        for (let at = 0; at < data.length; at += 4) {
          if (data[at + 3] !== 255) continue
          seen.add(`#${[0, 1, 2].map((part) => (data[at + part] ?? 0).toString(16).padStart(2, '0')).join('')}`)
        }
      }
      return wanted.filter((color) => seen.has(color))
    }, colors)

const tokenOf = (page: Page, name: string) =>
  page.evaluate((token) => getComputedStyle(document.documentElement).getPropertyValue(token).trim(), name)

describe('one press on 中文', () => {
  it('turns the words, the amounts and the colours, also those on canvases', async () => {
    const page = await open('/trade?instrument=usdm:BTCUSDT')
    await expect.poll(async () => (await volumesOf(page)).length, PATIENT).toBeGreaterThan(10)
    await expect.poll(async () => (await volumesOf(page)).some((text) => /[KMB]$/.test(text))).toBe(true)
    const up = part(page, 'watchlist').locator('.row:not(.is-dim) .cell.up').first()
    const hueOf = async () => (await up.evaluate((cell) => getComputedStyle(cell).color)).match(/\d+/g)!.map(Number)
    const [red = 0, green = 0] = await hueOf()
    expect(green).toBeGreaterThan(red)
    const dark = await tokenOf(page, '--green')
    await expect.poll(() => chartShows(page, [dark]), PATIENT).toEqual([dark])

    await part(page, 'settings').click()
    await page.getByRole('button', { name: '中文', exact: true }).click()
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('zh-CN')
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset['direction'])).toBe('red-up')
    await expect.poll(async () => (await hueOf())[0]! > (await hueOf())[1]!, PATIENT).toBe(true)
    await expect
      .poll(async () => {
        const volumes = await volumesOf(page)
        return volumes.some((text) => /万|亿/.test(text)) && !volumes.some((text) => /[KMB]$/.test(text))
      }, PATIENT)
      .toBe(true)
    await expect.poll(() => page.title()).toContain('行情')

    await page.getByRole('button', { name: '浅色', exact: true }).click()
    await expect.poll(() => tokenOf(page, '--green')).not.toBe(dark)
    const light = await tokenOf(page, '--green')
    await expect.poll(() => chartShows(page, [dark, light]), PATIENT).toEqual([light])
    await opened.screenshot('trade-light-zh')
  })
})

describe('a press on the status chip', () => {
  it('tells where the time goes, stage by stage, and what is held, also as JSON', async () => {
    const page = await open('/trade')
    await expect.poll(async () => (await visibleRows(page)).length, PATIENT).toBeGreaterThan(10)
    await part(page, 'connection-chip').click()
    await page.waitForURL('**/link')
    const stages = ['source', 'gateway', 'wire', 'decode', 'paint', 'whole']
    const figures = () =>
      Promise.all(stages.map((stage) => page.locator(`[data-stage="${stage}"] [data-test="p95"]`).textContent()))
    await expect
      .poll(async () => (await figures()).every((text) => /^[\d,.]+ ms$/.test(text ?? '')), PATIENT)
      .toBe(true)
    await expect.poll(() => part(page, 'topic-age').count(), PATIENT).toBeGreaterThan(10)
    await expect.poll(() => part(page, 'timeline').locator('[data-phase="open"]').count(), PATIENT).toBeGreaterThan(0)
    await expect.poll(() => page.title()).toContain('Link')

    const download = page.waitForEvent('download')
    await part(page, 'export').click()
    const report = JSON.parse(await text(await (await download).createReadStream())) as {
      readonly phase: string
      readonly latency: readonly { readonly stage: string; readonly samples: number }[]
    }
    expect(report.phase).toBe('live')
    expect(report.latency.map(({ stage }) => stage)).toEqual(stages.slice(0, -1))
    expect(report.latency.every(({ samples }) => samples > 0)).toBe(true)
    await opened.screenshot('link')
  })
})

describe('alerts on real prices', () => {
  it('are told once each, with the value and the offset, and not again', async () => {
    const listed = (await (await fetch(`${dashboard.url}/api/topics?query=quote/&limit=60`)).json()) as {
      readonly topics: readonly (string | { readonly topic: string })[]
    }
    const topics = listed.topics.map((entry) => (typeof entry === 'string' ? entry : entry.topic)).slice(0, 60)
    const quotes = await snapshotOf<QuoteState>(dashboard.url, topics)
    const rules = [...quotes].flatMap(([topic, { last }]) =>
      last === undefined
        ? []
        : [
            {
              id: topic,
              condition: {
                type: 'crosses',
                instrument: topic.slice('quote/'.length),
                direction: 'above',
                // The next price that is higher crosses it; no price comes back by half of it.
                level: Number(last) * 1.000_001,
              },
              hysteresis: 0.5,
              // What a page that begins anew keeps to: it does not know how far a price has come back.
              coolDownMs: 3_600_000,
              isEnabled: true,
              snoozedUntilMs: null,
            },
          ],
    )
    expect(rules.length).toBeGreaterThan(20)
    const page = await open('/alerts')
    await page.evaluate((kept) => localStorage.setItem('tickwall.alerts', kept), JSON.stringify({ version: 1, rules }))
    await page.reload()
    await expect.poll(() => part(page, 'alert-rule').count(), PATIENT).toBe(rules.length)
    interface Event {
      readonly ruleId: string
      readonly value: number
      readonly offset: number | null
      readonly condition: { readonly level: number }
    }
    const log = () =>
      page.evaluate(() => {
        const kept = JSON.parse(localStorage.getItem('tickwall.alert-log') ?? '{"log":[]}') as { log: Event[] }
        return kept.log
      })
    // A toast is there for seconds only.
    await Promise.all([
      part(page, 'toast').first().waitFor(),
      expect.poll(async () => (await log()).length, PATIENT).toBeGreaterThan(10),
    ])
    expect(await part(page, 'toast').count()).toBeLessThanOrEqual(3)
    const events = await log()
    expect(new Set(events.map(({ ruleId }) => ruleId)).size).toBe(events.length)
    for (const { value, condition, offset } of events) {
      expect(value).toBeGreaterThanOrEqual(condition.level)
      expect(offset).toBeGreaterThan(0)
    }
    // Prices go on around the same levels, in a page that begins anew as well.
    await page.reload()
    const before = events.length
    await expect.poll(async () => (await log()).length, PATIENT).toBeGreaterThanOrEqual(before)
    const later = await log()
    expect(new Set(later.map(({ ruleId }) => ruleId)).size).toBe(later.length)
  })

  it('are written in a form that keyboards reach', async () => {
    const page = await open('/alerts')
    await part(page, 'new-alert').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'New alert' }).waitFor()
    await page.getByLabel('Value', { exact: true }).fill('')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await page.getByLabel('Value', { exact: true }).fill('64000')
    await page.keyboard.press('Enter')
    await expect.poll(() => part(page, 'alert-rule').count()).toBe(1)
    expect(await part(page, 'alert-rule').textContent()).toContain('64,000')
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-test'))).toBe('new-alert')
    // The offer to undo is there for seconds only: what it says is all that is looked at before it is taken.
    const undo = part(page, 'toast').getByRole('button', { name: 'Undo' })
    await Promise.all([undo.hover(), page.getByRole('button', { name: 'Remove' }).click()])
    await expect.poll(() => part(page, 'alert-rule').count()).toBe(0)
    await undo.click()
    await expect.poll(() => part(page, 'alert-rule').count()).toBe(1)
  })
})

describe('with the keyboard alone', () => {
  it('one walks from the skip link over palette and help to every setting, and the focus comes back', async () => {
    const page = await open('/trade')
    await expect.poll(async () => (await visibleRows(page)).length, PATIENT).toBeGreaterThan(10)
    const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.className || '')
    const isInDialog = () => page.evaluate(() => document.activeElement?.closest('dialog[open]') !== null)

    await page.keyboard.press('Tab')
    await expect.poll(focused).toContain('skip')
    await page.keyboard.press('Enter')
    await expect.poll(focused).toBe('content')

    // Into the header: a control that has to have the focus again.
    const help = page.getByRole('button', { name: 'Keyboard help' })
    await help.focus()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    for (let step = 0; step < 4; step++) {
      await page.keyboard.press('Tab')
      // At the end of the dialog the focus may go to the browser's own bar, never to the page behind.
      expect((await isInDialog()) || (await page.evaluate(() => document.activeElement === document.body))).toBe(true)
    }
    expect(await page.getByRole('dialog', { name: 'Keys' }).textContent()).toContain('Command palette')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('dialog[open]').count()).toBe(0)
    await expect.poll(() => help.evaluate((button) => button === document.activeElement)).toBe(true)

    const first = page.locator('[data-command]').first()
    const run = async (words: string, command: RegExp) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog', { name: 'Command palette' }).waitFor()
      await page.keyboard.type(words)
      await expect.poll(() => first.textContent()).toMatch(command)
      await page.keyboard.press('Enter')
      await expect.poll(() => page.locator('dialog[open]').count()).toBe(0)
    }
    const theme = () => page.evaluate(() => document.documentElement.dataset['theme'])
    await run('theme light', /light/i)
    await expect.poll(theme).toBe('light')
    await run('open settings', /settings/i)
    await page.waitForURL('**/settings')
    // Recent ones come first.
    await page.keyboard.press('Control+k')
    await expect.poll(() => first.getAttribute('data-command')).toBe('view.settings')
    await page.keyboard.press('Escape')

    const contrast = page.locator('[data-choice="contrast"]')
    await contrast.waitFor()
    await expect.poll(() => page.locator('dialog[open]').count()).toBe(0)
    for (let step = 0; step < 40; step++) {
      if (await contrast.evaluate((button) => button === document.activeElement)) break
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Space')
    await expect.poll(theme).toBe('contrast')
    await run('eurusd', /EURUSD/)
    await page.waitForURL('**/trade?*EURUSD*')
    await page.reload()
    await expect.poll(theme).toBe('contrast')
  })
})
