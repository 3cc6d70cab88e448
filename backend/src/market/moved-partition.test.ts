import type { Topic } from '@tickwall/protocol'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { PartitionId } from '../ingest/source.js'
import type { Tick } from '../ingest/tick.js'
import { Market } from './market.js'
import { DAY_MS } from './session-clock.js'
import { metric, quote, trade } from './testing/ticks.js'
import { topicsOf } from './topic-slot.js'

const old: PartitionId = { log: 'ticks', partition: 2 }
const young: PartitionId = { log: 'ticks', partition: 5 }
const day = 19_900 * DAY_MS
const noon = day + DAY_MS / 2
const quoteA: Topic = { kind: 'quote', instrument: 'x:A' }
const minuteBarsA: Topic = { kind: 'bars', instrument: 'x:A', interval: '1m' }

const openMarket = (): Market => {
  const market = new Market({ sessionStartMs: 0, ringSizes: { trades: 4, bars: 4, metric: 4 } })
  for (const log of ['ticks', 'metrics'] as const) {
    for (const partition of [old.partition, young.partition]) {
      market.open({ log, partition }, { epoch: `${log}${partition}`, horizon: 0, horizonMs: null })
    }
  }
  return market
}

describe('an instrument whose records move to another partition', () => {
  let market: Market
  const fold = (id: PartitionId, tick: Tick, offset: number, timestamp = tick.time): void =>
    market.fold(id, tick, offset, timestamp, timestamp)
  beforeEach(() => {
    market = openMarket()
  })

  it('[FOLD9] starts anew there, with that epoch, partial until the next day', () => {
    const handle = market.handle(quoteA)
    fold(old, trade('10', '5', noon), 70)
    fold(young, trade('11', '1', noon + 1000), 3)
    expect(handle.partition).toEqual(young)
    expect(handle.position()).toEqual({ epoch: 'ticks5', offset: 3 })
    expect(handle.state()).toEqual({
      last: '11',
      lastSize: '1',
      tickAt: noon + 1000,
      session: day,
      decimals: { price: 0, size: 0 },
      partial: true,
    })
    fold(young, trade('12', '1', noon + DAY_MS), 4)
    expect(handle.state()).toMatchObject({ open: '12', prevClose: '11', volume: '1', session: day + DAY_MS })
    expect(handle.state()).not.toHaveProperty('partial')
  })

  it('[FOLD9] is whole at once when all records elsewhere are of older days, but knows no previous close', () => {
    const handle = market.handle(quoteA)
    fold(old, trade('10', '5', noon - DAY_MS), 70)
    fold(young, trade('11', '1', noon), 3)
    expect(handle.state()).toMatchObject({ open: '11', volume: '1', trades: 1 })
    expect(handle.state()).not.toHaveProperty('prevClose')
    expect(handle.state()).not.toHaveProperty('partial')
  })

  it('[FOLD9] shows only bars that began after the last trade elsewhere', () => {
    const handle = market.handle(minuteBarsA)
    fold(old, trade('10', '5', noon), 70)
    fold(young, trade('11', '1', noon + 1000), 3)
    expect(handle.state()).toEqual({ items: [], size: 4 })
    fold(young, trade('12', '1', noon + 60_000), 4)
    expect(handle.state()).toMatchObject({ items: [[noon + 60_000, '12', '12', '12', '12', '1', 1]] })
  })

  it('[FOLD9] belongs to the partition with the newest timestamp, not with the newest arrival or event time', () => {
    const handle = market.handle(quoteA)
    fold(young, trade('11', '1', noon, {}), 3, noon + 5000)
    fold(old, trade('10', '5', noon + 9000), 70, noon + 4000)
    expect(handle.position().epoch).toBe('ticks5')
    fold(old, trade('10', '5', noon), 71, noon + 5001)
    expect(handle.position().epoch).toBe('ticks2')
  })

  it('[FOLD9] belongs to the higher partition number when timestamps are equal', () => {
    const handle = market.handle(quoteA)
    fold(old, trade('10', '5', noon), 70)
    fold(young, trade('11', '1', noon), 3)
    expect(handle.partition).toEqual(young)
    fold(old, trade('10', '5', noon), 71)
    expect(handle.partition).toEqual(young)
  })

  it('[POS4] answers no position from before it was known that trades lie elsewhere', () => {
    const handle = market.handle(minuteBarsA)
    fold(young, trade('11', '1', noon), 3, noon + 2)
    fold(old, trade('10', '5', noon), 70, noon + 1)
    expect(handle.changedSince(3)).toBe(true)
    expect(handle.answers(3, false)).toBe(false)
    fold(young, trade('11', '1', noon + 60_000), 4)
    expect(handle.answers(4, false)).toBe(true)
    expect(handle.changedSince(4)).toBe(false)
  })

  it('[FOLD9] is taken over by the other partition when its own is discarded', () => {
    const handle = market.handle(quoteA)
    fold(old, trade('10', '5', noon), 70)
    fold(young, quote(['9', null], ['10', null], noon + 1), 3)
    expect(handle.partition).toEqual(young)
    market.close(young)
    expect(handle.partition).toEqual(old)
    expect(handle.state()).toMatchObject({ last: '10', open: '10' })
  })

  it('[FOLD9] holds for a metric as well: seconds that points elsewhere may belong to are not shown', () => {
    const handle = market.handle({ kind: 'metric', host: 'web-1', name: 'cpu' })
    fold({ log: 'metrics', partition: 2 }, metric(1, noon + 500), 0)
    fold({ log: 'metrics', partition: 5 }, metric(2, noon + 600), 0)
    expect(handle.state()).toEqual({ value: 2, at: noon + 600, items: [], size: 4 })
    fold({ log: 'metrics', partition: 5 }, metric(3, noon + 1000), 1)
    expect(handle.state()).toMatchObject({ count: 1, items: [[noon + 1000, 3, 3, 3]] })
  })

  it('[FOLD8] folds to the same bytes in whichever order the partitions are read', () => {
    const tick = fc.oneof(
      fc
        .tuple(fc.constantFrom('9.5', '10', '10.0', '11'), fc.nat(8), fc.nat(3))
        .map(([price, step, days]) => trade(price, '1', noon + step * 20_000 + days * DAY_MS)),
      fc.nat(8).map((step) => quote(['9', null], ['10', '1'], noon + step * 1000)),
      fc.nat(8).map((step) => metric(step, noon + step * 400)),
    )
    const log = fc.array(fc.record({ tick, timestamp: fc.nat(20), isYoung: fc.boolean() }), {
      maxLength: 40,
      size: 'max',
    })
    fc.assert(
      fc.property(log, fc.array(fc.boolean(), { maxLength: 60, size: 'max' }), (records, picks) => {
        const read = (order: readonly boolean[]): string => {
          const queues = {
            young: records.filter(({ isYoung }) => isYoung),
            old: records.filter(({ isYoung }) => !isYoung),
          }
          const reading = openMarket()
          const next = { young: 0, old: 0 }
          for (const isYoung of [...order, ...records.map(() => true), ...records.map(() => false)]) {
            const name = isYoung ? 'young' : 'old'
            const record = queues[name][next[name]]
            if (record === undefined) continue
            const { tick: read, timestamp } = record
            const log = read.type === 'metric' ? 'metrics' : 'ticks'
            reading.fold({ log, partition: (isYoung ? young : old).partition }, read, next[name]++, 0, timestamp)
          }
          const topics = [
            ...topicsOf({ kind: 'instrument', instrument: 'x:A' }),
            ...topicsOf({ kind: 'metric', host: 'web-1', name: 'cpu' }),
          ]
          return JSON.stringify(
            topics.map((topic) => {
              const handle = reading.handle(topic)
              return [handle.name, handle.position(), handle.state()]
            }),
          )
        }
        expect(read(picks)).toBe(read([]))
      }),
      { numRuns: 200 },
    )
  })
})
