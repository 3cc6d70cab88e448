import { describe, expect, it } from 'vitest'
import { keyOf, mix, Random } from './random.js'

describe('Random', () => {
  it('gives the same numbers for the same seed on every platform', () => {
    const random = new Random(42, 7)
    expect([random.word(), random.word(), random.word(), random.word()]).toEqual([
      3229156913, 1268225678, 3608816837, 1574188420,
    ])
  })

  it('gives other numbers for another seed or stream', () => {
    const first = new Random(1, 1).word()
    expect(new Random(2, 1).word()).not.toBe(first)
    expect(new Random(1, 2).word()).not.toBe(first)
  })

  it('spreads evenly over the unit interval', () => {
    const random = new Random(3)
    const counts = new Array<number>(10).fill(0)
    for (let i = 0; i < 100_000; i++) counts[random.below(10)]!++
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400)
  })

  it('mixes neighbours and names far apart', () => {
    const words = new Set(Array.from({ length: 10_000 }, (_, i) => mix(5, i)))
    expect(words.size).toBeGreaterThan(9_980)
    expect(keyOf('eq:NOVQ')).not.toBe(keyOf('eq:NOVR'))
  })
})
