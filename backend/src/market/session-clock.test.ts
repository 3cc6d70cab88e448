import { describe, expect, it } from 'vitest'
import { bucketStart, DAY_MS, sessionOf } from './session-clock.js'

const midnight = Date.UTC(2024, 7, 9)

describe('sessionOf', () => {
  it('[FOLD2] begins at midnight UTC', () => {
    expect(sessionOf(midnight - 1, 0)).toBe(midnight - DAY_MS)
    expect(sessionOf(midnight, 0)).toBe(midnight)
    expect(sessionOf(midnight + DAY_MS - 1, 0)).toBe(midnight)
  })

  it('[FOLD2] begins at SESSION_START, the day before for times that come earlier', () => {
    const start = 13.5 * 3_600_000
    expect(sessionOf(midnight, start)).toBe(midnight - DAY_MS + start)
    expect(sessionOf(midnight + start - 1, start)).toBe(midnight - DAY_MS + start)
    expect(sessionOf(midnight + start, start)).toBe(midnight + start)
  })

  it('counts days before the epoch downwards', () => {
    expect(sessionOf(0, 1000)).toBe(1000 - DAY_MS)
  })
})

describe('bucketStart', () => {
  it('[FOLD6] is the multiple of the length at or before a time', () => {
    expect(bucketStart(midnight + 61_999, 1000, 0)).toBe(midnight + 61_000)
    expect(bucketStart(midnight, 60_000, 0)).toBe(midnight)
  })
})
