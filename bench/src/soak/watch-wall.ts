import type { Page } from 'playwright-core'

/** What every animation frame of a wall has shown, over all its reloads. */
export interface WallLog {
  frames: number
  /** Boards that came up. */
  turns: number
  /** Documents after the first. */
  reloads: number
  /** Frames with neither a painted board nor the last frame of the document before, by the board that was due, and what was missing. */
  readonly blank: string[]
}

/** Looks at every animation frame of the page; `onBoard` is told each board that came up. Call it before the page is opened. */
export async function watchWall(page: Page, onBoard: (board: string) => void): Promise<WallLog> {
  const log: WallLog = { frames: 0, turns: 0, reloads: -1, blank: [] }
  await page.exposeFunction('soakTold', (what: 'document' | 'board' | 'blank' | 'frames', value: string) => {
    if (what === 'document') log.reloads += 1
    else if (what === 'frames') log.frames += Number(value)
    else if (what === 'blank') log.blank.push(value)
    else {
      log.turns += 1
      onBoard(value)
    }
  })
  await page.addInitScript(lookAtFrames)
  return log
}

function lookAtFrames(): void {
  const told = (window as unknown as { soakTold(what: string, value: string): void }).soakTold
  let last: string | null = null
  let frames = 0
  told('document', '')
  setInterval(() => {
    told('frames', String(frames))
    frames = 0
  }, 1000)
  const look = (): void => {
    requestAnimationFrame(look)
    const wall = document.querySelector('[data-test="wall"]')
    if (wall === null) return
    frames += 1
    const box = wall.getBoundingClientRect()
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
    if (top === null || top.closest('[data-test="last-frame"]') !== null) return
    const slide = top.closest('[data-test="wall-slide"]')
    const panels = [...(slide?.querySelectorAll('[data-panel]') ?? [])]
    const isPainted =
      panels.length > 0 &&
      slide?.querySelector('.skeleton') === null &&
      panels.every((panel) => panel.getBoundingClientRect().height > 0)
    const board = slide?.getAttribute('data-board') ?? 'none'
    // Until its first board is painted a wall has nothing else to show.
    if (!isPainted && last !== null) {
      const waiting = [...(slide?.querySelectorAll('[data-panel]:has(.skeleton)') ?? [])]
      const names = waiting.map((panel) => panel.querySelector('h2, [aria-label]')?.textContent ?? '')
      told('blank', `${board}: ${panels.length} panels, waiting: ${names.join(', ')}`)
    }
    if (!isPainted || last === board) return
    last = board
    told('board', board)
  }
  requestAnimationFrame(look)
}
