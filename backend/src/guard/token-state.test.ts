import { describe, expect, it } from 'vitest'
import { OPEN_ACCESS } from './access.js'
import { tokenState } from './token-state.js'

const TIMES = { warningMs: 60_000, graceMs: 10_000 }
const END = 1_000_000

describe('tokenState', () => {
  it.each([
    [END - 60_001, 'good'],
    [END - 60_000, 'ending'],
    [END - 1, 'ending'],
    [END, 'ended'],
    [END + 9999, 'ended'],
    [END + 10_000, 'over'],
  ])('[AUT5] at %d: %s', (nowMs, state) => {
    expect(tokenState({ ...OPEN_ACCESS, expiresAtMs: END }, nowMs, TIMES)).toBe(state)
  })

  it('without an end it is good for ever', () => {
    expect(tokenState(OPEN_ACCESS, Number.MAX_SAFE_INTEGER, TIMES)).toBe('good')
  })

  it('[AUT7] what was taken back is over, whatever the time', () => {
    expect(tokenState({ ...OPEN_ACCESS, isRevoked: () => true }, 0, TIMES)).toBe('revoked')
  })
})
