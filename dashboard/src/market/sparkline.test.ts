import { describe, expect, it } from 'vitest'
import { Sparkline } from './sparkline.js'

const values = (line: Sparkline): number[] => Array.from({ length: line.length }, (_, i) => line.at(i))

describe('Sparkline', () => {
  it('is empty at first', () => {
    const line = new Sparkline(4, 1_000)
    expect([line.length, line.newestMs, line.at(0)]).toEqual([0, null, NaN])
  })

  it('keeps the last value of each bucket, and NaN for silence', () => {
    const line = new Sparkline(5, 1_000)
    line.push(10_000, 1)
    line.push(10_900, 2)
    line.push(13_100, 3)
    expect(values(line)).toEqual([2, NaN, NaN, 3])
    expect(line.newestMs).toBe(13_000)
  })

  it('drops the oldest beyond its capacity', () => {
    const line = new Sparkline(3, 1_000)
    for (let second = 0; second < 10; second++) line.push(second * 1_000, second)
    expect(values(line)).toEqual([7, 8, 9])
  })

  it('forgets all after a silence longer than it is', () => {
    const line = new Sparkline(3, 1_000)
    line.push(1_000, 1)
    line.push(1_000_000, 2)
    expect(values(line)).toEqual([NaN, NaN, 2])
  })

  it('takes a late value into its bucket while that is held', () => {
    const line = new Sparkline(3, 1_000)
    line.push(1_000, 1)
    line.push(3_000, 3)
    line.push(2_500, 2)
    line.push(500, 99)
    expect(values(line)).toEqual([1, 2, 3])
  })

  it('ignores what is no number', () => {
    const line = new Sparkline(3, 1_000)
    line.push(1_000, NaN)
    line.push(Infinity, 1)
    expect(line.length).toBe(0)
  })
})
