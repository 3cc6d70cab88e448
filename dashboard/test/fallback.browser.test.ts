import { afterAll, beforeAll, expect, it } from 'vitest'
import { UpgradelessProxy } from '../../backend/test/fakes/upgradeless-proxy.js'
import { openDashboard, type Dashboard } from './browser/open-dashboard.js'
import { part } from './browser/part.js'
import { visibleRows } from './browser/watch-rows.js'

let dashboard: Dashboard
let proxy: UpgradelessProxy
beforeAll(async () => {
  dashboard = await openDashboard()
  proxy = await UpgradelessProxy.to(Number(new URL(dashboard.url).port))
})
afterAll(async () => {
  await dashboard.close()
  proxy.close()
})

it('[LNK6] is live by SSE in a browser whose proxy stops WebSockets', { timeout: 300_000 }, async () => {
  const { page } = await dashboard.open('/trade')
  await page.goto(`http://127.0.0.1:${String(proxy.port)}/trade`)
  const chip = part(page, 'connection-chip')
  await expect.poll(() => chip.textContent(), { timeout: 120_000 }).toContain('SSE')
  expect(proxy.refused).toBeGreaterThanOrEqual(3)
  const lasts = async () => (await visibleRows(page)).map(({ texts }) => texts['last']).join()
  await expect.poll(lasts, { timeout: 120_000 }).toMatch(/\d/)
  const before = await lasts()
  await expect.poll(lasts, { timeout: 120_000 }).not.toBe(before)
  await expect.poll(() => chip.getAttribute('data-state')).toBe('live')
})
