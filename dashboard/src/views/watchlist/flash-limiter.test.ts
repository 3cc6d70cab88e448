import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FLASH_LIMITS, FlashLimiter } from './flash-limiter.js'

/** Most of the times that lie within one second of another. */
const mostInOneSecond = (times: readonly number[]): number =>
  Math.max(0, ...times.map((from) => times.filter((time) => time >= from && time < from + 1000).length))

describe('FlashLimiter', () => {
  it('lights a cell at most three times in any second', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 }), (waits) => {
        const limiter = new FlashLimiter()
        let nowMs = 1_000_000
        const lit: number[] = []
        for (const wait of waits) {
          nowMs += wait
          if (limiter.decide('cell', nowMs) !== 'none') lit.push(nowMs)
        }
        expect(mostInOneSecond(lit)).toBeLessThanOrEqual(3)
        if (waits.length > 0) expect(lit.length).toBeGreaterThan(0)
      }),
    )
  })

  it('colours only the text above the limit of flashing cells, in any second', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 260 }), { minLength: 5, maxLength: 200 }), (waits) => {
        const limiter = new FlashLimiter({ cellMs: 0, perSecond: 5 })
        let nowMs = 0
        const lit: number[] = []
        for (const [cell, wait] of waits.entries()) {
          nowMs += wait
          const flash = limiter.decide(String(cell), nowMs)
          expect(flash).not.toBe('none')
          if (flash === 'background') lit.push(nowMs)
        }
        expect(mostInOneSecond(lit)).toBeLessThanOrEqual(5)
      }),
    )
  })

  it('does not forget a burst when a second begins anew on its own clock', () => {
    const limiter = new FlashLimiter()
    const burst = (nowMs: number) =>
      Array.from({ length: FLASH_LIMITS.perSecond }, (_, cell) => limiter.decide(`${nowMs} ${cell}`, nowMs))
    expect(new Set(burst(99))).toEqual(new Set(['background']))
    expect(new Set(burst(1000))).toEqual(new Set(['text']))
  })

  it('lights up again when it has become calm', () => {
    const limiter = new FlashLimiter({ cellMs: 0, perSecond: 1 })
    expect([0, 10, 5000].map((nowMs) => limiter.decide('a', nowMs))).toEqual(['background', 'text', 'background'])
  })

  it('takes a cell that left the screen for a new one', () => {
    const limiter = new FlashLimiter()
    limiter.decide('a', 0)
    expect(limiter.decide('a', 1)).toBe('none')
    limiter.forget('a')
    expect(limiter.decide('a', 2)).toBe('background')
  })
})
