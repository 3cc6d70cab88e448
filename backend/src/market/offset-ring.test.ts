import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OffsetRing } from './offset-ring.js'

describe('OffsetRing', () => {
  it.each([1, 3, 64, 100])('counts exactly what came after an offset, the last %i at most', (size) => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 300, size: 'max' }),
        fc.nat(600),
        (gaps, asked) => {
          const ring = new OffsetRing(size)
          let offset = -1
          const offsets = gaps.map((gap) => (offset += gap))
          for (const each of offsets) ring.push(each)
          const held = offsets.slice(-size)
          const forgotten = offsets.slice(0, -size)
          expect(ring.countAfter(asked)).toBe(held.filter((each) => each > asked).length)
          expect(ring.counts(asked)).toBe(!forgotten.some((each) => each > asked))
          expect(ring.counts(-1)).toBe(forgotten.length === 0)
        },
      ),
    )
  })
})
