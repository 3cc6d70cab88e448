import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawn } from './browser/drawn.js'
import { openDashboard, openOwnDashboard, withoutNetworkLines, type Dashboard } from './browser/open-dashboard.js'
import { part } from './browser/part.js'

/** The boards of the tour in their order. */
const TOUR = ['market', 'instrument', 'hosts', 'gateway']

interface FrameLog {
  frames: number
  /** Boards that were seen, in their order. */
  boards: string[]
  /** Frames in which the wall showed neither a painted board nor the last frame of the page before. */
  blank: string[]
  lastFrames: number
  /** The board that the page before this one showed last, null for none. */
  before: string | null
}

/** Looks at every animation frame of the page, from the moment on at which there is a wall. */
async function logFrames(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const log: FrameLog = { frames: 0, boards: [], blank: [], lastFrames: 0, before: sessionStorage.getItem('seen') }
    Object.assign(window, { frameLog: log })
    const PATIENCE_MS = 5_500
    const mountedAtMs = new WeakMap<Element, number>()
    const look = () => {
      requestAnimationFrame(look)
      const wall = document.querySelector('[data-test="wall"]')
      if (wall === null) return
      log.frames += 1
      const box = wall.getBoundingClientRect()
      const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
      if (top?.closest('[data-test="last-frame"]') !== null) {
        if (top !== null) log.lastFrames += 1
        return
      }
      const slide = top.closest('[data-test="wall-slide"]')
      const panels = [...(slide?.querySelectorAll('[data-panel]') ?? [])]
      const isPainted =
        panels.length > 0 &&
        slide?.querySelector('.skeleton') === null &&
        panels.every((panel) => panel.getBoundingClientRect().height > 0)
      const board = slide?.getAttribute('data-board') ?? 'none'
      for (const each of wall.querySelectorAll('[data-test="wall-slide"]'))
        if (!mountedAtMs.has(each)) mountedAtMs.set(each, performance.now())
      const atMs = slide == null ? undefined : mountedAtMs.get(slide)
      // A wall waits six seconds for the panels of a board; on a machine on which they take longer it shows the board as it is.
      const isGivenUp = atMs !== undefined && performance.now() - atMs > PATIENCE_MS
      // Until its first board is painted a wall has nothing else to show.
      if (!isPainted && !isGivenUp && log.boards.length > 0) log.blank.push(`${board} in frame ${log.frames}`)
      if (!isPainted || log.boards.at(-1) === board) return
      log.boards.push(board)
      sessionStorage.setItem('seen', board)
    }
    requestAnimationFrame(look)
  })
}
const frameLog = (page: Page): Promise<FrameLog> =>
  page.evaluate(() => (window as unknown as { frameLog: FrameLog }).frameLog)

describe('a wall', () => {
  let dashboard: Dashboard
  beforeAll(async () => {
    dashboard = await openDashboard()
  })
  afterAll(() => dashboard.close())

  it('goes from board to board, by the clock and by keys, without a blank frame', async () => {
    const wall = await dashboard.open('/link', { width: 1920, height: 1080 })
    const { page } = wall
    await logFrames(page)
    await page.goto(`${dashboard.url}/wall/tour?rotate=5s`)
    const boards = async () => (await frameLog(page)).boards
    const shown = async () => (await boards()).at(-1) ?? ''
    await expect.poll(async () => (await boards()).length).toBeGreaterThan(1)
    expect((await boards()).slice(0, 2)).toEqual(['market', 'instrument'])
    await page.keyboard.press('Space')
    await part(page, 'wall-place').filter({ hasText: 'on hold' }).waitFor()
    // A machine that stood still may have gone further meanwhile.
    await drawn(page)
    const held = TOUR.indexOf(await shown())
    const [second, third] = [1, 2].map((by) => TOUR[(held + by) % TOUR.length])
    await page.keyboard.press('ArrowRight')
    await expect.poll(shown).toBe(second)
    await page.keyboard.press('ArrowRight')
    await expect.poll(shown).toBe(third)
    await wall.screenshot('wall-third')
    await page.keyboard.press('ArrowLeft')
    await expect.poll(async () => (await boards()).slice(-2)).toEqual([third, second])
    const { blank, frames } = await frameLog(page)
    expect(blank).toEqual([])
    expect(frames).toBeGreaterThan(20)
    // Only the shown board is left.
    await expect.poll(() => part(page, 'wall-slide').count()).toBe(1)
    await page.keyboard.press('i')
    await part(page, 'wall-info').waitFor()
    await page.context().close()
    expect(wall.complaints).toEqual([])
  })
})

describe('a new build', () => {
  it('is loaded by the walls themselves, in place of a rotation, and they go on where they were', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tickwall-build-'))
    cpSync(join(import.meta.dirname, '../dist'), folder, { recursive: true })
    // A quiet market that is soon ready, and a gateway that lets its clients go at once.
    const quick = { SIMULATED_RATE: '100', DRAIN_MS: '2000', DRAIN_SPREAD_MS: '100' }
    const dashboard = await openOwnDashboard({ ...quick, DASHBOARD_DIR: folder })
    try {
      const wall = await dashboard.open('/link', { width: 1920, height: 1080 })
      const { page } = wall
      await logFrames(page)
      await page.goto(`${dashboard.url}/wall/market,hosts?rotate=5s&jitter=1s`)
      await expect.poll(async () => (await frameLog(page)).boards.length).toBeGreaterThan(0)
      await page.evaluate(() => Object.assign(window, { isOldBuild: true }))
      const buildOf = async () =>
        ((await (await fetch(`${dashboard.url}/version.json`)).json()) as { build: string }).build
      const before = await buildOf()

      const entry = join(folder, 'index.html')
      writeFileSync(entry, `${readFileSync(entry, 'utf8')}<!-- another build -->`)
      await dashboard.gateway.restart()
      expect(await buildOf()).not.toBe(before)

      // A page is between two documents for a moment: then it cannot be asked.
      const isNew = () => page.evaluate(() => !('isOldBuild' in window)).catch(() => false)
      await expect.poll(isNew, { timeout: 90_000 }).toBe(true)
      const log = () => frameLog(page).catch(() => null)
      await expect.poll(async () => (await log())?.boards.length ?? 0).toBeGreaterThan(0)
      // The wall began with what it had shown before, and went on with the board that was due.
      const { lastFrames, boards, before: shown } = await frameLog(page)
      expect(lastFrames).toBeGreaterThan(0)
      expect([shown, boards[0]].sort()).toEqual(['hosts', 'market'])
      // It does not reload again for the same build.
      await page.evaluate(() => Object.assign(window, { isNewBuild: true }))
      await expect.poll(async () => (await frameLog(page)).boards.length).toBeGreaterThan(1)
      expect(await page.evaluate(() => 'isNewBuild' in window)).toBe(true)
      await page.context().close()
      expect(withoutNetworkLines(wall.complaints)).toEqual([])
    } finally {
      await dashboard.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }, 240_000)
})
