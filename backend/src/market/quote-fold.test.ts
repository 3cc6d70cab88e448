import { QUOTE_FIELDS } from '@tickwall/protocol'
import { beforeEach, describe, expect, it } from 'vitest'
import { noCounts } from './fold-counts.js'
import { QuoteFold } from './quote-fold.js'
import { DAY_MS } from './session-clock.js'
import { quote, trade } from './testing/ticks.js'

const day = 19_900 * DAY_MS
const noon = day + DAY_MS / 2

describe('QuoteFold', () => {
  const counts = noCounts()
  let fold: QuoteFold
  beforeEach(() => {
    fold = new QuoteFold(0, counts)
  })

  it('[STA1] holds what trades and quotes said, in protocol order', () => {
    fold.quote(quote(['9.9', '5'], ['10.10', null], noon - 1), 0, 1)
    fold.trade(trade('10', '0.5', noon, { side: 'buy' }), 1, 2)
    expect(Object.entries(fold.state())).toEqual([
      ['last', '10'],
      ['lastSize', '0.5'],
      ['lastSide', 'buy'],
      ['bid', '9.9'],
      ['bidSize', '5'],
      ['ask', '10.10'],
      ['open', '10'],
      ['high', '10'],
      ['low', '10'],
      ['volume', '0.5'],
      ['turnover', '5'],
      ['trades', 1],
      ['tickAt', noon],
      ['quoteAt', noon - 1],
      ['session', day],
      ['decimals', { price: 2, size: 1 }],
    ])
    expect(fold.publishedAt).toBe(2)
  })

  it('[STA5] gives keys in protocol order in deltas as well', () => {
    fold.trade(trade('10', '1', noon), 0, 0)
    fold.quote(quote(['9', '5'], ['10', '6'], noon), 1, 0)
    fold.trade(trade('11', '1', noon + DAY_MS), 2, 0)
    const keys = Object.keys(fold.changesSince(-1) ?? {})
    expect(keys).toEqual(QUOTE_FIELDS.filter((field) => keys.includes(field)))
    expect(keys.length).toBeGreaterThan(15)
  })

  it('[LST4] gives exactly the fields whose text changed after an offset (INV3)', () => {
    fold.trade(trade('10.0', '1', noon, { side: 'sell' }), 0, 0)
    fold.quote(quote(['9', '5'], ['10', '6'], noon), 1, 0)
    fold.trade(trade('10.0', '1', noon, { side: 'sell' }), 2, 0)
    fold.quote(quote(['9', '4'], ['10', '6'], noon), 5, 0)
    expect(fold.changesSince(0)).toEqual({
      bid: '9',
      bidSize: '4',
      ask: '10',
      askSize: '6',
      volume: '2',
      turnover: '20',
      trades: 2,
      quoteAt: noon,
    })
    expect(fold.changesSince(1)).toEqual({ bidSize: '4', volume: '2', turnover: '20', trades: 2 })
    expect(fold.changesSince(2)).toEqual({ bidSize: '4' })
    expect(fold.changesSince(5)).toBeNull()
    expect(fold.version).toBe(5)
  })

  it('moves nothing for a quote that says nothing new', () => {
    fold.quote(quote(['9', '5'], ['10', '6'], noon), 0, 7)
    fold.quote(quote(['9', '5'], ['10', '6'], noon), 1, 8)
    expect(fold.version).toBe(0)
    expect(fold.publishedAt).toBe(7)
  })

  it('[FOLD1] takes last, bid and ask in the order of the log, whatever their times', () => {
    fold.trade(trade('10', '1', noon), 0, 0)
    fold.trade(trade('11', '2', noon - 5000), 1, 0)
    fold.quote(quote(['9', null], ['10', null], noon), 2, 0)
    fold.quote(quote(['8', null], ['9', null], noon - 5000), 3, 0)
    expect(fold.state()).toMatchObject({ last: '11', tickAt: noon - 5000, bid: '8', ask: '9', quoteAt: noon - 5000 })
  })

  it('[FOLD10] forgets a size that a quote does not carry, and says so', () => {
    fold.quote(quote(['9', '5'], ['10', '6'], noon), 0, 0)
    fold.quote(quote(['9', null], ['10', '6'], noon), 1, 0)
    expect(fold.state()).not.toHaveProperty('bidSize')
    expect(fold.changesSince(0)).toEqual({ bidSize: null })
  })

  it('[STA1] forgets the side with a trade that has none', () => {
    fold.trade(trade('10', '1', noon, { side: 'buy' }), 0, 0)
    fold.trade(trade('10', '1', noon), 1, 0)
    expect(fold.changesSince(0)).toMatchObject({ lastSide: null })
    expect(fold.state()).not.toHaveProperty('lastSide')
  })

  it('[DEC3] compares and sums exactly where a double would not', () => {
    fold.trade(trade('0.100000000000000001', '9007199254740993', noon), 0, 0)
    fold.trade(trade('0.100000000000000002', '0.000000000000000001', noon), 1, 0)
    fold.trade(trade('0.1', '0.1', noon), 2, 0)
    expect(fold.state()).toMatchObject({
      high: '0.100000000000000002',
      low: '0.1',
      volume: '9007199254740993.100000000000000001',
    })
  })

  it('[DEC3] sums turnover exactly, below the decimals of its terms', () => {
    fold.trade(trade('61837.63', '0.02', noon), 0, 0)
    fold.trade(trade('0.000000000000000001', '0.000000000000000003', noon), 1, 0)
    expect(fold.state().turnover).toBe('1236.752600000000000000000000000000000003')
  })

  it('[DEC2] keeps the first text of an equal high or low', () => {
    fold.trade(trade('10.00', '1', noon), 0, 0)
    fold.trade(trade('10', '1', noon), 1, 0)
    fold.trade(trade('010.0', '1', noon), 2, 0)
    expect(fold.state()).toMatchObject({ last: '010.0', open: '10.00', high: '10.00', low: '10.00' })
    expect(fold.changesSince(0)).not.toHaveProperty('high')
  })

  it('[REC6] orders prices below zero', () => {
    fold.trade(trade('-37.63', '2', noon), 0, 0)
    fold.trade(trade('-40.32', '0', noon), 1, 0)
    fold.trade(trade('0', '1', noon), 2, 0)
    expect(fold.state()).toMatchObject({ high: '0', low: '-40.32', volume: '3', turnover: '-75.26', trades: 3 })
  })

  it('moves the version of a sum only when the sum moves', () => {
    fold.trade(trade('10', '1', noon), 0, 0)
    fold.trade(trade('10', '0', noon), 1, 0)
    expect(fold.changesSince(0)).toEqual({ lastSize: '0', trades: 2 })
    fold.trade(trade('0', '3', noon), 2, 0)
    expect(fold.changesSince(1)).not.toHaveProperty('turnover')
  })

  it('[STA6] grows decimals with the places that were printed, and never shrinks them', () => {
    fold.quote(quote(['9.10', '5'], ['9.2', '1.000'], noon), 0, 0)
    expect(fold.state().decimals).toEqual({ price: 2, size: 3 })
    fold.trade(trade('9', '1', noon), 1, 0)
    expect(fold.changesSince(0)).not.toHaveProperty('decimals')
    fold.trade(trade('9.00000', '1', noon), 2, 0)
    expect(fold.changesSince(1)).toMatchObject({ decimals: { price: 5, size: 3 } })
  })

  describe('sessions', () => {
    it('[FOLD2] turns with the first trade of a later day: previous close, and day fields anew', () => {
      fold.trade(trade('10', '1', noon), 0, 0)
      fold.trade(trade('12', '1', day + DAY_MS - 1), 1, 0)
      fold.trade(trade('11', '3', day + DAY_MS), 2, 0)
      expect(fold.state()).toMatchObject({
        last: '11',
        open: '11',
        high: '11',
        low: '11',
        prevClose: '12',
        volume: '3',
        turnover: '33',
        trades: 1,
        session: day + DAY_MS,
      })
    })

    it('[FOLD2] turns at SESSION_START', () => {
      fold = new QuoteFold(22 * 3_600_000, counts)
      fold.trade(trade('10', '1', day + 22 * 3_600_000 - 1), 0, 0)
      expect(fold.state().session).toBe(day - 2 * 3_600_000)
      fold.trade(trade('11', '1', day + 22 * 3_600_000), 1, 0)
      expect(fold.state()).toMatchObject({ session: day + 22 * 3_600_000, prevClose: '10', trades: 1 })
    })

    it('[FOLD2] is not turned by a quote', () => {
      fold.trade(trade('10', '1', noon), 0, 0)
      fold.quote(quote(['9', null], ['10', null], noon + DAY_MS), 1, 0)
      expect(fold.state()).toMatchObject({ open: '10', session: day })
    })

    it('[FOLD2] turns over days without trades', () => {
      fold.trade(trade('10', '1', noon), 0, 0)
      fold.trade(trade('11', '1', noon + 5 * DAY_MS), 1, 0)
      expect(fold.state()).toMatchObject({ session: day + 5 * DAY_MS, prevClose: '10' })
    })

    it('[FOLD2] restates every day field, so that no client keeps one of the day before', () => {
      fold.trade(trade('10', '1', noon), 0, 0)
      fold.trade(trade('10', '1', noon + DAY_MS), 1, 0)
      expect(fold.changesSince(0)).toEqual({
        open: '10',
        high: '10',
        low: '10',
        prevClose: '10',
        volume: '1',
        turnover: '10',
        trades: 1,
        tickAt: noon + DAY_MS,
        session: day + DAY_MS,
        partial: null,
      })
    })

    it('[FOLD3] lets a trade of an older day change the last price and no day field', () => {
      fold.trade(trade('10', '1', noon), 0, 0)
      fold.trade(trade('99', '7', noon - DAY_MS, { side: 'sell' }), 1, 0)
      expect(fold.changesSince(0)).toEqual({ last: '99', lastSize: '7', lastSide: 'sell', tickAt: noon - DAY_MS })
      expect(fold.state()).toMatchObject({ high: '10', volume: '1', trades: 1, session: day })
      expect(counts.lateTrades).toBe(1)
    })

    it('[FOLD3] takes the last price in log order as previous close, even one of an older day', () => {
      fold.trade(trade('10', '1', noon), 0, 0)
      fold.trade(trade('99', '7', noon - DAY_MS), 1, 0)
      fold.trade(trade('11', '1', noon + DAY_MS), 2, 0)
      expect(fold.state().prevClose).toBe('99')
    })

    it('[FOLD4] counts a trade that is out of order within the day; open stays the first in the log', () => {
      fold.trade(trade('10', '1', noon), 0, 0)
      fold.trade(trade('8', '2', day), 1, 0)
      expect(fold.state()).toMatchObject({ last: '8', open: '10', low: '8', volume: '3', trades: 2 })
    })
  })

  describe('a fold that began late', () => {
    it('[STA7] is partial, without day fields, until a day that began after all it may have missed', () => {
      fold.withhold(noon, -Infinity)
      fold.quote(quote(['9', null], ['10', null], noon), 0, 0)
      expect(fold.state()).toEqual({
        bid: '9',
        ask: '10',
        quoteAt: noon,
        decimals: { price: 0, size: 0 },
        partial: true,
      })
      fold.trade(trade('10', '1', noon + 1), 1, 0)
      expect(Object.keys(fold.changesSince(0) ?? {})).toEqual(['last', 'lastSize', 'lastSide', 'tickAt', 'session'])
      fold.trade(trade('11', '2', noon + DAY_MS), 2, 0)
      expect(fold.changesSince(1)).toMatchObject({ open: '11', prevClose: '10', volume: '2', trades: 1, partial: null })
      expect(fold.state()).not.toHaveProperty('partial')
    })

    it('[POS2] says with its first records what they lack: a client may hold it from a gateway that saw more', () => {
      fold.withhold(noon, -Infinity)
      fold.quote(quote(['9', null], ['10', '1'], noon), 0, 0)
      fold.trade(trade('10', '1', noon), 1, 0)
      expect(fold.changesSince(-1)).toMatchObject({ bidSize: null, lastSide: null })
      expect(Object.values(fold.state())).not.toContain(null)
    })

    it('[STA7] stays partial for a day that began at the very last moment it may have missed', () => {
      fold.withhold(day, -Infinity)
      fold.trade(trade('10', '1', noon), 0, 0)
      expect(fold.state()).toMatchObject({ partial: true, session: day })
      expect(fold.state()).not.toHaveProperty('trades')
    })

    it('[POS4] answers no foreign position while partial', () => {
      fold.withhold(noon, -Infinity)
      fold.trade(trade('10', '1', noon), 0, 0)
      expect(fold.answers(0, true)).toBe(false)
      expect(fold.answers(0, false)).toBe(true)
      fold.trade(trade('10', '1', noon + DAY_MS), 1, 0)
      expect(fold.answers(0, true)).toBe(true)
    })
  })
})
