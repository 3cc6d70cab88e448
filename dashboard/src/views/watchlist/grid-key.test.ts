import { describe, expect, it } from 'vitest'
import { edgeScrollPx, gapAt, landingGap } from './drop-place.js'
import { gridAct, nearestStop, stepFrom, type GridKey } from './grid-key.js'
import type { RowItem } from './rank.js'

const row: RowItem = { kind: 'row', instrument: 'a:1' }
const section = (isCollapsed = false): RowItem => ({
  kind: 'section',
  section: { kind: 'section', id: 's', name: 'S', isCollapsed },
  count: 1,
})
const venue: RowItem = { kind: 'venue', venue: 'a', count: 1 }
const press = (key: string, more: Partial<GridKey> = {}): GridKey => ({
  key,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...more,
})

describe('a key on a line', () => {
  it.each([
    ['ArrowDown', { type: 'step', by: 1 }],
    ['PageUp', { type: 'step', by: -20 }],
    ['Home', { type: 'step', by: -Infinity }],
    ['End', { type: 'step', by: Infinity }],
    ['Enter', { type: 'open' }],
    ['Delete', { type: 'remove' }],
    ['ArrowLeft', null],
    ['F2', null],
    ['b', null],
  ])('%s of a row', (key, act) => {
    expect(gridAct(press(key), row, 20)).toEqual(act)
  })
  it.each([
    ['Enter', false, { type: 'collapse', isCollapsed: true }],
    [' ', true, { type: 'collapse', isCollapsed: false }],
    ['ArrowRight', true, { type: 'collapse', isCollapsed: false }],
    ['F2', false, { type: 'rename' }],
  ])('%s of a section (collapsed: %s)', (key, isCollapsed, act) => {
    expect(gridAct(press(key), section(isCollapsed), 20)).toEqual(act)
  })
  it('moves a line with Alt, and leaves other chords to others', () => {
    expect(gridAct(press('ArrowUp', { altKey: true }), row, 20)).toEqual({ type: 'move', by: -1 })
    expect(gridAct(press('Enter', { altKey: true }), row, 20)).toBeNull()
    expect(gridAct(press('ArrowUp', { ctrlKey: true }), row, 20)).toBeNull()
  })
})

describe('a step of the cursor', () => {
  const items = [venue, row, section(), row, venue]
  it('stops at rows and sections, and at both ends', () => {
    expect([
      stepFrom(items, 1, 1),
      stepFrom(items, 2, 1),
      stepFrom(items, 3, 1),
      stepFrom(items, 2, -Infinity),
    ]).toEqual([2, 3, 3, 1])
  })
  it('begins at the first, and is nowhere in an empty list', () => {
    expect([stepFrom(items, -1, -1), stepFrom([], -1, 1), stepFrom([venue], -1, 1)]).toEqual([1, -1, -1])
  })
  it('finds the nearest stop, below before above', () => {
    expect([nearestStop(items, 0), nearestStop(items, 4), nearestStop([], 0)]).toEqual([1, 3, -1])
  })
})

describe('a drop', () => {
  const line = { index: 3, start: 100, size: 20 }
  it('falls before the line in whose upper half it is', () => {
    expect([gapAt(line, 100), gapAt(line, 109), gapAt(line, 110), gapAt(line, 500)]).toEqual([3, 3, 4, 4])
  })
  it('puts a section only between sections', () => {
    const items = [row, section(), row, section(true)]
    expect([0, 1, 2, 4].map((gap) => landingGap(items, section(), gap))).toEqual([1, 1, 3, 4])
    expect(landingGap(items, row, 2)).toBe(2)
  })
  it('scrolls near the edges only, faster the nearer', () => {
    expect(edgeScrollPx(200, 400)).toBe(0)
    expect(edgeScrollPx(-5, 400)).toBeLessThan(edgeScrollPx(20, 400))
    expect(edgeScrollPx(399, 400)).toBeGreaterThan(edgeScrollPx(380, 400))
  })
})
