import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrange, freePlace, moveTo, resizeTo, step } from './arrange.js'
import { COLUMNS, overlaps, rowsOf, type Placement } from './placement.js'

/** Anything that a file from elsewhere may say. */
const wild = fc.record({
  x: fc.integer({ min: -5, max: COLUMNS + 5 }),
  y: fc.integer({ min: -5, max: 30 }),
  w: fc.integer({ min: -1, max: COLUMNS + 3 }),
  h: fc.integer({ min: -1, max: 9 }),
})
const layouts = fc
  .array(wild, { minLength: 1, maxLength: 14 })
  .map((places) => places.map((place, index) => ({ id: `p${index}`, ...place })))
const steps = fc.array(
  fc.record({
    which: fc.nat(),
    act: fc.constantFrom('move', 'resize', 'left', 'right', 'up', 'down'),
    a: fc.integer({ min: -3, max: COLUMNS + 3 }),
    b: fc.integer({ min: -3, max: 40 }),
  }),
  { maxLength: 12 },
)
const SIDES = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] } as const

function expectWhole(placements: readonly Placement[], ids: readonly string[]): void {
  expect(placements.map(({ id }) => id)).toEqual(ids)
  for (const [index, placement] of placements.entries()) {
    const { x, y, w, h } = placement
    expect([x, y, w, h].every(Number.isInteger)).toBe(true)
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
    expect(Math.min(w, h)).toBeGreaterThanOrEqual(1)
    expect(x + w).toBeLessThanOrEqual(COLUMNS)
    expect(placements.slice(index + 1).filter((other) => overlaps(placement, other))).toEqual([])
  }
  expect(arrange(placements)).toEqual(placements)
}

describe('a board', () => {
  it('is inside the grid, without overlap and compact, whatever it was given', () => {
    fc.assert(
      fc.property(layouts, (given) => {
        expectWhole(
          arrange(given),
          given.map(({ id }) => id),
        )
      }),
    )
  })

  it('stays so whatever is done to it', () => {
    fc.assert(
      fc.property(layouts, steps, (given, acts) => {
        let board = arrange(given)
        for (const { which, act, a, b } of acts) {
          const id = `p${which % given.length}`
          if (act === 'move') board = moveTo(board, id, a, b)
          else if (act === 'resize') board = resizeTo(board, id, a, b)
          else board = step(board, id, SIDES[act][0], SIDES[act][1])
          expectWhole(
            board,
            given.map((placement) => placement.id),
          )
        }
      }),
    )
  })

  it('changes nothing where a panel is put where it is', () => {
    fc.assert(
      fc.property(layouts, fc.nat(), (given, which) => {
        const board = arrange(given)
        const panel = board[which % board.length]!
        expect(moveTo(board, panel.id, panel.x, panel.y)).toEqual(board)
        expect(resizeTo(board, panel.id, panel.w, panel.h)).toEqual(board)
      }),
    )
  })

  it('gives a resized panel its size and its corner columns', () => {
    fc.assert(
      fc.property(layouts, fc.integer({ min: 1, max: COLUMNS }), fc.integer({ min: 1, max: 20 }), (given, w, h) => {
        const before = arrange(given)
        const after = resizeTo(before, 'p0', w, h)[0]!
        expect([after.x, after.w, after.h]).toEqual([before[0]!.x, Math.min(w, COLUMNS - before[0]!.x), h])
      }),
    )
  })
})

const panel = (id: string, x: number, y: number, w: number, h: number): Placement => ({ id, x, y, w, h })
const places = (placements: readonly Placement[]) =>
  Object.fromEntries(placements.map(({ id, x, y }) => [id, [x, y] as const]))

describe('moving', () => {
  const column = [panel('a', 0, 0, 4, 4), panel('b', 0, 4, 4, 4), panel('c', 4, 0, 4, 2)]

  it('pushes down what is in the way', () => {
    expect(places(moveTo(column, 'c', 0, 0))).toEqual({ c: [0, 0], a: [0, 2], b: [0, 6] })
  })
  it('passes another panel at its middle, upwards and downwards', () => {
    expect(places(moveTo(column, 'b', 0, 3))).toEqual(places(column))
    expect(places(moveTo(column, 'b', 0, 2))).toMatchObject({ b: [0, 0], a: [0, 4] })
    expect(places(moveTo(column, 'a', 0, 2))).toEqual(places(column))
    expect(places(moveTo(column, 'a', 0, 3))).toMatchObject({ b: [0, 0], a: [0, 4] })
  })
  it('by key passes the next panel in one step, and stays at the ends', () => {
    expect(places(step(column, 'b', 0, -1))).toMatchObject({ b: [0, 0], a: [0, 4] })
    expect(places(step(column, 'a', 0, 1))).toMatchObject({ b: [0, 0], a: [0, 4] })
    expect(step(column, 'a', 0, -1)).toEqual(column)
    expect(step(column, 'b', 0, 1)).toEqual(column)
    expect(step(column, 'a', -1, 0)).toEqual(column)
    expect(step(column, 'none', 1, 0)).toEqual(column)
  })
  it('growing pushes the neighbour below', () => {
    expect(places(resizeTo(column, 'a', 6, 4))).toEqual({ a: [0, 0], b: [0, 4], c: [4, 4] })
  })
})

it('finds the first free place', () => {
  const board = [panel('a', 0, 0, COLUMNS - 4, 2), panel('b', COLUMNS - 4, 0, 4, 4)]
  expect(freePlace(board, 8, 3)).toEqual({ x: 0, y: 2, w: 8, h: 3 })
  expect(freePlace(board, COLUMNS, 1)).toEqual({ x: 0, y: 4, w: COLUMNS, h: 1 })
  expect(freePlace([], 99, 2)).toEqual({ x: 0, y: 0, w: COLUMNS, h: 2 })
  expect(rowsOf([])).toBe(0)
})
