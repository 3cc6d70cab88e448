import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAge, formatCompact, formatPercent, formatPrice } from './format.js'

describe('formatPrice', () => {
  it.each([
    ['61837.63000000', 2, 'en', '61,837.63'],
    ['61837.5', 2, 'en', '61,837.50'],
    ['61837', 0, 'en', '61,837'],
    ['61837.00000000', 0, 'en', '61,837'],
    ['0.00001234', 8, 'en', '0.00001234'],
    ['61837.63', 0, 'en', '61,837.63'],
    ['-1234.5', 1, 'en', '\u22121,234.5'],
    ['-0.00', 2, 'en', '0.00'],
    ['0012.50', 1, 'en', '12.5'],
    ['12345678901234567890.123456789012345678', 2, 'en', '12,345,678,901,234,567,890.123456789012345678'],
    ['9007199254740993', 0, 'en', '9,007,199,254,740,993'],
    ['61837.63', 2, 'zh-CN', '61,837.63'],
    ['61837.63', 2, 'de', '61.837,63'],
    ['1234567.5', 1, 'en-IN', '12,34,567.5'],
    ['61837.63', 2, 'ar-EG', '٦١٬٨٣٧٫٦٣'],
    ['', 2, 'en', ''],
    ['1e5', 2, 'en', '1e5'],
    ['NaN', 2, 'en', 'NaN'],
  ])('%s with %i places in %s is %s', (text, places, locale, expected) => {
    expect(formatPrice(text, places, locale)).toBe(expected)
  })

  it('loses no digit, whatever the decimal and the places', () => {
    const digits = (text: string): string => text.replace(/[^0-9.]/g, '')
    const integers = fc.bigInt({ min: 0n, max: 10n ** 21n }).map(String)
    const fractions = fc.stringMatching(/^[0-9]{0,18}$/)
    fc.assert(
      fc.property(integers, fractions, fc.nat(18), (integer, fraction, places) => {
        const shown = digits(formatPrice(fraction === '' ? integer : `${integer}.${fraction}`, places, 'en'))
        const [whole = '', decimals = ''] = shown.split('.')
        expect(whole).toBe(integer)
        expect(decimals.replace(/0+$/, '')).toBe(fraction.replace(/0+$/, ''))
        expect(decimals.length).toBeGreaterThanOrEqual(places)
      }),
    )
  })
})

it.each([
  [0, 'en', '0'],
  [999, 'en', '999'],
  [1_234_567, 'en', '1.23M'],
  [1_200_000, 'en', '1.2M'],
  [1_200_000, 'zh-CN', '120万'],
  [234_000_000, 'zh-CN', '2.34亿'],
  [-1_200_000, 'en', '\u22121.2M'],
])('formatCompact: %d in %s is %s', (value, locale, expected) => {
  expect(formatCompact(value, locale)).toBe(expected)
})

it.each([
  [0.0123, 'en', '+1.23%'],
  [-0.0123, 'en', '\u22121.23%'],
  [0, 'en', '0.00%'],
  [12.5, 'en', '+1,250.00%'],
  [-0.5, 'zh-CN', '\u221250.00%'],
])('formatPercent: %d in %s is %s', (ratio, locale, expected) => {
  expect(formatPercent(ratio, locale)).toBe(expected)
})

it.each([
  [-500, 'en', '0.0s'],
  [0, 'en', '0.0s'],
  [1_449, 'en', '1.4s'],
  [9_999, 'en', '9.9s'],
  [12_000, 'en', '12s'],
  [59_999, 'en', '59s'],
  [60_000, 'en', '1m'],
  [3_599_999, 'en', '59m'],
  [7_200_000, 'en', '2h'],
  [86_399_999, 'en', '23h'],
  [5 * 86_400_000, 'en', '5d'],
  [1_400, 'zh-CN', '1.4秒'],
  [180_000, 'zh-CN', '3分钟'],
  [7_200_000, 'zh-CN', '2小时'],
])('formatAge: %d ms in %s is %s', (ms, locale, expected) => {
  expect(formatAge(ms, locale)).toBe(expected)
})
