import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { REMEMBERED_IDS, TradeIds } from './trade-ids.js'

describe('TradeIds', () => {
  it('[FOLD5] knows the last 1,024 ids and no older one', () => {
    const ids = new TradeIds()
    for (let id = 0; id < REMEMBERED_IDS; id++) expect(ids.add(String(id))).toBe(true)
    expect(ids.add('0')).toBe(false)
    expect(ids.add('new')).toBe(true)
    expect(ids.add('1')).toBe(false)
    expect(ids.add('0')).toBe(true)
    expect(ids.add('1')).toBe(true)
    expect(ids.add('3')).toBe(false)
  })

  it('does not count a duplicate as one of the last', () => {
    const ids = new TradeIds(2)
    expect(['a', 'b', 'b', 'b', 'a'].map((id) => ids.add(id))).toEqual([true, true, false, false, false])
  })

  it.each([1, 2, 3, 16])('does what a list of the last %i would do', (size) => {
    fc.assert(
      fc.property(fc.array(fc.nat(40).map(String), { maxLength: 300, size: 'max' }), (added) => {
        const ids = new TradeIds(size)
        const list: string[] = []
        for (const id of added) {
          const isNew = !list.includes(id)
          if (isNew) list.push(id)
          if (list.length > size) list.shift()
          expect(ids.add(id)).toBe(isNew)
        }
      }),
    )
  })

  it('tells ids apart that fall on the same place', () => {
    const ids = new TradeIds(8)
    const many = Array.from({ length: 5000 }, (_, i) => `${i % 7}-${i}`)
    expect(many.every((id) => ids.add(id))).toBe(true)
    expect(many.slice(-8).some((id) => ids.add(id))).toBe(false)
  })
})
