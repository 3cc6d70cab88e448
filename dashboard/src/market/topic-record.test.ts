import type { BarsState, QuoteState, TradesState } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import type { TopicStanding, TopicUpdate } from '../link/port-message.js'
import { TopicRecord } from './topic-record.js'

const BTC = 'quote/usdm:BTCUSDT'
const CURRENT: TopicStanding = { stage: 'current', denied: null, degradedHz: null, gapAtMs: null }

const whole = (topic: string, state: object, receivedAtMs = 1_000, epoch = 'e1'): TopicUpdate => ({
  topic,
  content: { type: 'whole', state: state as never, position: { epoch, offset: 1 }, receivedAtMs, lost: 0 },
  standing: CURRENT,
})
const changes = (topic: string, fields: object, receivedAtMs: number, offset = receivedAtMs): TopicUpdate => ({
  topic,
  content: {
    type: 'changes',
    changes: fields as never,
    position: { epoch: 'e1', offset },
    receivedAtMs,
    lost: 0,
    isCatchUp: false,
  },
})

describe('TopicRecord', () => {
  it('begins empty, waiting, of its kind', () => {
    expect(new TopicRecord(BTC).view).toMatchObject({ kind: 'quote', stage: 'waiting', state: {}, position: null })
    expect(new TopicRecord('bars/x:A/1m').view).toMatchObject({ kind: 'bars', state: { items: [], size: 0 } })
  })

  it('makes a new view of every update and leaves the old one as it was', () => {
    const record = new TopicRecord(BTC)
    record.update(whole(BTC, { last: '1', bid: '1' }))
    const before = record.view
    record.update(changes(BTC, { last: '2', bid: null }, 2_000))
    expect(before.state).toEqual({ last: '1', bid: '1' })
    expect(record.view.state).toEqual({ last: '2' })
    expect(record.view.version).toBeGreaterThan(before.version)
    expect(record.view).toMatchObject({ receivedAtMs: 2_000, position: { epoch: 'e1', offset: 2_000 } })
  })

  it('shows what an earlier visit saw until there is anything newer, and calls it neither a change nor news', () => {
    const saved: TopicUpdate = {
      topic: BTC,
      content: { type: 'saved', state: { last: '41.50', tickAt: 400 }, receivedAtMs: 500 },
      standing: { ...CURRENT, stage: 'waiting' },
    }
    const record = new TopicRecord(BTC)
    expect(record.update(saved)).toBeNull()
    expect(record.view).toMatchObject({
      stage: 'waiting',
      state: { last: '41.50' },
      receivedAtMs: 500,
      position: null,
      isNews: false,
      places: { price: 1 },
    })
    record.update(whole(BTC, { last: '42' }, 2_000))
    expect(record.view).toMatchObject({ stage: 'current', state: { last: '42' }, direction: 'same', isNews: false })
    expect(record.view.state).not.toHaveProperty('tickAt')
    record.update(saved)
    expect(record.view.state).toEqual({ last: '42' })
  })

  it('only what arrives as it happens is news', () => {
    const record = new TopicRecord(BTC)
    const news = (update: TopicUpdate) => {
      record.update(update)
      return record.view.isNews
    }
    expect(news(whole(BTC, { last: '1' }))).toBe(false)
    expect(news(changes(BTC, { last: '2' }, 2_000))).toBe(true)
    expect(news({ topic: BTC, standing: { ...CURRENT, stage: 'catchingUp' } })).toBe(false)
    // The end of a catch-up comes with what was caught up on.
    expect(news({ ...changes(BTC, { last: '3' }, 9_000), standing: CURRENT })).toBe(false)
    expect(news(changes(BTC, { last: '4' }, 9_100))).toBe(true)
    // The page was too slow to see that it was catching up at all.
    const late = changes(BTC, { last: '5' }, 9_200)
    expect(news({ ...late, content: { ...late.content!, isCatchUp: true } as never })).toBe(false)
    expect(news(whole(BTC, { last: '5' }, 9_200, 'e2'))).toBe(false)
  })

  it('merges lists by identity into a new list, and keeps the list that did not change', () => {
    const topic = 'trades/x:A'
    const record = new TopicRecord(topic)
    const item = (offset: number) => [offset, 0, '1', '1', null, null]
    record.update(whole(topic, { items: [item(1), item(2)], size: 3 }))
    const before = (record.view.state as TradesState).items
    record.update(changes(topic, { items: [item(3), item(4)] }, 2_000))
    const after = (record.view.state as TradesState).items
    expect(before.map(([offset]) => offset)).toEqual([1, 2])
    expect(after.map(([offset]) => offset)).toEqual([2, 3, 4])
    record.update(changes(topic, { note: 'x' }, 3_000))
    expect((record.view.state as TradesState).items).toBe(after)
  })

  it('replaces the forming bar', () => {
    const topic = 'bars/x:A/1m'
    const record = new TopicRecord(topic)
    record.update(whole(topic, { items: [[0, '1', '1', '1', '1', '1', 1]], size: 500 }))
    record.update(changes(topic, { items: [[0, '1', '3', '1', '3', '2', 2]] }, 2_000))
    expect((record.view.state as BarsState).items).toEqual([[0, '1', '3', '1', '3', '2', 2]])
  })

  it('remembers the direction, the places and the recent values of a quote', () => {
    const record = new TopicRecord(BTC)
    record.update(whole(BTC, { last: '100.50000000' }, 10_000))
    expect(record.view).toMatchObject({ direction: 'same', places: { price: 1, size: 0 } })
    record.update(changes(BTC, { last: '100.25000000', lastSize: '0.00100000' }, 20_000))
    expect(record.view).toMatchObject({ direction: 'down', places: { price: 2, size: 3 } })
    record.update(changes(BTC, { bid: '100' }, 21_000))
    expect(record.view.direction).toBe('down')
    const line = record.view.sparkline
    expect([line?.at(0), line?.at(line.length - 1)]).toEqual([100.5, 100.25])
  })

  it('tells a change that arrives from one that a snapshot only tells of', () => {
    const record = new TopicRecord(BTC)
    expect(record.update(whole(BTC, { last: '1', tickAt: 500 }, 90_000))).toEqual({ atMs: 500, isArrival: false })
    expect(record.view).toMatchObject({ changedAtMs: 500, receivedAtMs: 90_000 })
    expect(record.update(changes(BTC, { last: '2', tickAt: 90_900 }, 91_000))).toEqual({
      atMs: 91_000,
      isArrival: true,
    })
    expect(record.view.changedAtMs).toBe(91_000)
  })

  it('the first delta after a resume tells of the past', () => {
    const record = new TopicRecord(BTC)
    record.update(whole(BTC, { last: '1', tickAt: 500 }, 1_000))
    record.update({ topic: BTC, standing: { ...CURRENT, stage: 'catchingUp' } })
    const caughtUp = { ...changes(BTC, { last: '2', tickAt: 60_000 }, 90_000), standing: CURRENT }
    expect(record.update(caughtUp)).toEqual({ atMs: 60_000, isArrival: false })
  })

  it('a position alone is no change', () => {
    const record = new TopicRecord(BTC)
    record.update(whole(BTC, { last: '1' }))
    const { changedAtMs, state } = record.view
    expect(record.update(changes(BTC, {}, 9_000))).toBeNull()
    expect(record.view).toMatchObject({ changedAtMs, position: { offset: 9_000 } })
    expect(record.view.state).toBe(state)
  })

  it('learns how often its topic changes', () => {
    const record = new TopicRecord(BTC)
    record.update(whole(BTC, { last: '0' }, 0))
    for (let i = 1; i <= 10; i++) record.update(changes(BTC, { last: String(i) }, i * 4_000))
    expect(record.view.expectedIntervalMs).toBe(4_000)
  })

  it('replaces everything with a snapshot of another epoch, and keeps its values at rest', () => {
    const record = new TopicRecord(BTC)
    record.update(whole(BTC, { last: '1', high: '9' }))
    record.update(whole(BTC, { last: '2' }, 2_000, 'e2'))
    expect(record.view.state).toEqual({ last: '2' })
    record.rest()
    expect(record.view).toMatchObject({ stage: 'waiting', state: { last: '2' } as QuoteState })
  })

  it('taken up again, it takes no change before a whole state', () => {
    const record = new TopicRecord(BTC)
    record.update(whole(BTC, { last: '1' }))
    record.rest()
    expect(record.update(changes(BTC, { bid: 'torn' }, 2_000))).toBeNull()
    record.update(whole(BTC, { last: '3' }, 3_000))
    record.update(changes(BTC, { bid: '4' }, 4_000))
    expect(record.view.state).toEqual({ last: '3', bid: '4' })
  })
})
