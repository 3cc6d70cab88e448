import { describe, expect, it } from 'vitest'
import { FINEST_MS, growth, PricePath } from './price-path.js'

const DAY_MS = 86_400_000
const start = Date.UTC(2026, 2, 1)

describe('PricePath', () => {
  it('is a function of key and time, whatever was asked before', () => {
    const walked = new PricePath(9)
    const times = Array.from({ length: 2_000 }, (_, i) => start + i * 977)
    const forward = times.map((time) => walked.at(time))
    for (const i of [1_999, 3, 1_500, 0, 700]) expect(new PricePath(9).at(times[i]!)).toBe(forward[i])
    expect(times.toReversed().map((time) => walked.at(time))).toEqual(forward.toReversed())
  })

  it('is the same line at a coarse and a fine grain where their intervals end', () => {
    const path = new PricePath(4)
    const corner = Math.ceil(start / 65_536) * 65_536
    expect(path.at(corner, 65_536)).toBe(path.at(corner, FINEST_MS))
  })

  it('moves by about one standard deviation a day, in calm and stormy days', () => {
    const moves: number[] = []
    for (let key = 0; key < 60; key++) {
      const path = new PricePath(key)
      for (let day = 0; day < 60; day++) moves.push(path.at(start + (day + 1) * DAY_MS) - path.at(start + day * DAY_MS))
    }
    const variance = moves.reduce((sum, move) => sum + move * move, 0) / moves.length
    expect(variance).toBeGreaterThan(0.7)
    expect(variance).toBeLessThan(1.4)
    const kurtosis = moves.reduce((sum, move) => sum + move ** 4, 0) / moves.length / variance ** 2
    expect(kurtosis).toBeGreaterThan(3.3)
  })

  it('clusters its storms: a wild minute follows a wild minute', () => {
    let product = 0
    let square = 0
    for (let key = 0; key < 30; key++) {
      const path = new PricePath(key)
      const sizes = Array.from({ length: 240 }, (_, i) =>
        Math.abs(path.at(start + (i + 1) * 60_000) - path.at(start + i * 60_000)),
      )
      const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
      for (let i = 1; i < sizes.length; i++) product += (sizes[i]! - mean) * (sizes[i - 1]! - mean)
      for (const size of sizes) square += (size - mean) ** 2
    }
    expect(product / square).toBeGreaterThan(0.1)
  })

  it('comes back: after years it is where it could have been after a quarter', () => {
    const path = new PricePath(1)
    for (let year = 0; year < 20; year++) expect(Math.abs(path.at(start + year * 365 * DAY_MS))).toBeLessThan(40)
  })

  it('knows how stormy it is, with a mean square of one', () => {
    const squares: number[] = []
    for (let key = 0; key < 4_000; key++) {
      const path = new PricePath(key)
      path.at(start)
      squares.push(path.storm ** 2)
    }
    const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length
    expect(mean).toBeGreaterThan(0.85)
    expect(mean).toBeLessThan(1.15)
  })
})

describe('growth', () => {
  it('is close to the exponential function', () => {
    for (const x of [-1.5, -0.3, 0, 0.02, 0.4, 1.5]) expect(growth(x) / Math.exp(x)).toBeCloseTo(1, 2)
  })
})
