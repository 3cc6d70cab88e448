import { describe, expect, it, vi } from 'vitest'
import { jsonCodec } from '../lanes/frame-codec.js'
import { sessionBench } from '../../test/fakes/session-bench.js'

const BTC = 'quote/usdm:BTCUSDT'
const ETH = 'quote/usdm:ETHUSDT'

describe('the frames of a connection', () => {
  it('[FRM2] are numbered upwards, with holes, also where one answer takes several frames', () => {
    const bench = sessionBench()
    const others = bench.subscribed([BTC], 20)
    for (const name of ['a', 'b', 'c']) bench.market.set(`quote/${name}`, { unit: 'x'.repeat(200_000) })
    const { transport, send } = bench.connect()
    send({ type: 'subscribe', id: 1, topics: ['quote/a', 'quote/b', 'quote/c'], maxHz: 1 })
    for (let second = 1; second <= 3; second++) {
      for (let step = 0; step < 20; step++) {
        bench.market.set(BTC, { last: `${second}.${step}` })
        if (step === 0) bench.market.set('quote/a', { last: String(second) })
        bench.clock.advance(50)
      }
    }
    const numbers = transport.takeFrames().map(({ n }) => n)
    expect(numbers).toHaveLength(6)
    expect(numbers.every((n, i) => i === 0 || n > (numbers[i - 1] ?? n))).toBe(true)
    expect((numbers.at(-1) ?? 0) - (numbers.at(-2) ?? 0)).toBeGreaterThan(1)
    expect(others.transport.takeFrames().length).toBeGreaterThan(numbers.length)
  })

  it('[FRM3] name the frame before in the shared stream, and none where they were made for one connection', () => {
    const bench = sessionBench()
    bench.market.set(BTC, { last: '0' })
    const { transport, send } = bench.connect()
    send({ type: 'subscribe', id: 1, topics: [BTC] })
    for (let price = 1; price <= 4; price++) {
      bench.market.set(BTC, { last: String(price) })
      bench.clock.advance(100)
    }
    transport.unsentBytes = 70_000
    bench.market.set(BTC, { last: '5' })
    bench.clock.advance(100)
    transport.unsentBytes = 0
    bench.clock.advance(100)
    const frames = transport.takeFrames()
    const snapshot = frames.shift()
    const catchUp = frames.pop()
    expect(snapshot).toHaveProperty('snapshots')
    expect(catchUp).toMatchObject({ deltas: [[1, 5, { last: '5' }]] })
    for (const own of [snapshot, catchUp]) expect(own).not.toHaveProperty('prev')
    expect(frames).toHaveLength(4)
    expect(frames.slice(1).map(({ prev }) => prev)).toEqual(frames.slice(0, -1).map(({ n }) => n))
  })

  it('[FRM8] tell when the newest record in them was published', () => {
    const bench = sessionBench()
    bench.market.publishedAt = 1_723_161_255_340
    bench.market.set(BTC, { last: '0' })
    const { transport, send } = bench.connect()
    send({ type: 'subscribe', id: 1, topics: [BTC] })
    bench.market.publishedAt = 1_723_161_255_441
    bench.market.set(BTC, { last: '1' })
    bench.clock.advance(100)
    expect(transport.takeFrames().map(({ at }) => at)).toEqual([1_723_161_255_340, 1_723_161_255_441])
  })

  it('[CFL1] are shared only while every topic of the session is at its lane', async () => {
    const bench = sessionBench()
    bench.market.set(BTC, { last: '0' })
    bench.market.set(ETH, { last: '0' })
    const steady = bench.subscribed([BTC, ETH])
    const other = bench.subscribed([BTC, ETH])
    const next = (last: string) => {
      bench.market.set(BTC, { last })
      bench.market.set(ETH, { last })
      bench.clock.advance(100)
      return [steady, other].map(({ transport }) => transport.frames.at(-1))
    }
    const [before, same] = next('1')
    expect(same).toBe(before)
    // One topic of two waits for the fold to reach offset 6; the frame of the others holds a segment of it.
    other.send({ type: 'subscribe', id: 1, topics: [ETH], resume: { [ETH]: ['e1', 6] } })
    await new Promise(setImmediate)
    other.transport.take()
    const [shared, own] = next('2')
    expect(own).not.toBe(shared)
    expect(other.transport.takeFrames()).toMatchObject([{ deltas: [[1, 5, { last: '2' }]] }])
    next('3')
    const caughtUp = other.transport.takeFrames().flatMap(({ deltas = [] }) => deltas)
    // It may be told twice what came at once.
    const byRef = new Map(caughtUp.map((delta) => [delta[0], delta]))
    expect([...byRef.values()].sort(([a], [b]) => a - b)).toEqual([
      [1, 7, { last: '3' }],
      [2, 7, { last: '3' }],
    ])
    const [again, joined] = next('4')
    expect(joined).toBe(again)
  })

  it('[CFL5] carry one position for all topics of a partition', () => {
    const bench = sessionBench()
    bench.market.set(BTC, { last: '0' })
    bench.market.set(ETH, { last: '0' })
    const { transport } = bench.subscribed([BTC, ETH])
    bench.market.set(BTC, { last: '1' })
    bench.market.set(ETH, { last: '1' })
    bench.market.set('quote/another', { last: '1' })
    bench.clock.advance(100)
    const [frame] = transport.takeFrames()
    expect(frame?.deltas?.map(([, offset]) => offset)).toEqual([4, 4])
  })

  it('[POS1] never name an earlier position of a topic than before, whoever was sent the same snapshot', () => {
    const bench = sessionBench()
    bench.market.set(BTC, { last: '0' })
    const encode = vi.spyOn(jsonCodec, 'fields')
    const first = bench.connect()
    first.send({ type: 'subscribe', id: 1, topics: [BTC] })
    bench.market.set(ETH, { last: '1' })
    const { transport, send } = bench.connect()
    send({ type: 'subscribe', id: 1, topics: [BTC], resume: { [BTC]: ['e1', 0] } })
    send({ type: 'subscribe', id: 2, topics: [BTC] })
    const [delta, snapshot] = transport.takeFrames()
    expect(delta).toMatchObject({ deltas: [[1, 1, {}]] })
    expect(snapshot).toMatchObject({ snapshots: [{ offset: 1, state: { last: '0' } }] })
    expect(encode.mock.calls.filter(([fields]) => 'last' in fields)).toHaveLength(1)
    encode.mockRestore()
  })
})
