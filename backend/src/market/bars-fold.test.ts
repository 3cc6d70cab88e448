import { describe, expect, it } from 'vitest'
import { BarsFold } from './bars-fold.js'
import { noCounts } from './fold-counts.js'
import { DAY_MS } from './session-clock.js'
import { trade } from './testing/ticks.js'
import { TradeRun } from './trade-run.js'

const day = 19_900 * DAY_MS
const noon = day + DAY_MS / 2
const minutes = (count: number): number => noon + count * 60_000
const openTimes = (fold: BarsFold): number[] => fold.state().items.map(([openTime]) => openTime)

describe('BarsFold', () => {
  it('[STA3] sums trades up by bucket of event time, oldest first', () => {
    const fold = new BarsFold('1m', 0, noCounts())
    fold.add(new TradeRun(trade('10', '1', noon), 0, 0))
    fold.add(new TradeRun(trade('12', '0.5', noon + 1), 1, 0))
    fold.add(new TradeRun(trade('9', '2', noon + 59_999), 2, 0))
    fold.add(new TradeRun(trade('11', '1', noon + 60_000), 3, 0))
    expect(fold.state()).toEqual({
      items: [
        [noon, '10', '12', '9', '9', '3.5', 3],
        [noon + 60_000, '11', '11', '11', '11', '1', 1],
      ],
      size: 500,
    })
  })

  it.each([
    ['1s', 1000],
    ['5s', 5000],
    ['1m', 60_000],
    ['5m', 300_000],
    ['15m', 900_000],
    ['1h', 3_600_000],
    ['1d', DAY_MS],
  ] as const)('[FOLD6] opens %s bars at UTC multiples', (interval, lengthMs) => {
    const fold = new BarsFold(interval, 0, noCounts())
    const time = day + 47_111_222
    fold.add(new TradeRun(trade('1', '1', time), 0, 0))
    expect(openTimes(fold)).toEqual([time - (time % lengthMs)])
  })

  it('[FOLD6] opens 1d bars at the start of the session, and no other', () => {
    const sessionStartMs = 22.5 * 3_600_000
    const daily = new BarsFold('1d', sessionStartMs, noCounts())
    const hourly = new BarsFold('1h', sessionStartMs, noCounts())
    for (const fold of [daily, hourly]) fold.add(new TradeRun(trade('1', '1', day + sessionStartMs - 1), 0, 0))
    expect(openTimes(daily)).toEqual([day + sessionStartMs - DAY_MS])
    expect(openTimes(hourly)).toEqual([day + 22 * 3_600_000])
  })

  it('[FOLD6] takes open and close in log order', () => {
    const fold = new BarsFold('1m', 0, noCounts())
    fold.add(new TradeRun(trade('10', '1', noon + 30_000), 0, 0))
    fold.add(new TradeRun(trade('11', '1', noon + 10), 1, 0))
    expect(fold.state().items).toEqual([[noon, '10', '11', '10', '11', '2', 2]])
  })

  it('[FOLD7] adds a late trade to the bar that holds its time', () => {
    const fold = new BarsFold('1m', 0, noCounts())
    fold.add(new TradeRun(trade('10.0', '0.1', minutes(0)), 0, 0))
    fold.add(new TradeRun(trade('20', '1', minutes(1)), 1, 0))
    fold.add(new TradeRun(trade('30', '1', minutes(2)), 2, 0))
    fold.add(new TradeRun(trade('10', '0.2', minutes(0) + 5), 3, 0))
    fold.add(new TradeRun(trade('5', '0.2', minutes(0) + 3), 4, 0))
    expect(fold.state().items[0]).toEqual([minutes(0), '10.0', '10.0', '5', '5', '0.5', 3])
    expect(fold.changesSince(2)).toEqual({ items: [[minutes(0), '10.0', '10.0', '5', '5', '0.5', 3]] })
  })

  it('[FOLD7] inserts a late bar in its place while the ring has room', () => {
    const fold = new BarsFold('1m', 0, noCounts(), 4)
    for (const at of [5, 9, 7, 1]) fold.add(new TradeRun(trade('1', '1', minutes(at)), at, 0))
    expect(openTimes(fold)).toEqual([1, 5, 7, 9].map(minutes))
  })

  it('[FOLD7] inserts a late bar into a full ring if an older one can go, else counts it', () => {
    const counts = noCounts()
    const fold = new BarsFold('1m', 0, counts, 3)
    for (const at of [1, 5, 9]) fold.add(new TradeRun(trade('1', '1', minutes(at)), at, 0))
    fold.add(new TradeRun(trade('1', '1', minutes(0)), 10, 0))
    expect(openTimes(fold)).toEqual([1, 5, 9].map(minutes))
    expect(counts.unheldBars).toBe(1)
    expect(fold.version).toBe(9)
    fold.add(new TradeRun(trade('1', '1', minutes(3)), 11, 0))
    expect(openTimes(fold)).toEqual([3, 5, 9].map(minutes))
    fold.add(new TradeRun(trade('1', '1', minutes(10)), 12, 0))
    expect(openTimes(fold)).toEqual([5, 9, 10].map(minutes))
  })

  it('[LST4] gives the bars that changed after an offset', () => {
    const fold = new BarsFold('1m', 0, noCounts())
    for (const at of [0, 1, 2, 3]) fold.add(new TradeRun(trade('1', '1', minutes(at)), at, 0))
    expect(fold.changesSince(1)).toEqual({ items: fold.state().items.slice(2) })
    expect(fold.changesSince(3)).toBeNull()
  })

  it('[LST2] keeps the newest 500', () => {
    const fold = new BarsFold('1s', 0, noCounts())
    for (let at = 0; at < 1300; at++) fold.add(new TradeRun(trade('1', '1', noon + at * 1000), at, 0))
    expect(openTimes(fold)).toEqual(Array.from({ length: 500 }, (_, i) => noon + (800 + i) * 1000))
  })

  it('[DEC3] sums volumes exactly, also in a bar that was closed with more digits than a record may have', () => {
    const fold = new BarsFold('1m', 0, noCounts())
    const huge = '9'.repeat(40)
    for (let offset = 0; offset < 11; offset++) fold.add(new TradeRun(trade('1', huge, minutes(0)), offset, 0))
    fold.add(new TradeRun(trade('1', '0.000000000000000001', minutes(0)), 11, 0))
    fold.add(new TradeRun(trade('1', '1', minutes(1)), 12, 0))
    fold.add(new TradeRun(trade('-1', '1', minutes(0)), 13, 0))
    const volume = `${11n * BigInt(huge) + 1n}.000000000000000001`
    expect(fold.state().items[0]).toEqual([minutes(0), '1', '1', '-1', '-1', volume, 13])
  })

  describe('a fold that began late', () => {
    it('[STA7] shows no bar that may lack trades', () => {
      const fold = new BarsFold('1m', 0, noCounts())
      fold.withhold(minutes(1))
      for (const at of [0, 1, 2]) fold.add(new TradeRun(trade('1', '1', minutes(at)), at, 0))
      expect(openTimes(fold)).toEqual([minutes(2)])
    })

    it('[POS4] answers a foreign position only after the last change that it does not show', () => {
      const fold = new BarsFold('1m', 0, noCounts())
      fold.withhold(minutes(1))
      fold.add(new TradeRun(trade('1', '1', minutes(2)), 0, 0))
      fold.add(new TradeRun(trade('1', '1', minutes(1)), 1, 0))
      expect([fold.answers(0, true), fold.answers(1, true)]).toEqual([false, true])
    })

    it('[POS4] answers no foreign position while the forming bar is one that it does not show', () => {
      const fold = new BarsFold('1m', 0, noCounts())
      fold.withhold(minutes(1))
      fold.add(new TradeRun(trade('1', '1', minutes(1)), 0, 0))
      expect([fold.answers(0, true), fold.answers(0, false), fold.version]).toEqual([false, true, -1])
    })

    it('[POS4] voids all positions when a bar changes that it does not show and that who resumed here may hold', () => {
      const fold = new BarsFold('1m', 0, noCounts())
      fold.withhold(minutes(1))
      fold.add(new TradeRun(trade('1', '1', minutes(2)), 0, 0))
      fold.add(new TradeRun(trade('1', '1', minutes(1)), 1, 0))
      expect([fold.version, fold.answers(0, false), fold.answers(1, false)]).toEqual([1, false, true])
      expect(openTimes(fold)).toEqual([minutes(2)])
    })

    it('[FOLD9] takes back bars that turn out to lack trades', () => {
      const fold = new BarsFold('1m', 0, noCounts())
      for (const at of [0, 1, 2]) fold.add(new TradeRun(trade('1', '1', minutes(at)), at, 0))
      fold.withhold(minutes(1) + 30_000)
      expect(openTimes(fold)).toEqual([minutes(2)])
      fold.withhold(minutes(2))
      expect(openTimes(fold)).toEqual([])
      fold.add(new TradeRun(trade('1', '1', minutes(3)), 3, 0))
      expect(openTimes(fold)).toEqual([minutes(3)])
    })
  })
})
