import { describe, expect, it } from 'vitest'
import { sessionBench } from '../../test/fakes/session-bench.js'

const BTC = 'quote/usdm:BTCUSDT'
const ETH = 'quote/usdm:ETHUSDT'

describe('in step, bytes are shared', () => {
  it('[CFL2] encodes a segment once for 100 subscribers, and builds their frame once', () => {
    const bench = sessionBench()
    bench.market.set(BTC, { last: '1' })
    const crowd = Array.from({ length: 100 }, () => bench.connect())
    for (const { send } of crowd) send({ type: 'subscribe', id: 1, topics: [BTC] })
    bench.clock.advance(100)
    crowd[99]?.transport.take()
    const before = bench.lanes.encodes
    bench.market.set(BTC, { last: '2' })
    bench.clock.advance(100)
    expect(bench.lanes.encodes - before).toBe(1)
    const frames = crowd.map(({ transport }) => transport.frames.at(-1))
    expect(new Set(frames).size).toBe(1)
    expect(crowd[99]?.transport.takeFrames()).toMatchObject([{ deltas: [[1, 1, { last: '2' }]] }])
  })

  it('[CFL2] encodes once per rate for different sets that share a topic', () => {
    const bench = sessionBench()
    bench.market.set(BTC, { last: '1' })
    bench.market.set(ETH, { last: '1' })
    const both = bench.subscribed([BTC, ETH])
    const one = bench.subscribed([BTC])
    const before = bench.lanes.encodes
    bench.market.set(BTC, { last: '2' })
    bench.clock.advance(100)
    expect(bench.lanes.encodes - before).toBe(1)
    expect(both.transport.takeFrames()).toHaveLength(1)
    expect(one.transport.takeFrames()).toHaveLength(1)
  })

  it('[CFL4] does no work for a topic that nobody watches, and starts a lane at the current offset', () => {
    const bench = sessionBench()
    bench.market.set(BTC, { last: '1' })
    bench.market.set(BTC, { last: '2' })
    bench.clock.advance(1000)
    expect(bench.lanes.encodes).toBe(0)
    const { transport, send } = bench.connect()
    send({ type: 'subscribe', id: 1, topics: [BTC] })
    bench.clock.advance(1000)
    expect(transport.takeFrames()).toMatchObject([{ snapshots: [{ offset: 1, state: { last: '2' } }] }])
    expect(bench.lanes.encodes).toBe(0)
    send({ type: 'unsubscribe', id: 2, topics: [BTC] })
    expect(bench.lanes.size).toBe(0)
    expect(bench.market.holders(BTC)).toBe(0)
  })

  it('[CFL3] gives who joins between flushes a delta of its own, then the shared segment', () => {
    const bench = sessionBench()
    bench.market.set(BTC, { last: '1', bid: '1' })
    const old = bench.subscribed([BTC])
    bench.market.set(BTC, { last: '2' })
    const young = bench.connect()
    young.send({ type: 'subscribe', id: 1, topics: [BTC] })
    bench.market.set(BTC, { last: '3' })
    bench.clock.advance(100)
    bench.market.set(BTC, { last: '4' })
    bench.clock.advance(100)
    const frames = young.transport.takeFrames()
    expect(frames).toMatchObject([
      { snapshots: [{ offset: 1, state: { last: '2', bid: '1' } }] },
      { deltas: [[1, 2, { last: '3' }]] },
      { deltas: [[1, 3, { last: '4' }]] },
    ])
    expect(frames.map(({ prev }) => prev)).toEqual([undefined, undefined, frames[1]?.n])
    expect(young.transport.frames.at(-1)).toBe(old.transport.frames.at(-1))
  })

  it('[RATE2] changes the rate without a snapshot and without losing a change', () => {
    const bench = sessionBench()
    bench.market.set(BTC, { last: '1' })
    const { transport, send } = bench.subscribed([BTC], 20)
    bench.market.set(BTC, { last: '2' })
    send({ type: 'rate', id: 7, topics: [BTC, ETH], maxHz: 1 })
    expect(transport.take()).toMatchObject([{ type: 'rated', id: 7, topics: [{ topic: BTC, hz: 1 }] }])
    bench.clock.advance(1000)
    expect(transport.takeFrames()).toMatchObject([{ deltas: [[1, 1, { last: '2' }]] }])
    bench.market.set(BTC, { last: '3' })
    bench.clock.advance(900)
    expect(transport.takeFrames()).toEqual([])
    bench.clock.advance(100)
    expect(transport.takeFrames()).toMatchObject([{ deltas: [[1, 2, { last: '3' }]] }])
  })

  it('[RATE3] sends nothing for a topic that did not change and at most one delta a flush', () => {
    const bench = sessionBench()
    bench.market.set(BTC, { last: '1' })
    const { transport } = bench.subscribed([BTC], 10)
    for (let price = 2; price < 50; price++) bench.market.set(BTC, { last: String(price) })
    bench.clock.advance(100)
    expect(transport.takeFrames()).toMatchObject([{ deltas: [[1, 48, { last: '49' }]] }])
    bench.clock.advance(3000)
    expect(transport.takeFrames()).toEqual([])
  })

  it('[RATE1] sends raw changes at the end of the turn, coalesced', () => {
    const bench = sessionBench()
    bench.market.set(BTC, { last: '1' })
    const { transport } = bench.subscribed([BTC], 'raw')
    bench.market.set(BTC, { last: '2' })
    bench.market.set(BTC, { last: '3' })
    expect(transport.takeFrames()).toEqual([])
    bench.clock.endTurn()
    expect(transport.takeFrames()).toMatchObject([{ deltas: [[1, 2, { last: '3' }]] }])
  })

  it('[SUB4] accepts a topic without records and sends a full snapshot with the first one', () => {
    const bench = sessionBench()
    const { transport, send } = bench.connect()
    send({ type: 'subscribe', id: 1, topics: [BTC] })
    const [, answer, empty] = transport.take()
    expect(answer).toMatchObject({ type: 'subscribed', topics: [{ topic: BTC, hz: 10, start: 'snapshot' }] })
    expect(empty).toMatchObject({ snapshots: [{ epoch: '', offset: -1, state: {} }] })
    bench.market.set(BTC, { last: '1' })
    bench.clock.advance(100)
    expect(transport.take()).toMatchObject([
      { type: 'frame', snapshots: [{ epoch: 'e1', offset: 0, state: { last: '1' } }] },
    ])
  })
})
