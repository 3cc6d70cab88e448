import type { Page } from 'playwright-core'
import { part } from './part.js'

/** What one update of the page did to the watchlist, by instrument. */
export interface Wave {
  /** Those whose last price was written anew. */
  readonly moved: readonly string[]
  /** Those of which a cell lit up. */
  readonly lit: readonly string[]
}

/** Notes from now on what each update of the page does, one wave a task of the page in which a last price moved. */
export function watchLights(page: Page): Promise<void> {
  return part(page, 'watchlist').evaluate((list) => {
    const waves: Wave[] = []
    let lit: string[] = []
    const rowOf = (element: Element | null) =>
      element?.closest<HTMLElement>('[data-instrument]')?.dataset['instrument'] ?? ''
    const animate = Object.getOwnPropertyDescriptor(Element.prototype, 'animate')?.value as Element['animate']
    Element.prototype.animate = function (this: Element, ...how) {
      if (list.contains(this)) lit.push(rowOf(this))
      return animate.apply(this, how)
    }
    new MutationObserver((records) => {
      const cells = records.flatMap(({ target }) => target.parentElement ?? [])
      const moved = new Set(cells.filter((cell) => cell.dataset['column'] === 'last').map(rowOf))
      if (moved.size > 0) waves.push({ moved: [...moved], lit })
      lit = []
    }).observe(list, { subtree: true, characterData: true })
    Object.assign(window, { waves })
  })
}

/** The waves since `watchLights`, oldest first. */
export const wavesOf = (page: Page): Promise<readonly Wave[]> =>
  page.evaluate(() => (window as unknown as { readonly waves: readonly Wave[] }).waves)

/** Those of the instruments that were lit when they first moved. */
export const litAtFirst = (waves: readonly Wave[], instruments: readonly string[]): readonly string[] =>
  instruments.filter((name) => waves.find(({ moved }) => moved.includes(name))?.lit.includes(name))
