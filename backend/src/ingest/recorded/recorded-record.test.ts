import { describe, expect, it } from 'vitest'
import { compareReceived, parseNanoseconds, parseSeconds } from './recorded-record.js'

describe('parseNanoseconds', () => {
  it('keeps every digit of what does not fit a number', () => {
    expect(parseNanoseconds('1723161254087896568')).toEqual({ ms: 1_723_161_254_087, ns: 896_568 })
    expect(parseNanoseconds('1723161254087000001')).toEqual({ ms: 1_723_161_254_087, ns: 1 })
  })

  it.each(['', '12', '1.5', '-1723161254087896568', 'x', '99999999999999999999'])('is null for %s', (text) => {
    expect(parseNanoseconds(text)).toBeNull()
  })
})

describe('parseSeconds', () => {
  it('takes any number of decimals up to nanoseconds', () => {
    expect(parseSeconds('1633998523.957215')).toEqual({ ms: 1_633_998_523_957, ns: 215_000 })
    expect(parseSeconds('1633998513.3923042')).toEqual({ ms: 1_633_998_513_392, ns: 304_200 })
    expect(parseSeconds('1626994933')).toEqual({ ms: 1_626_994_933_000, ns: 0 })
    expect(parseSeconds('1626994933.000000001')).toEqual({ ms: 1_626_994_933_000, ns: 1 })
  })

  it.each(['', '.5', '5.', '1e9', '-1'])('is null for %s', (text) => {
    expect(parseSeconds(text)).toBeNull()
  })
})

describe('compareReceived', () => {
  it('tells moments apart that are the same number', () => {
    const a = parseNanoseconds('1723161254087896568')!
    const b = parseNanoseconds('1723161254087896569')!
    expect(Number('1723161254087896568')).toBe(Number('1723161254087896569'))
    expect(compareReceived(a, b)).toBeLessThan(0)
    expect(compareReceived(b, a)).toBeGreaterThan(0)
    expect(compareReceived(a, a)).toBe(0)
  })
})
