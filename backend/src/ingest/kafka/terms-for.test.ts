import { RATE_LADDER } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import { termsFor } from './terms-for.js'

const GATHER_BYTES = 65_536

describe('termsFor', () => {
  it('lets brokers gather for 50 ms at most, and for half the window of the fastest rate', () => {
    expect(termsFor(null, GATHER_BYTES)).toEqual({ minBytes: GATHER_BYTES, maxWaitMs: 50, pauseMs: 0 })
    for (const hz of RATE_LADDER) {
      const { minBytes, maxWaitMs, pauseMs } = termsFor(hz, GATHER_BYTES)
      expect([minBytes, pauseMs]).toEqual([GATHER_BYTES, 0])
      expect(maxWaitMs).toBeLessThanOrEqual(Math.min(50, 500 / hz))
      expect(maxWaitMs).toBeGreaterThanOrEqual(25)
    }
  })

  it('takes each record as it comes while anybody is told of each change, some 500 times a second at most', () => {
    expect(termsFor('raw', GATHER_BYTES)).toEqual({ minBytes: 1, maxWaitMs: 50, pauseMs: 2 })
  })
})
