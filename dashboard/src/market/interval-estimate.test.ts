import { describe, expect, it } from 'vitest'
import { IntervalEstimate } from './interval-estimate.js'

const after = (...gaps: number[]): IntervalEstimate => {
  const estimate = new IntervalEstimate()
  let atMs = 1_000
  estimate.changed(atMs)
  for (const gap of gaps) estimate.changed((atMs += gap))
  return estimate
}

describe('IntervalEstimate', () => {
  it.each([
    ['knows nothing', [], 1_000],
    ['is at least a second', [10, 20, 30], 1_000],
    ['is the middle gap', [2_000, 9_000, 3_000], 3_000],
    ['is between the two in the middle', [2_000, 4_000], 3_000],
    ['is not moved by one long silence', [...Array<number>(9).fill(2_000), 600_000], 2_000],
  ])('%s', (_title, gaps, expected) => {
    expect(after(...gaps).expectedMs).toBe(expected)
  })

  it('remembers the last 32 gaps', () => {
    expect(after(...Array<number>(100).fill(2_000), ...Array<number>(32).fill(7_000)).expectedMs).toBe(7_000)
  })

  it('counts no gap for a change that was only heard of, and none for times that go back', () => {
    const estimate = after(3_000)
    estimate.lastChanged(1_000_000)
    expect([estimate.lastMs, estimate.expectedMs]).toEqual([1_000_000, 3_000])
    estimate.changed(5)
    expect(estimate.lastMs).toBe(1_000_000)
  })
})
