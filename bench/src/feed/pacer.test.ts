import { describe, expect, it } from 'vitest'
import { Pacer } from './pacer.js'

describe('Pacer', () => {
  it('keeps the rate with timers that are late, and loses none', () => {
    const pacer = new Pacer(1000, 0)
    expect([10, 25, 25, 300].map((ms) => pacer.take(ms))).toEqual([10, 15, 0, 275])
  })
  it('gives fractions when they have become whole', () => {
    const pacer = new Pacer(150, 100)
    expect([105, 110, 115, 120].map((ms) => pacer.take(ms))).toEqual([0, 1, 1, 1])
  })
})
