import { describe, expect, it } from 'vitest'
import { COUNTED_OFFSETS } from './offset-ring.js'
import { trade } from './testing/ticks.js'
import { TradesFold } from './trades-fold.js'

const fill = (fold: TradesFold, from: number, to: number): void => {
  for (let offset = from; offset <= to; offset++) fold.trade(trade(String(offset), '1', 5000 - offset), offset, offset)
}
const offsets = (items: unknown): number[] => (items as readonly [number][]).map(([offset]) => offset)

describe('TradesFold', () => {
  it('[STA2] holds trades as the log has them, oldest first', () => {
    const fold = new TradesFold()
    fold.trade(trade('10.50', '1', 2000, { side: 'buy', id: 'a' }), 7, 0)
    fold.trade(trade('10', '0.5', 1000), 9, 0)
    expect(fold.state()).toEqual({
      items: [
        [7, 2000, '10.50', '1', 'buy', 'a'],
        [9, 1000, '10', '0.5', null, null],
      ],
      size: 200,
    })
  })

  it('[LST2] is empty before the first trade, and says its size', () => {
    expect(new TradesFold().state()).toEqual({ items: [], size: 200 })
    expect(new TradesFold().changesSince(-1)).toBeNull()
  })

  it('[STA2] keeps the newest, whatever number came before', () => {
    for (let last = 0; last < 12; last++) {
      const fold = new TradesFold(4)
      fill(fold, 0, last)
      expect(offsets(fold.state().items)).toEqual([last - 3, last - 2, last - 1, last].filter((offset) => offset >= 0))
    }
  })

  it('[LST4] gives the trades after an offset, which may lie between trades', () => {
    const fold = new TradesFold(4)
    for (const offset of [10, 20, 30, 40, 50]) fill(fold, offset, offset)
    expect(offsets(fold.changesSince(30)?.['items'])).toEqual([40, 50])
    expect(offsets(fold.changesSince(35)?.['items'])).toEqual([40, 50])
    expect(offsets(fold.changesSince(19)?.['items'])).toEqual([20, 30, 40, 50])
    expect(fold.changesSince(50)).toBeNull()
  })

  it('[LST3] declares how many trades after the offset fell out, exactly, and leaves a zero out', () => {
    const fold = new TradesFold(4)
    fill(fold, 100, 149)
    expect(fold.changesSince(145)).not.toHaveProperty('lost')
    expect(fold.changesSince(144)).toMatchObject({ lost: 1 })
    expect(fold.changesSince(99)).toMatchObject({ lost: 46 })
    expect(fold.changesSince(-1)).toMatchObject({ lost: 46 })
  })

  it('[POS4] answers as long as every trade after the offset is counted, foreign or not', () => {
    const fold = new TradesFold()
    fill(fold, 0, COUNTED_OFFSETS - 1)
    expect(fold.answers(-1)).toBe(true)
    fill(fold, COUNTED_OFFSETS, COUNTED_OFFSETS + 9)
    expect(fold.answers(9)).toBe(true)
    expect(fold.changesSince(9)).toMatchObject({ lost: COUNTED_OFFSETS - 200 })
    expect(fold.answers(8)).toBe(false)
  })
})
