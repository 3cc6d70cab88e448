import { RATE_LADDER } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import { patienceMs } from './patience.js'

describe('patienceMs', () => {
  it('is 50 ms at most, and at most half the window of every rate', () => {
    expect(patienceMs(null)).toBe(50)
    for (const hz of RATE_LADDER) {
      expect(patienceMs(hz)).toBeLessThanOrEqual(50)
      expect(patienceMs(hz)).toBeLessThanOrEqual(500 / hz)
      expect(patienceMs(hz)).toBeGreaterThanOrEqual(25)
    }
  })

  it('is 5 ms while anybody is told of each change', () => {
    expect(patienceMs('raw')).toBe(5)
  })
})
