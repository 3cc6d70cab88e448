import { describe, expect, it } from 'vitest'
import { boardAddress, CHART_AND_TWELVE } from './board-address.js'
import { wholeFrames } from './frame-log.js'
import { loadBars } from './load-row.js'
import type { PageFigures } from './measure-page.js'
import { sideBars } from './side-by-side.js'

const figures = (change: Partial<PageFigures> = {}): PageFigures => ({
  ...{ p50Ms: 16.7, p95Ms: 16.7, p99Ms: 16.7, framesPerSecond: 60, longTasksPerMinute: 0 },
  ...{ renderer: 0.4, others: 0.1, mainThread: 0.3, scripts: 0.2, delivered: null, changes: 500 },
  ...change,
})
const run = (change: Partial<PageFigures> = {}) => ({
  ...figures(change),
  ...{ socketToPixelMs: 30, publishedToPaintMs: 140 },
})
const delivered = { updates: 500, fields: 2600, topics: 500 }

describe('loadBars', () => {
  const missed = (runs: readonly ReturnType<typeof run>[], got: PageFigures['delivered'] = delivered): string[] =>
    loadBars('page', runs, got)
      .filter(({ pass }) => !pass)
      .map(({ name }) => name)

  it('judges the medians of the runs', () => {
    expect(missed([run(), run(), run({ p95Ms: 33.3, p99Ms: 50, longTasksPerMinute: 60 })])).toEqual([])
    expect(missed([run(), run({ p95Ms: 33.3 }), run({ p95Ms: 33.3 })])).toEqual(['page: frame p95'])
    expect(missed([run({ longTasksPerMinute: 1.1 })])).toEqual(['page: tasks over 50 ms'])
    expect(missed([{ ...run(), socketToPixelMs: 121 }])).toEqual(['page: socket to pixel p95'])
  })
  it('does not pass a page that had less to do than it should', () => {
    expect(missed([run()], { ...delivered, fields: 2499 })).toEqual(['page: field updates that reach the page'])
    expect(missed([run()], null)).toHaveLength(2)
  })
})

describe('sideBars', () => {
  const bars = sideBars(
    'candles',
    [figures({ renderer: 0.2 }), figures({ renderer: 0.8 }), figures({ renderer: 0.4 })],
    [{ name: 'theirs', runs: [0.1, 0.2, 0.4].map((renderer) => figures({ renderer })) }],
  )
  const value = (name: string): number | undefined => bars.find((entry) => entry.name === name)?.value

  it('compares within each run, and tells where we cost more', () =>
    expect(value('candles: processes of page and worker, ours against theirs')).toBe(2))
  it('tells the figures of every side', () => {
    expect(value('candles: processes of page and worker, ours')).toBe(40)
    expect(value('candles: processes of page and worker, theirs')).toBe(20)
    expect(value('candles: frame p95, theirs')).toBe(16.7)
  })
})

describe('boardAddress', () => {
  it('holds a chart and twelve panels that do not overlap', () => {
    const address = boardAddress(CHART_AND_TWELVE)
    const board = JSON.parse(Buffer.from(address.slice(address.indexOf('#board=j') + 8), 'base64url').toString()) as {
      readonly panels: readonly { readonly kind: string; readonly at: readonly [number, number, number, number] }[]
    }
    expect(board.panels.filter(({ kind }) => kind === 'chart')).toHaveLength(1)
    expect(board.panels).toHaveLength(13)
    const cells = board.panels.flatMap(({ at: [x, y, w, h] }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    )
    expect(new Set(cells).size).toBe(cells.length)
  })
})

describe('wholeFrames', () => {
  it('does not take the rounding of stamps for a late frame', () =>
    expect(wholeFrames([1000, 1016.7, 1033.3, 1050.1])).toEqual([16.7, 16.7, 16.7]))
  it('tells how many frames one took', () => expect(wholeFrames([0, 33.4, 83.3])).toEqual([33.3, 50]))
  it('needs two stamps', () => expect(wholeFrames([5])).toEqual([]))
})
