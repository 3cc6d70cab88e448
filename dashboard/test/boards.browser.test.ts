import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDashboard, type Dashboard, type WatchedPage } from './browser/open-dashboard.js'
import { part } from './browser/part.js'

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await openDashboard()
})
afterAll(() => dashboard.close())

/** The panels by kind and place, as they are read. */
const placesOf = (page: Page): Promise<string[]> =>
  page.locator('.board [data-panel]').evaluateAll((cells) =>
    cells
      .map((cell) => {
        const at = (name: string) => Number((cell as HTMLElement).style.getPropertyValue(name))
        const [x, y, w, h] = ['--x', '--y', '--w', '--h'].map(at)
        return { kind: cell.getAttribute('data-kind'), x, y, w, h }
      })
      .sort((a, b) => (a.y ?? 0) - (b.y ?? 0) || (a.x ?? 0) - (b.x ?? 0))
      .map(({ kind, x, y, w, h }) => `${kind} ${x} ${y} ${w} ${h}`),
  )

const finish = async ({ page, complaints }: WatchedPage): Promise<void> => {
  await page.context().close()
  expect(complaints).toEqual([])
}

async function findings(page: Page, within: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include(within).exclude('.is-dim').analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html}`))
}

describe('a board', () => {
  it('is edited by keyboard alone, is there after a reload, and is the same from its address in another browser', async () => {
    const desk = await dashboard.open('/board/market')
    const { page } = desk
    await expect.poll(() => placesOf(page)).toHaveLength(10)
    const before = await placesOf(page)
    expect(before[0]).toBe('quote 0 0 6 8')
    await expect.poll(() => part(page, 'metric-chart').count()).toBe(4)

    const handle = (panel: string) => page.locator(`[data-panel="${panel}"] .handle`)
    await page.keyboard.press('Alt+E')
    await handle('p1').focus()
    // Past the movers below it, two columns to the right, one row higher.
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'Shift+ArrowDown']) await page.keyboard.press(key)
    await expect.poll(() => part(page, 'board-said').textContent()).toMatch(/^Quote .*column 3, .* 6 wide, 9 high$/)
    await handle('p2').focus()
    await page.keyboard.press('Delete')
    await expect.poll(() => placesOf(page)).toHaveLength(9)
    // The focus has gone on to the next panel.
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('handle')
    await page.keyboard.press('Control+Z')
    await expect.poll(() => placesOf(page)).toHaveLength(10)

    const address = () => new URL(page.url()).hash
    const withoutClock = address()
    await part(page, 'add-panel').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Clock', exact: true }).focus()
    await page.keyboard.press('Enter')
    const hasFocus = () => part(page, 'panel-form').evaluate((form) => form.contains(document.activeElement))
    await expect.poll(hasFocus).toBe(true)
    expect(await findings(page, 'dialog')).toEqual([])
    await page.keyboard.type('Asia/Tokyo')
    await page.keyboard.press('Enter')
    await part(page, 'clock-panel').filter({ hasText: 'Tokyo' }).waitFor()
    expect(await findings(page, '[data-test="board"]')).toEqual([])
    await page.keyboard.press('Alt+E')
    await expect.poll(() => page.locator('.handle').count()).toBe(0)

    const edited = await placesOf(page)
    expect(edited).toHaveLength(11)
    expect(edited).not.toEqual(before)
    // The address is packed, and so a moment behind.
    await expect.poll(address).not.toBe(withoutClock)
    expect(address()).toContain('#board=')
    await page.reload()
    await expect.poll(() => placesOf(page)).toEqual(edited)
    expect(await part(page, 'board-notice').count()).toBe(0)
    await desk.screenshot('board-edited')

    const { pathname, hash } = new URL(page.url())
    const other = await dashboard.open(pathname + hash)
    await expect.poll(() => placesOf(other.page)).toEqual(edited)
    await part(other.page, 'clock-panel').filter({ hasText: 'Tokyo' }).waitFor()
    // It came with its address and is kept only when that is wanted.
    expect(await part(other.page, 'board-notice').textContent()).toContain('not kept here')
    await other.page.goto(`${dashboard.url}/board/market`)
    await expect.poll(() => placesOf(other.page)).toEqual(before)
    await finish(other)
    await finish(desk)
  })

  it('is moved, stretched and enlarged by the pointer, and Esc takes a drag back', async () => {
    const desk = await dashboard.open('/board/gateway')
    const { page } = desk
    await expect.poll(() => placesOf(page)).toHaveLength(6)
    const before = await placesOf(page)
    await part(page, 'edit-board').click()
    const cells = (await part(page, 'board-cells').boundingBox())!
    const drag = async (selector: string, dx: number, dy: number) => {
      // Waits until the panels have come to rest from the drag before.
      await page.locator(selector).hover()
      const box = (await page.locator(selector).boundingBox())!
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
      await page.mouse.move(x, y)
      await page.mouse.down()
      await page.mouse.move(x + dx / 2, y + dy / 2)
      await page.mouse.move(x + dx, y + dy)
    }
    const column = cells.width / 24
    await drag('[data-panel="p1"] .handle', column * 16, 0)
    await page.keyboard.press('Escape')
    await page.mouse.up()
    await expect.poll(() => placesOf(page)).toEqual(before)

    await drag('[data-panel="p1"] .handle', column * 16, 0)
    await page.mouse.up()
    await expect.poll(() => placesOf(page)).toContain('link 16 0 8 12')
    await drag('[data-panel="p1"] .corner', -column * 2, 0)
    await page.mouse.up()
    await expect.poll(() => placesOf(page)).toContain('link 16 0 6 12')
    await page.keyboard.press('Control+Z')
    await page.keyboard.press('Control+Z')
    await expect.poll(() => placesOf(page)).toEqual(before)

    await part(page, 'edit-board').click()
    await part(page, 'link-panel').hover()
    await page.keyboard.press('Alt+Enter')
    await expect.poll(() => placesOf(page)).toEqual(['link 0 0 24 24'])
    await page.keyboard.press('Alt+Enter')
    await expect.poll(() => placesOf(page)).toEqual(before)
    await finish(desk)
  })

  it('lives on when a panel throws, and that one can be tried again', async () => {
    const desk = await dashboard.open('/link')
    const { page } = desk
    // The drawing library cannot be loaded: every panel that needs it fails.
    await page.route('**/assets/echarts-*.js', (route) => route.abort())
    await page.goto(`${dashboard.url}/board/market`)
    await expect.poll(() => page.getByText('This panel failed.').count()).toBe(4)
    const prices = () => part(page, 'tile-price').allTextContents()
    await expect.poll(async () => (await prices()).filter((text) => /\d/.test(text)).length).toBe(4)
    const first = await prices()
    await expect.poll(async () => (await prices()).join() !== first.join()).toBe(true)
    expect(await page.locator('.board [data-panel]').count()).toBe(10)
    await desk.screenshot('board-broken')
    await page.unroute('**/assets/echarts-*.js')
    await page.locator('[data-kind="metric"]').first().getByRole('button', { name: 'Try again' }).click()
    await part(page, 'metric-chart').locator('canvas').first().waitFor()
    await page.context().close()
    const own = /a panel failed|Failed to load resource|dynamically imported module|ERR_FAILED/
    expect(desk.complaints.filter((complaint) => !own.test(complaint))).toEqual([])
  })

  it('is shown in turn with others by a playlist that this browser keeps', async () => {
    const desk = await dashboard.open('/board/market')
    const { page } = desk
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Playlists…' }).click()
    await part(page, 'new-playlist').click()
    const name = page.getByLabel('Name of the playlist')
    await name.fill('Lobby screen')
    await name.blur()
    await page.getByText('/wall/lobby-screen').waitFor()
    await page.getByLabel('Add a board…').selectOption('hosts')
    const seconds = page.getByLabel('Seconds for each board')
    await seconds.fill('1')
    await seconds.blur()
    // No board may flicker by.
    expect(await seconds.inputValue()).toBe('5')
    expect(await findings(page, '.modal')).toEqual([])
    await desk.screenshot('board-playlists')
    await part(page, 'show-playlist').click()
    await page.waitForURL('**/wall/lobby-screen')
    const shown = () => page.locator('h1').first().textContent()
    await expect.poll(shown).toBe('Hosts')
    await expect.poll(shown).toBe('Market overview')
    await page.reload()
    await expect.poll(() => part(page, 'wall-place').textContent()).toMatch(/^\d of 2 · next in [1-5] s$/)
    await finish(desk)
  })

  it('that cannot be read says so and leaves what there is', async () => {
    const desk = await dashboard.open('/board/hosts#board=zbroken')
    const { page } = desk
    await expect.poll(() => placesOf(page)).toHaveLength(10)
    expect(await part(page, 'board-notice').textContent()).toContain('could not be read')
    await page.goto(`${dashboard.url}/board/nowhere`)
    await page.getByText('There is no board “nowhere”').waitFor()
    await page.getByRole('button', { name: 'Open the market overview' }).click()
    await expect.poll(() => part(page, 'tile-price').count()).toBe(4)
    await finish(desk)
  })

  it('has its menus within the screen of a phone', async () => {
    const desk = await dashboard.open('/board/market')
    const { page } = desk
    await page.setViewportSize({ width: 390, height: 844 })
    await part(page, 'edit-board').click()
    for (const button of [part(page, 'add-panel'), page.getByRole('button', { name: 'More' })]) {
      await button.click()
      const box = await page.getByRole('menu').boundingBox()
      expect(box?.x).toBeGreaterThanOrEqual(0)
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390)
      await page.keyboard.press('Escape')
    }
    await finish(desk)
  })
})
