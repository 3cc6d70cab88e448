import { describe, expect, it } from 'vitest'
import { observedSince, percentilesOf } from './bucket-percentiles.js'

const buckets = (...counts: [number, number][]) => counts.map(([le, count]) => ({ le, count }))

describe('percentilesOf', () => {
  it('spreads observations evenly within their bucket', () => {
    expect(percentilesOf(buckets([0.01, 0], [0.02, 100], [Infinity, 100]))).toEqual({
      p50Ms: 15,
      p95Ms: 19.5,
      p99Ms: 19.9,
    })
    expect(percentilesOf(buckets([0.01, 50], [0.02, 90], [0.1, 100], [Infinity, 100]))).toEqual({
      ...{ p50Ms: 10, p95Ms: 60, p99Ms: 92 },
    })
  })

  it('knows of what is beyond the last bound only that it was passed', () => {
    expect(percentilesOf(buckets([0.01, 1], [Infinity, 100]))).toEqual({ p50Ms: 10, p95Ms: 10, p99Ms: 10 })
  })

  it('has none without an observation', () => {
    expect(percentilesOf([])).toBeNull()
    expect(percentilesOf(buckets([0.01, 0], [Infinity, 0]))).toBeNull()
  })
})

describe('observedSince', () => {
  it('is the difference of two looks, and all of it without a first', () => {
    const now = buckets([0.01, 5], [Infinity, 9])
    expect(observedSince(buckets([0.01, 4], [Infinity, 6]), now)).toEqual(buckets([0.01, 1], [Infinity, 3]))
    expect(observedSince([], now)).toEqual(now)
  })
})
