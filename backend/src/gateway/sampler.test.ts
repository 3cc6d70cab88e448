import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../test/fakes/manual-clock.js'
import { Sampler } from './sampler.js'

describe('Sampler', () => {
  it('looks every 5 s at the backlog of each connection, and at how many records went into a segment', () => {
    const clock = new ManualClock()
    const counts = { records: 1000, segments: 500 }
    const observed: number[] = []
    const sampler = new Sampler(
      {
        eachBacklog: (told) => [0, 70_000].forEach(told),
        records: () => counts.records,
        segments: () => counts.segments,
      },
      { backlog: { observe: (bytes) => observed.push(bytes) } },
      clock,
    )
    clock.advance(4999)
    expect([observed, sampler.conflationRatio]).toEqual([[], 0])
    clock.advance(1)
    expect([observed, sampler.conflationRatio]).toEqual([[0, 70_000], 2])
    counts.records += 300
    counts.segments += 20
    clock.advance(5000)
    expect(sampler.conflationRatio).toBe(15)
    counts.records += 300
    clock.advance(5000)
    expect(sampler.conflationRatio).toBe(0)
    sampler.stop()
    clock.advance(60_000)
    expect(observed).toHaveLength(6)
  })
})
