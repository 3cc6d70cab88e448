import fc from 'fast-check'
import { expect, it } from 'vitest'
import { gaugeArc, gaugeFull, gaugePart } from './gauge-arc.js'

it('stands within its scale', () => {
  expect([null, NaN, -5, 0, 30, 60, 90].map((value) => gaugePart(value, 60))).toEqual([0, 0, 0, 0, 0.5, 1, 1])
  expect(gaugePart(5, 0)).toBe(0)
})

it('has a round end beyond all values', () => {
  expect([gaugeFull(40, true, [90]), gaugeFull(null, true, [3]), gaugeFull(null, false, [3, null])]).toEqual([
    40, 100, 5,
  ])
  expect(gaugeFull(null, false, [])).toBe(1)
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (value) => {
      const full = gaugeFull(null, false, [value])
      expect(full).toBeGreaterThan(value)
      expect(full).toBeLessThanOrEqual(value * 2.8)
    }),
  )
})

it('is an arc from the lower left to the lower right', () => {
  expect(gaugeArc(0, 1, 10)).toBe('M -8.66 5.00 A 10 10 0 1 1 8.66 5.00')
  expect(gaugeArc(0, 0.5, 10)).toBe('M -8.66 5.00 A 10 10 0 0 1 -0.00 -10.00')
  expect(gaugeArc(0.5, 0.5, 10)).toBe('')
})
