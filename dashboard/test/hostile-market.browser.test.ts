import { text } from 'node:stream/consumers'
import { createPublisher, startKafka, type LocalKafka, type Publisher, type PublishRecord } from '@tickwall/tools'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openOwnDashboard, type OwnDashboard, type WatchedPage } from './browser/open-dashboard.js'
import { part } from './browser/part.js'
import { snapshotOf } from './browser/snapshot.js'

const RUN = 'document.documentElement.dataset.ran=1'
/** A broker, a gateway and a browser: some 15 s, minutes where twenty things run at once. */
const START_MS = 400_000
/** Names as the input contract permits them: whatever is neither empty, nor a control character, nor too long. */
const IMAGE = `x:<img src=x onerror="${RUN}">`
const INSTRUMENTS = [
  IMAGE,
  `x:<script>${RUN}</script>`,
  `x:"><svg onload=${RUN}>`,
  `x:javascript:${RUN}`,
  `x:{{${RUN}}}`,
  `x:=cmd|'/C calc'!A0`,
  'x:+1+1',
  'x:-2+3',
  'x:@SUM(1,1)',
]
const HOST = `<b onmouseover=${RUN}>=1+1</b>`
const UNIT = `<img src=x onerror=${RUN}>`.slice(0, 64)
/** A cell that begins so is a formula to a spreadsheet, unless it is a number. */
const FORMULA = /^["']?[=+@\t\r-]/
const NUMBER = /^-?\d+(\.\d+)?$/

const trade = (instrument: string, price: string, time: number): PublishRecord => {
  const value = {
    type: 'trade',
    instrument,
    time,
    price,
    size: '1',
    side: 'buy',
    id: `<script>${RUN}</script>${price}`,
  }
  return { log: 'ticks', key: instrument, value: JSON.stringify(value), eventTime: time }
}
const quote = (instrument: string, time: number): PublishRecord => {
  const value = { type: 'quote', instrument, time, bid: '-1.5', bidSize: '2', ask: '3.5', askSize: '1' }
  return { log: 'ticks', key: instrument, value: JSON.stringify(value), eventTime: time }
}
/** Of what is no percentage a board takes any unit. */
const metric = (name: string, unit: string, value: number, time: number): PublishRecord => ({
  ...{ log: 'metrics', key: HOST, eventTime: time },
  value: JSON.stringify({ type: 'metric', host: HOST, name, unit, time, value }),
})

let kafka: LocalKafka
let publisher: Publisher
let dashboard: OwnDashboard
beforeAll(async () => {
  kafka = await startKafka({ topics: [{ topic: 'ticks' }, { topic: 'metrics' }] })
  publisher = createPublisher({ brokers: [kafka.brokers], topics: { ticks: 'ticks', metrics: 'metrics' } })
  const now = Date.now()
  await publisher.publish([
    ...INSTRUMENTS.flatMap((instrument) => [
      ...[3, 2, 1].map((ago) => trade(instrument, `-${String(ago)}.25`, now - ago * 60_000)),
      // What is no decimal must not come as far as a cell.
      trade(instrument, "=cmd|'/C calc'!A0", now),
      trade(instrument, '+1', now),
      quote(instrument, now),
    ]),
    metric('cpu.utilization', 'percent', 42.5, now),
    metric('load.1m', UNIT, 1.5, now),
  ])
  dashboard = await openOwnDashboard({ SOURCE: 'kafka', KAFKA_BROKERS: kafka.brokers })
}, START_MS)
afterAll(async () => {
  await dashboard.close()
  await publisher.stop()
  await kafka.stop()
})

/** Nothing ran, nothing that would was made, and nothing was reached for. */
async function expectHarmless({ page, complaints }: WatchedPage, dialogs: readonly string[]): Promise<void> {
  const made = await page.evaluate(() => ({
    ran: document.documentElement.dataset['ran'] ?? null,
    elements: [...document.querySelectorAll('img[src="x"], body script:not([src]), svg[onload], iframe, object')]
      .length,
    handlers: [...document.querySelectorAll('*')].filter((element) =>
      element.getAttributeNames().some((name) => name.startsWith('on')),
    ).length,
    addresses: [...document.querySelectorAll('[href], [src], [action]')].filter((element) =>
      /^\s*javascript:/i.test(`${element.getAttribute('href') ?? ''}${element.getAttribute('src') ?? ''}`),
    ).length,
  }))
  expect(made).toEqual({ ran: null, elements: 0, handlers: 0, addresses: 0 })
  expect(dialogs).toEqual([])
  expect(complaints).toEqual([])
}

function dialogsOf(page: Page): string[] {
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  return dialogs
}

it('names from Kafka are text on the screen, and no formula in a file', async () => {
  const desk = await dashboard.open(`/trade?instrument=${encodeURIComponent(IMAGE)}`)
  const { page } = desk
  const dialogs = dialogsOf(page)
  const rows = part(page, 'watchlist').locator('[data-instrument]')
  await expect.poll(async () => (await rows.count()) >= INSTRUMENTS.length).toBe(true)
  const listed = await rows.evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset['instrument'] ?? ''))
  expect(listed.sort()).toEqual([...INSTRUMENTS].sort())
  for (const instrument of INSTRUMENTS)
    await expect.poll(() => part(page, 'watchlist').textContent()).toContain(instrument.slice('x:'.length))
  await expect.poll(() => part(page, 'detail-last').textContent()).toMatch(/1\.25/)
  await expect.poll(() => page.title()).toContain('<img src=x')
  // The trade that is none was left out, not cut to size.
  const topic = `quote/${encodeURIComponent(IMAGE)}`
  expect((await snapshotOf<{ last: string }>(dashboard.url, [topic])).get(topic)).toMatchObject({ last: '-1.25' })

  for (const instrument of INSTRUMENTS.slice(0, 2)) {
    await part(page, 'search').fill(instrument.slice('x:'.length))
    await expect.poll(() => page.locator('#symbol-matches').textContent()).toContain(instrument.slice('x:'.length))
    await page.keyboard.press('Escape')
  }

  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const asCsv = page.getByRole('menuitem', { name: 'Save as CSV', exact: true })
  const [download] = await Promise.all([page.waitForEvent('download'), asCsv.click()])
  expect(download.suggestedFilename()).toMatch(/^[\w.-]+-1m\.csv$/)
  const [heads = '', ...lines] = (await text(await download.createReadStream())).trimEnd().split('\r\n')
  expect(lines).toHaveLength(3)
  for (const cell of [heads, ...lines].flatMap((line) => line.split(',')))
    expect(NUMBER.test(cell) || !FORMULA.test(cell)).toBe(true)
  expect(lines.map((line) => line.split(',').slice(1))).toEqual(
    ['-3.25', '-2.25', '-1.25'].map((price) => [price, price, price, price, '1', '1']),
  )
  await expectHarmless(desk, dialogs)
  await page.context().close()
})

it('hosts and units from Kafka are text on a board', async () => {
  const wall = await dashboard.open('/board/hosts', { width: 1920, height: 1080 })
  const dialogs = dialogsOf(wall.page)
  await expect.poll(() => wall.page.locator('.board').textContent()).toContain('=1+1</b>')
  await wall.page.mouse.move(960, 540)
  await expectHarmless(wall, dialogs)
  await wall.page.context().close()
})
