import { describe, expect, it } from 'vitest'
import { Durations } from './distribution.js'

describe('Durations', () => {
  it('has no summary before the first observation, nor after it was cleared', () => {
    const durations = new Durations()
    expect(durations.summary()).toBeNull()
    durations.observe(3)
    durations.clear()
    expect(durations.summary()).toBeNull()
  })

  it('tells quantiles to a tenth of a millisecond, and the largest exactly', () => {
    const durations = new Durations()
    for (let ms = 1; ms <= 1000; ms++) durations.observe(ms)
    const { p50, p99, max } = durations.summary()!
    expect(p50).toBeCloseTo(500, 0)
    expect(p99).toBeCloseTo(990, 0)
    expect(max).toBe(1000)
  })

  it('counts by weight: many that are late together are many', () => {
    const durations = new Durations()
    durations.observe(1, 10)
    durations.observe(40, 990)
    expect(durations.summary()!.p50).toBeCloseTo(40)
  })

  it('takes what is early as in time, and keeps what is beyond its buckets', () => {
    const durations = new Durations()
    durations.observe(-2)
    expect(durations.summary()).toEqual({ p50: 0, p99: 0, max: 0 })
    durations.observe(60_000, 99)
    expect(durations.summary()!.max).toBe(60_000)
    expect(durations.summary()!.p50).toBeGreaterThanOrEqual(5000)
  })
})
