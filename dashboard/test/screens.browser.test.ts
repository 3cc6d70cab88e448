import type { ReportedScreen } from '@tickwall/protocol'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openOwnDashboard, type OwnDashboard, type WatchedPage } from './browser/open-dashboard.js'
import { part } from './browser/part.js'
import { snapshotOf } from './browser/snapshot.js'

/** A gateway of its own: what is announced is seen by every page that it has. */
let dashboard: OwnDashboard
const opened: WatchedPage[] = []
beforeAll(async () => {
  dashboard = await openOwnDashboard()
})
afterAll(() => dashboard.close())
afterEach(async () => {
  for (const { page, complaints } of opened.splice(0)) {
    await page.context().close()
    expect(complaints).toEqual([])
  }
})

async function open(path: string, width = 800, height = 450): Promise<WatchedPage> {
  const screen = await dashboard.open(path, { width, height })
  opened.push(screen)
  await expect
    .poll(() => screen.page.locator('[data-test=wall], [data-test=watchlist], [data-test=settings-view]').count())
    .toBeGreaterThan(0)
  return screen
}

async function publish(what: 'announcements' | 'commands', body: object): Promise<string> {
  const response = await fetch(`${dashboard.url}/api/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(200)
  return ((await response.json()) as { id: string }).id
}

async function screens(): Promise<readonly ReportedScreen[]> {
  const held = await snapshotOf<Record<string, ReportedScreen>>(dashboard.url, ['sys/screens'])
  return Object.values(held.get('sys/screens') ?? {})
}

/** A mark that a reload takes away. */
const mark = (screen: WatchedPage) => screen.page.evaluate(() => void (document.body.dataset['mark'] = 'here'))
const isMarked = (screen: WatchedPage) =>
  screen.page.evaluate(() => document.body.dataset['mark'] === 'here').catch(() => null)
/** Pages listen once their second part has come; only then a command reaches them. */
const isListening = (name: string) =>
  expect
    .poll(async () => (await screens()).some((screen) => screen.name === name && screen.state === 'live'))
    .toBe(true)

describe('screens', () => {
  it('[SYS4] [SYS5] show what is announced to them, a wall across its foot, a desk as a notice that can be dismissed', async () => {
    const wall = await open('/wall?screen=lobby-1', 1920, 1080)
    const desk = await open('/trade?screen=desk-1', 1440, 900)
    const text = 'Maintenance at 18:00 <img src=x onerror=alert(1)>'
    const id = await publish('announcements', { text, severity: 'warning', screens: '*' })
    await publish('announcements', { text: 'For desks alone', screens: 'desk-*', seconds: 60 })

    const banner = part(wall.page, 'wall-announcement')
    await expect.poll(() => banner.allTextContents()).toEqual([text])
    const height = await banner.evaluate((element) => parseFloat(getComputedStyle(element).fontSize))
    expect(height / 1080).toBeGreaterThanOrEqual(0.04 - 1e-6)
    expect(await banner.locator('img').count()).toBe(0)
    await wall.screenshot('wall-announcement')

    const notices = part(desk.page, 'announcement')
    await expect.poll(() => notices.count()).toBe(2)
    await desk.screenshot('announcement')
    await notices.filter({ hasText: 'Maintenance' }).getByRole('button').click()
    await expect.poll(() => notices.count()).toBe(1)

    await fetch(`${dashboard.url}/api/announcements?id=${id}`, { method: 'DELETE' })
    await expect.poll(() => banner.count()).toBe(0)
  })

  it('[SYS8] do what they are told once: identify, goto, reload; who comes later, or comes back, does nothing', async () => {
    const screen = await open('/settings?screen=lobby-2')
    const other = await open('/settings?screen=hall')
    await isListening('lobby-2')
    await isListening('hall')
    await mark(screen)
    await mark(other)

    await publish('commands', { command: 'identify', screens: 'lobby-*', seconds: 300 })
    await expect.poll(() => part(screen.page, 'identity').locator('.name').allTextContents()).toEqual(['lobby-2'])
    await screen.screenshot('identity')

    await publish('commands', {
      command: 'goto',
      path: '/wall/board/hosts?rotate=1h',
      screens: 'lobby-*',
      seconds: 300,
    })
    await expect.poll(() => new URL(screen.page.url()).pathname).toBe('/wall/board/hosts')
    expect(new URL(screen.page.url()).searchParams.get('screen')).toBe('lobby-2')
    await expect.poll(() => part(screen.page, 'wall').count()).toBe(1)
    expect(await isMarked(screen)).toBe(true)

    await publish('commands', { command: 'reload', screens: 'lobby-*', seconds: 300 })
    await expect.poll(() => isMarked(screen)).toBe(false)
    await mark(screen)

    // All three are still in force: neither the page that was reloaded, nor one that comes now, does any of them.
    const late = await open('/settings?screen=lobby-3')
    await isListening('lobby-3')
    await mark(late)
    // Nor one that lost its gateway and found it again: everything is told to it anew.
    await late.page.evaluate(() => window.dispatchEvent(new Event('offline')))
    await late.page.evaluate(() => window.dispatchEvent(new Event('online')))
    // What is published last is done last: by then all the others would have been done.
    await publish('commands', { command: 'identify', screens: 'lobby-3', seconds: 300 })
    await expect.poll(() => part(late.page, 'identity').count()).toBe(1)
    expect([await isMarked(screen), await isMarked(late), await isMarked(other)]).toEqual([true, true, true])
    expect(new URL(late.page.url()).pathname).toBe('/settings')
    expect(new URL(other.page.url()).pathname).toBe('/settings')
  })

  it('[SYS9] report how they are, and are listed beside the gateway in the view of the link', async () => {
    await open('/settings?screen=lobby-4')
    await isListening('lobby-4')
    const reported = (await screens()).find(({ name }) => name === 'lobby-4')
    expect(reported).toMatchObject({ page: '/settings?screen=lobby-4' })
    expect(reported?.build).not.toBe('')

    const desk = await dashboard.open('/link')
    opened.push(desk)
    await expect.poll(() => part(desk.page, 'screen-row').filter({ hasText: 'lobby-4' }).count()).toBe(1)
    const fact = (name: string) => part(desk.page, 'gateway-facts').locator(`[data-fact="${name}"] dd`)
    await expect.poll(() => fact('bytes').textContent()).toMatch(/\d/)
    expect(await fact('phase').textContent()).toBe('ready')
    await desk.screenshot('link-gateway')
  })
})
