import { describe, expect, it } from 'vitest'
import { busiestMovers, MOST_MOVERS, tileWeight, tintOf, type Mover } from './movers.js'
import { splitPrice } from './split-price.js'

const mover = (instrument: string, trades: number, ratio = 0.01): Mover => ({
  instrument,
  trades,
  ratio,
  direction: ratio > 0 ? 'up' : ratio < 0 ? 'down' : 'flat',
})
const names = (movers: readonly Mover[]) => movers.map(({ instrument }) => instrument)

describe('busiestMovers', () => {
  it('are the most traded, most traded first, of those whose change is known', () => {
    const all = [mover('a', 5), mover('b', 50), mover('c', 0), mover('d', 500, NaN), mover('e', 20, 0)]
    expect(names(busiestMovers(all))).toEqual(['b', 'e', 'a'])
    expect(names(busiestMovers(all, 1))).toEqual(['b'])
  })
  it('are as many as can be read', () => {
    const all = Array.from({ length: 300 }, (_, index) => mover(String(index), index))
    expect(busiestMovers(all)).toHaveLength(MOST_MOVERS)
    expect(busiestMovers(all)[0]?.trades).toBe(299)
  })
})

it('a tile grows with the root of the trades', () => {
  expect(tileWeight(mover('a', 400)) / tileWeight(mover('b', 100))).toBe(2)
})

describe('tintOf', () => {
  it('grows with the change, both ways alike, up to the strongest colour that text is read on', () => {
    const tints = [0.001, 0.01, 0.02, 0.03, 0.3].map(tintOf)
    expect(tints).toEqual([...tints].sort((a, b) => a - b))
    expect(tints.at(-1)).toBe(tints.at(-2))
    expect(tints.at(-1)).toBeLessThanOrEqual(46)
    expect(tintOf(-0.02)).toBe(tintOf(0.02))
  })
  it('is none without a change', () => {
    expect([tintOf(0), tintOf(NaN)]).toEqual([0, 0])
  })
})

describe('splitPrice', () => {
  it('tells the digits that moved from those that stayed', () => {
    expect(splitPrice('61,837.60', '61,829.60')).toEqual({ still: '61,8', moved: '37.60' })
    expect(splitPrice('1.5', '1.5')).toEqual({ still: '1.5', moved: '' })
    expect(splitPrice('100.1', '99.9')).toEqual({ still: '', moved: '100.1' })
  })
})
