import { describe, expect, it } from 'vitest'
import { growth, slopePerHour, type Reading } from './trend.js'

const HOUR_MS = 3_600_000
const readings = (group: string, ...points: readonly (readonly [hours: number, value: number])[]): Reading[] =>
  points.map(([hours, value]) => ({ group, atMs: hours * HOUR_MS, value }))

describe('slopePerHour', () => {
  it('is that of the line through the readings', () =>
    expect(slopePerHour(readings('a', [0, 10], [0.5, 11], [1, 12]))).toBeCloseTo(2))

  it('does not take the levels of groups for growth: a large board looked at last is no leak', () => {
    const flat = [...readings('small', [0, 1], [0.1, 1], [0.2, 1]), ...readings('large', [0.8, 9], [0.9, 9], [1, 9])]
    expect(slopePerHour(flat)).toBeCloseTo(0)
    const grown = [...readings('small', [0, 1], [1, 4]), ...readings('large', [0, 9], [1, 12])]
    expect(slopePerHour(grown)).toBeCloseTo(3)
  })

  it('sees growth through noise that comes and goes', () => {
    const noisy = Array.from({ length: 200 }, (_, i) => [i / 200, (i / 200) * 1.5 + (i % 2)] as const)
    expect(slopePerHour(readings('a', ...noisy))).toBeCloseTo(1.5, 1)
  })

  it('does not exist for single moments', () => {
    expect(slopePerHour([])).toBeNaN()
    expect(slopePerHour([...readings('a', [0, 1]), ...readings('b', [1, 2])])).toBeNaN()
  })
})

describe('growth', () => {
  it('compares the last third with the first, in the group that grew most', () => {
    const still = readings('still', [0, 5], [1, 5], [2, 5])
    const grown = readings('grown', [0, 1], [1, 1], [2, 1], [3, 2], [4, 4], [5, 4])
    expect(growth([...still, ...grown])).toBe(3)
  })
  it('is not misled by one reading, nor by the order', () => {
    const one = readings('a', [8, 5], [0, 5], [1, 5], [2, 5], [3, 5], [4, 5], [5, 5], [6, 5], [7, 99])
    expect(growth(one)).toBe(0)
  })
  it('of less is below 0, and of too few does not exist', () => {
    expect(growth(readings('a', [0, 5], [1, 5], [2, 3]))).toBe(-2)
    expect(growth(readings('a', [0, 5], [1, 5]))).toBeNaN()
  })
})
