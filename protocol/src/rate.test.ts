import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_RATE, RATE_LADDER, grantRate } from './rate.js'

describe('grantRate', () => {
  it.each([
    [1e9, 20],
    [20, 20],
    [19.99, 10],
    [10, 10],
    [7, 5],
    [2, 2],
    [1.5, 1],
    [0.99, 0.2],
    [0.2, 0.2],
    [0.01, 0.2],
    ['raw', 'raw'],
  ] as const)('[RATE1] grants %s as %s', (maxHz, granted) => {
    expect(grantRate(maxHz)).toBe(granted)
  })

  it('[RATE1] never grants more than was asked for, unless that is below the slowest step', () => {
    fc.assert(
      fc.property(fc.double({ min: Number.MIN_VALUE, max: 1e6, noNaN: true }), (maxHz) => {
        const granted = grantRate(maxHz)
        expect(RATE_LADDER).toContain(granted)
        expect(granted).toBeLessThanOrEqual(Math.max(maxHz, 0.2))
      }),
    )
  })

  it('[RATE1] follows a ladder of its own, and has a default that is a step', () => {
    expect(grantRate(30, [50, 25])).toBe(25)
    expect(grantRate(1, [50, 25])).toBe(25)
    expect(RATE_LADDER).toContain(DEFAULT_RATE)
  })
})
