import { describe, expect, it } from 'vitest'
import { CLOSE_CODES, mayReconnect } from './codes.js'

describe('mayReconnect', () => {
  const cases = Object.entries(CLOSE_CODES).map(([reason, { code }]) => [reason, code] as const)

  it.each(cases)('[CLS1] reads the instruction of %s (%i) from its range', (_, code) => {
    expect(mayReconnect(code)).toBe((code >= 4000 && code <= 4499) || (code > 1000 && code < 4000))
  })

  it.each([
    [1000, false],
    [1005, true],
    [1006, true],
    [1015, true],
    [3000, true],
    [4000, true],
    [4499, true],
    [4500, false],
    [4999, false],
  ])('[CLS1] knows what to do with %i, whether or not it knows the code', (code, may) => {
    expect(mayReconnect(code)).toBe(may)
  })

  it('[CLS1] has each code once', () => {
    expect(new Set(cases.map(([, code]) => code)).size).toBe(cases.length)
  })
})
