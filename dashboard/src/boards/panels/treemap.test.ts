import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitPrice } from './split-price.js'
import { layOutTiles, LEAST_PX, tilesFor, tileSizes } from './treemap.js'

describe('layOutTiles', () => {
  it('fills the box, in proportion, without overlap', () => {
    const weights = fc.array(fc.double({ min: 0.01, max: 1000, noNaN: true }), { minLength: 1, maxLength: 24 })
    fc.assert(
      fc.property(
        weights,
        fc.integer({ min: 50, max: 900 }),
        fc.integer({ min: 50, max: 900 }),
        (drawn, wide, tall) => {
          const boxes = layOutTiles(drawn, wide, tall)
          const total = drawn.reduce((sum, weight) => sum + weight, 0)
          boxes.forEach((box, index) => {
            const share = (box.width * box.height) / (wide * tall)
            expect(share).toBeCloseTo((drawn[index] ?? 0) / total, 6)
            expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(-1e-6)
            expect(box.x + box.width).toBeLessThanOrEqual(wide + 1e-6)
            expect(box.y + box.height).toBeLessThanOrEqual(tall + 1e-6)
            for (const other of boxes.slice(index + 1)) {
              const across = Math.min(box.x + box.width, other.x + other.width) - Math.max(box.x, other.x)
              const down = Math.min(box.y + box.height, other.y + other.height) - Math.max(box.y, other.y)
              expect(Math.min(across, down)).toBeLessThan(1e-6)
            }
          })
        },
      ),
    )
  })
  it('gives no room to what has no weight', () => {
    expect(layOutTiles([0, 4, -1], 10, 5)).toEqual([
      { x: 0, y: 0, width: 0, height: 0 },
      { x: 0, y: 0, width: 10, height: 5 },
      { x: 0, y: 0, width: 0, height: 0 },
    ])
    expect(layOutTiles([1], 0, 5)[0]?.width).toBe(0)
  })
})

describe('tileSizes', () => {
  const box = (width: number, height: number) => ({ x: 0, y: 0, width, height })
  it('fits name and change across the tile and down', () => {
    for (const [width, height, characters] of [
      [120, 90, 4],
      [100, 90, 11],
      [300, 40, 7],
    ] as const) {
      const { namePx, changePx } = tileSizes(box(width, height), characters)
      expect(namePx * characters * 0.75).toBeLessThanOrEqual(width)
      expect(changePx * 6).toBeLessThanOrEqual(width)
      expect(1.25 * namePx + 1.35 * changePx).toBeLessThanOrEqual(height)
    }
  })
  it('does not set the change small because the name is long', () => {
    expect(tileSizes(box(100, 90), 11).changePx).toBeGreaterThanOrEqual(11)
  })
  it('leaves out what cannot be read', () => {
    expect(tileSizes(box(45, 100), 7)).toEqual({ namePx: LEAST_PX, changePx: 0 })
  })
  it('has as many tiles as can be read', () => {
    expect([tilesFor(360, 330, 24), tilesFor(1160, 360, 24), tilesFor(0, 0, 24)]).toEqual([13, 24, 8])
  })
})

it('splits a price where it moved; one of another length moved as a whole', () => {
  expect(splitPrice('1,234.57', '1,234.49')).toEqual({ still: '1,234.', moved: '57' })
  expect(splitPrice('9.9', '10.0')).toEqual({ still: '', moved: '9.9' })
  expect(splitPrice('7', '7')).toEqual({ still: '7', moved: '' })
})
