import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reconnectDelayMs } from './backoff.js'

/** The largest number below 1, which is the most that `Math.random` gives. */
const most = () => 1 - Number.EPSILON / 2

describe('reconnectDelayMs', () => {
  it('[LNK1] doubles its bound from half a second to half a minute', () => {
    const bounds = [0, 1, 2, 3, 4, 5, 6, 7, 50, 2000].map((attempt) => Math.round(reconnectDelayMs(attempt, most)))
    expect(bounds).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000])
    expect(reconnectDelayMs(6, () => 0)).toBe(0)
    expect(reconnectDelayMs(1, () => 0.25)).toBe(250)
  })

  it('[LNK1] never waits less than the server asked for, nor more than that and the bound', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 100 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.nat(),
        (attempt, random, retryAfterMs) => {
          const delayMs = reconnectDelayMs(attempt, () => random, retryAfterMs)
          expect(delayMs).toBeGreaterThanOrEqual(retryAfterMs)
          expect(delayMs).toBeLessThanOrEqual(Math.max(retryAfterMs, 30_000))
        },
      ),
    )
  })
})
