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

  it.each([1, 2, 3, 16, 17, 70])('does what a list of the last %i would do', (size) => {
    const number = fc.nat(Math.ceil(size * 2.5))
    const id = fc.oneof(
      number.map(String),
      number.map((each) => `0${each}`),
      number.map((each) => `x${each}`),
      number.map((each) => String(9e14 + each * 1024)),
    )
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 3, arbitrary: number.map(String) }, id), { maxLength: 300, size: 'max' }),
        (added) => {
          const ids = new TradeIds(size)
          const list: string[] = []
          for (const id of added) {
            const isNew = !list.includes(id)
            if (isNew) list.push(id)
            if (list.length > size) list.shift()
            expect(ids.add(id)).toBe(isNew)
          }
        },
      ),
    )
  })

  it('tells every text from every other, however alike as numbers', () => {
    const ids = new TradeIds()
    const texts = ['1', '01', '1.0', '1e0', ' 1', '', '0', '00', '-0', '-1', '9007199254740992', '9007199254740993']
    expect(texts.map((text) => ids.add(text))).toEqual(texts.map(() => true))
    expect(texts.map((text) => ids.add(text))).toEqual(texts.map(() => false))
  })

  it.each([1, 3, 512, 1024, 4096, 1e9])('knows and forgets ids that are %i apart', (step) => {
    const ids = new TradeIds()
    expect(Array.from({ length: 20_000 }, (_, i) => ids.add(String(i * step))).every(Boolean)).toBe(true)
    expect(ids.add(String(18_976 * step))).toBe(false)
    expect(ids.add(String(18_975 * step))).toBe(true)
    expect(ids.add(String(19_999 * step))).toBe(false)
  })

  it('tells ids apart that fall on the same place', () => {
    const ids = new TradeIds(8)
    const many = Array.from({ length: 5000 }, (_, i) => `${i % 7}-${i}`)
    expect(many.every((id) => ids.add(id))).toBe(true)
    expect(many.slice(-8).some((id) => ids.add(id))).toBe(false)
  })
})
