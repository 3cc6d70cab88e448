import { NO_POSITION, type Topic } from '@tickwall/protocol'
import { beforeEach, describe, expect, it } from 'vitest'
import { FUTURE_TOLERANCE_MS } from '../ingest/decode-record.js'
import type { PartitionId } from '../ingest/source.js'
import type { Tick } from '../ingest/tick.js'
import { Market } from './market.js'
import { DAY_MS } from './session-clock.js'
import { metric, quote, trade } from './testing/ticks.js'

const ticks0: PartitionId = { log: 'ticks', partition: 0 }
const ticks1: PartitionId = { log: 'ticks', partition: 1 }
const metrics0: PartitionId = { log: 'metrics', partition: 0 }
const day = 19_900 * DAY_MS
const noon = day + DAY_MS / 2

const quoteA: Topic = { kind: 'quote', instrument: 'x:A' }
const tradesA: Topic = { kind: 'trades', instrument: 'x:A' }
const barsA: Topic = { kind: 'bars', instrument: 'x:A', interval: '1m' }
const cpu: Topic = { kind: 'metric', host: 'web-1', name: 'cpu' }

describe('Market', () => {
  let market: Market
  const fold = (id: PartitionId, tick: Tick, offset: number, timestamp = tick.time): void =>
    market.fold(id, tick, offset, timestamp + 1, timestamp)
  beforeEach(() => {
    market = new Market({ sessionStartMs: 0 })
    market.open(ticks0, { epoch: 'e0', horizon: 0, horizonMs: null })
    market.open(ticks1, { epoch: 'e1', horizon: 0, horizonMs: null })
    market.open(metrics0, { epoch: 'm0', horizon: 0, horizonMs: null })
  })

  describe('handles', () => {
    it('[SUB4] has a handle without state for a topic that has no records', () => {
      const handle = market.handle(quoteA)
      expect(handle).toMatchObject({ name: 'quote/x:A', topic: quoteA, partition: null })
      expect(handle.position()).toEqual(NO_POSITION)
      expect(handle.state()).toEqual({})
      expect(handle.changedSince(-1)).toBe(false)
      expect(handle.changesSince(-1)).toBeNull()
      expect(handle.answers(-1, false)).toBe(false)
      expect(handle.publishedAt()).toBe(0)
    })

    it('[SUB4] is the same handle once the first record has come', () => {
      const handle = market.handle(quoteA)
      fold(ticks1, trade('10', '1', noon), 4)
      expect(handle.partition).toEqual(ticks1)
      expect(handle.position()).toEqual({ epoch: 'e1', offset: 4 })
      expect(handle.state()).toMatchObject({ last: '10' })
      expect(handle.publishedAt()).toBe(noon + 1)
      expect(market.handle(quoteA)).toBe(handle)
    })

    it('[POS1] stands at the fold position of the partition, not at its last change', () => {
      const handle = market.handle(quoteA)
      fold(ticks0, trade('10', '1', noon), 4)
      fold(ticks0, trade('10', '1', noon, { instrument: 'x:B' }), 5)
      market.advance(ticks0, 8)
      market.advance(ticks0, 6)
      expect(handle.position()).toEqual({ epoch: 'e0', offset: 8 })
      expect(handle.changedSince(4)).toBe(false)
      expect(handle.changedSince(3)).toBe(true)
      expect(market.position(ticks0)).toBe(8)
    })

    it('[SUB9] gives each topic a ref from 1 on, and never one again', () => {
      const first = market.handle(quoteA)
      const second = market.handle(cpu)
      expect([first.ref, second.ref]).toEqual([1, 2])
      market.release(first)
      expect(market.handle(quoteA).ref).toBe(3)
    })

    it('[SUB9] keeps the handle of a topic with state, whoever lets go of it', () => {
      const handle = market.handle(quoteA)
      fold(ticks0, trade('10', '1', noon), 0)
      market.release(handle)
      expect(market.handle(quoteA)).toBe(handle)
    })

    it('keeps a handle without state until the last holder is gone', () => {
      const handle = market.handle(quoteA)
      market.handle(quoteA)
      market.release(handle)
      expect(market.handle(quoteA)).toBe(handle)
      market.release(handle)
      market.release(handle)
      market.release(handle)
      expect(market.handle(quoteA)).not.toBe(handle)
    })

    it('[LST2] has empty lists with their size for an instrument that has only quotes', () => {
      fold(ticks0, quote(['9', null], ['10', null], noon), 0)
      expect(market.handle(tradesA).state()).toEqual({ items: [], size: 200 })
      expect(market.handle(barsA).state()).toEqual({ items: [], size: 500 })
      expect(market.handle(barsA).position()).toEqual({ epoch: 'e0', offset: 0 })
    })

    it('[POS2] finds the open partition of an epoch', () => {
      fold(metrics0, metric(1, noon), 7)
      expect(market.partitionOf('m0')).toEqual({ id: metrics0, offset: 7 })
      expect(market.partitionOf('e1')).toEqual({ id: ticks1, offset: -1 })
      expect(market.partitionOf('other')).toBeNull()
    })
  })

  describe('records', () => {
    it('[FOLD5] lets a duplicate change nothing but the position', () => {
      const topics = [quoteA, tradesA, barsA]
      fold(ticks0, trade('10', '1', noon, { id: 'a' }), 0)
      const before = topics.map((topic) => JSON.stringify(market.handle(topic).state()))
      fold(ticks0, trade('11', '5', noon + 1, { id: 'a' }), 1)
      expect(topics.map((topic) => JSON.stringify(market.handle(topic).state()))).toEqual(before)
      expect(topics.some((topic) => market.handle(topic).changedSince(0))).toBe(false)
      expect(market.handle(quoteA).position().offset).toBe(1)
      expect(market.counts.duplicates).toBe(1)
    })

    it('[FOLD5] does not take equal ids of different instruments for duplicates, nor trades without id', () => {
      fold(ticks0, trade('10', '1', noon, { id: 'a' }), 0)
      fold(ticks0, trade('10', '1', noon, { id: 'a', instrument: 'x:B' }), 1)
      fold(ticks0, trade('10', '1', noon), 2)
      fold(ticks0, trade('10', '1', noon), 3)
      expect(market.counts.duplicates).toBe(0)
      expect(market.handle(quoteA).state()).toMatchObject({ trades: 3 })
    })

    it('drops ticks of a partition that is not open', () => {
      const closed: PartitionId = { log: 'ticks', partition: 9 }
      fold(closed, trade('10', '1', noon), 0)
      market.advance(closed, 5)
      expect(market.position(closed)).toBeNull()
      expect(market.handle(quoteA).state()).toEqual({})
    })

    it('tells who follows a topic of each record of its subject, and of its end', () => {
      const told: string[] = []
      const unfollow = [quoteA, tradesA, cpu].map((topic) => market.handle(topic).follow(() => told.push(topic.kind)))
      const taken = (): string[] => told.splice(0).sort()
      fold(ticks0, trade('10', '1', noon), 0)
      expect(taken()).toEqual(['quote', 'trades'])
      fold(metrics0, metric(1, noon), 0)
      expect(taken()).toEqual(['metric'])
      fold(ticks0, trade('11', '1', noon, { instrument: 'x:B' }), 1)
      expect(taken()).toEqual([])
      // Of another partition, which may take the topic over.
      fold(ticks1, quote(['9', '1'], ['10', '1'], noon + 1), 0)
      expect(taken()).toEqual(['quote', 'trades'])
      market.close(ticks1)
      expect(taken()).toEqual(['quote', 'trades'])
      unfollow[0]?.()
      unfollow[0]?.()
      fold(ticks0, trade('12', '1', noon), 2)
      expect(taken()).toEqual(['trades'])
    })

    it('says after a turn that something was folded, and only then', () => {
      let turns = 0
      market.turned$.subscribe(() => turns++)
      market.turned()
      market.advance(ticks0, 3)
      market.turned()
      expect(turns).toBe(0)
      fold(ticks0, trade('10', '1', noon), 4)
      fold(ticks0, trade('10', '1', noon), 5)
      market.turned()
      market.turned()
      expect(turns).toBe(1)
    })
  })

  describe('a horizon inside the log', () => {
    const horizonMs = noon
    beforeEach(() => {
      market = new Market({ sessionStartMs: 0 })
      market.open(ticks0, { epoch: 'e0', horizon: 100, horizonMs })
      market.open(metrics0, { epoch: 'm0', horizon: 100, horizonMs })
    })

    it('[POS4] answers no position from before the horizon', () => {
      const handle = market.handle(tradesA)
      fold(ticks0, trade('10', '1', noon), 100)
      expect([handle.answers(98, false), handle.answers(99, false), handle.answers(99, true)]).toEqual([
        false,
        true,
        true,
      ])
    })

    it('[POS2] tells all fields again to who may have fewer, and else none that did not change', () => {
      const changes = [false, true].map((isHorizonNear) => {
        market = new Market({ sessionStartMs: 0, isHorizonNear })
        market.open(ticks0, { epoch: 'e0', horizon: 0, horizonMs: null })
        const handle = market.handle(quoteA)
        fold(ticks0, trade('10', '1', noon), 0)
        expect(handle.changesSince(0)).toBeNull()
        return handle.changesSince(0, true)
      })
      expect(changes).toMatchObject([null, { last: '10', open: '10', volume: '1', trades: 1, partial: null }])
    })

    it('[STA7] shows bars that begin later than any event time before the horizon can be', () => {
      const handle = market.handle({ kind: 'bars', instrument: 'x:A', interval: '1s' })
      fold(ticks0, trade('10', '1', horizonMs + FUTURE_TOLERANCE_MS), 100)
      expect(handle.state()).toEqual({ items: [], size: 500 })
      fold(ticks0, trade('10', '1', horizonMs + FUTURE_TOLERANCE_MS + 1000), 101)
      const openTime = horizonMs + FUTURE_TOLERANCE_MS + 1000
      expect(handle.state()).toEqual({ items: [[openTime, '10', '10', '10', '10', '1', 1]], size: 500 })
    })

    it('[STA7] shows day fields of a session that begins later than that', () => {
      const handle = market.handle(quoteA)
      fold(ticks0, trade('10', '1', noon), 100)
      expect(handle.state()).toMatchObject({ last: '10', partial: true })
      fold(ticks0, trade('10', '1', day + DAY_MS), 101)
      expect(handle.state()).toMatchObject({ open: '10', prevClose: '10' })
    })

    it('[STA7] does not claim a previous close when it saw no trade of the day before', () => {
      const handle = market.handle(quoteA)
      fold(ticks0, quote(['9', null], ['10', null], noon), 100)
      fold(ticks0, trade('10', '1', day + DAY_MS), 101)
      expect(handle.changesSince(100)).toMatchObject({ open: '10', prevClose: null, partial: null })
    })

    it('[STA7] shows metric seconds from the one after the horizon on', () => {
      const handle = market.handle(cpu)
      fold(metrics0, metric(1, horizonMs + 999), 100)
      fold(metrics0, metric(2, horizonMs + 1000), 101)
      expect(handle.state()).toMatchObject({ count: 1, items: [[horizonMs + 1000, 2, 2, 2]] })
    })
  })

  describe('a partition that begins anew', () => {
    it('goes on when it is opened as it was', () => {
      fold(ticks0, trade('10', '1', noon), 0)
      market.open(ticks0, { epoch: 'e0', horizon: 0, horizonMs: null })
      expect(market.position(ticks0)).toBe(0)
      expect(market.handle(quoteA).state()).toMatchObject({ last: '10' })
    })

    it.each([
      ['another epoch', { epoch: 'e9', horizon: 0, horizonMs: null }],
      ['another horizon', { epoch: 'e0', horizon: 50, horizonMs: noon }],
    ])('[POS7] is told while the topics still name it, empty and at its new position: %s', (_what, start) => {
      const handle = market.handle(quoteA)
      fold(ticks0, trade('10', '1', noon), 0)
      const seen: unknown[] = []
      market.reset$.subscribe((id) => seen.push([id, handle.partition, handle.position(), handle.state()]))
      market.open(ticks0, start)
      expect(seen).toEqual([[ticks0, ticks0, { epoch: start.epoch, offset: start.horizon - 1 }, {}]])
      expect(handle.position()).toEqual(NO_POSITION)
      fold(ticks0, trade('11', '1', noon), start.horizon)
      expect(handle.state()).toMatchObject({ last: '11' })
      expect(handle.position()).toEqual({ epoch: start.epoch, offset: start.horizon })
    })

    it('leaves other partitions alone, and says nothing when nothing was folded', () => {
      const other = market.handle({ kind: 'quote', instrument: 'x:B' })
      fold(ticks1, trade('10', '1', noon, { instrument: 'x:B' }), 0)
      let resets = 0
      market.reset$.subscribe(() => resets++)
      market.open(ticks0, { epoch: 'e9', horizon: 0, horizonMs: null })
      expect(resets).toBe(0)
      expect(other.state()).toMatchObject({ last: '10' })
    })

    it('[POS7] tells of a closed partition that its topics stand nowhere', () => {
      const handle = market.handle(quoteA)
      fold(ticks0, trade('10', '1', noon), 0)
      const seen: unknown[] = []
      market.reset$.subscribe(() => seen.push([handle.partition, handle.position(), handle.state()]))
      expect(market.topics('', 100)).toHaveLength(9)
      market.close(ticks0)
      market.close(ticks0)
      expect(seen).toEqual([[ticks0, NO_POSITION, {}]])
      expect(handle.partition).toBeNull()
      expect(market.position(ticks0)).toBeNull()
      expect(market.topics('', 100)).toEqual([])
    })

    it('drops what nobody holds', () => {
      const held = market.handle(quoteA)
      const released = market.handle(tradesA)
      fold(ticks0, trade('10', '1', noon), 0)
      market.release(released)
      market.open(ticks0, { epoch: 'e9', horizon: 0, horizonMs: null })
      expect(market.handle(quoteA)).toBe(held)
      expect(market.handle(tradesA)).not.toBe(released)
    })
  })

  describe('topics', () => {
    beforeEach(() => {
      fold(ticks0, trade('10', '1', noon, { instrument: 'spot:ETH' }), 0)
      fold(ticks0, quote(['9', null], ['10', null], noon), 1)
      fold(metrics0, metric(1, noon, { unit: 'percent' }), 0)
      fold(metrics0, metric(1, noon, { host: 'büro 1', name: 'load' }), 1)
      market.handle({ kind: 'quote', instrument: 'unknown' })
    })

    it('[HTTP2] lists every topic that has records, sorted, metrics with their unit', () => {
      const listed = market.topics('', 1000)
      expect(listed.map(({ topic }) => topic)).toEqual([...listed.map(({ topic }) => topic)].sort())
      expect(listed.filter(({ topic }) => topic.includes('spot'))).toHaveLength(9)
      expect(listed).toHaveLength(20)
      expect(listed).toContainEqual({ topic: 'metric/web-1/cpu', kind: 'metric', unit: 'percent' })
      expect(listed).toContainEqual({ topic: 'metric/b%C3%BCro%201/load', kind: 'metric' })
      expect(listed).toContainEqual({ topic: 'bars/x:A/1d', kind: 'bars' })
    })

    it('[HTTP2] finds what contains the query in any case, in its plain spelling too, up to the limit', () => {
      expect(market.topics('QUOTE/SPOT', 10)).toEqual([{ topic: 'quote/spot:ETH', kind: 'quote' }])
      expect(market.topics('Büro 1', 10)).toHaveLength(1)
      expect(market.topics('bars', 3)).toHaveLength(3)
      expect(market.topics('bars', 0)).toHaveLength(0)
    })

    it('[HTTP2] lists what has come since', () => {
      market.topics('', 1)
      fold(ticks1, trade('1', '1', noon, { instrument: 'new' }), 0)
      expect(market.topics('/new', 100)).toHaveLength(9)
    })
  })
})
