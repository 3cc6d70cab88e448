import { describe, expect, it } from 'vitest'
import { median, medianOf, medianRatio } from './statistics.js'

describe('median', () => {
  it('is the middle value, whatever the order', () => expect(median([9, 1, 5])).toBe(5))
  it('of an even number is the mean of the two in the middle', () => expect(median([4, 1, 100, 2])).toBe(3))
  it('does not exist without a value', () => expect(() => median([])).toThrow('no values'))
  it('can be of one property of each run', () =>
    expect(medianOf([{ ms: 3 }, { ms: 1 }, { ms: 2 }], ({ ms }) => ms)).toBe(2))
})

describe('medianRatio', () => {
  it('compares within a run: a machine that drifts changes nothing', () => {
    const ours = [10, 100, 1000]
    const theirs = [5, 50, 500]
    expect(medianRatio(ours, theirs, (us) => us)).toBe(2)
  })
  it('refuses a run without its base', () => expect(() => medianRatio([1, 2], [1], (us) => us)).toThrow('base'))
})
