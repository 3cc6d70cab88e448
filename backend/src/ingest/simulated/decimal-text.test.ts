import { describe, expect, it } from 'vitest'
import { decimalText } from './decimal-text.js'

describe('decimalText', () => {
  it.each([
    [0, 0, '0'],
    [0, 2, '0.00'],
    [7, 0, '7'],
    [-7, 0, '-7'],
    [5, 2, '0.05'],
    [-5, 2, '-0.05'],
    [-1234, 2, '-12.34'],
    [7812, 10, '0.0000007812'],
    [6183763, 2, '61837.63'],
    [Number.MAX_SAFE_INTEGER, 5, '90071992547.40991'],
  ])('prints %i with %i decimals as %s', (units, places, text) => {
    expect(decimalText(units, places)).toBe(text)
  })
})
