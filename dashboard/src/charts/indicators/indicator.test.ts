import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  indicatorName,
  MOST_INDICATORS,
  parseIndicators,
  printIndicators,
  USUAL_INDICATORS,
  type Indicator,
} from './indicator.js'

const length = fc.integer({ min: 1, max: 500 })
const indicator: fc.Arbitrary<Indicator> = fc.oneof(
  fc.record({ kind: fc.constantFrom('ma' as const, 'ema' as const), length, isOn: fc.boolean() }),
  fc.record({ kind: fc.constant('vwap' as const), isOn: fc.boolean() }),
  fc.record({
    kind: fc.constant('bands' as const),
    length,
    deviations: fc.integer({ min: 1, max: 10 }).map((half) => half / 2),
    isOn: fc.boolean(),
  }),
)

describe('indicators as text', () => {
  it('are read back as they were written', () => {
    expect(printIndicators(USUAL_INDICATORS)).toBe('ma20.-ema50.-vwap.-bb20x2')
    fc.assert(
      fc.property(fc.array(indicator, { maxLength: MOST_INDICATORS }), (list) => {
        expect(parseIndicators(printIndicators(list))).toEqual(list)
      }),
    )
  })
  it('leave out what is unknown or out of range, and are nothing where nothing fits', () => {
    expect(parseIndicators('ma20.rsi14.ma0.ema501.bb20x9.bb20x0.bb2x1_5')?.map(indicatorName)).toEqual([
      'MA 20',
      'BB 2 × 1.5',
    ])
    expect([parseIndicators('x'), parseIndicators(7), parseIndicators(null), parseIndicators(['ma20'])]).toEqual([
      null,
      null,
      null,
      null,
    ])
    expect(parseIndicators('')).toEqual([])
    expect(parseIndicators(Array(99).fill('ma5').join('.'))).toHaveLength(MOST_INDICATORS)
  })
})
