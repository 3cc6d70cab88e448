import { describe, expect, it } from 'vitest'
import { sessionBench } from '../../test/fakes/session-bench.js'

const BTC = 'quote/usdm:BTCUSDT'
const ETH = 'quote/usdm:ETHUSDT'
const TAPE = 'trades/usdm:BTCUSDT'

/** Two who follow a topic each at `raw`, and whoever else a test needs. */
function rawBench() {
  const bench = sessionBench()
  for (const topic of [BTC, ETH, TAPE]) bench.market.set(topic, { last: '0' })
  const [btc, eth] = [bench.subscribed([BTC], 'raw'), bench.subscribed([ETH], 'raw')]
  return { ...bench, btc, eth }
}

describe('clients at raw', () => {
  it('are told of a change at the end of its turn, and of nothing else', () => {
    const { clock, market, btc, eth } = rawBench()
    market.set(BTC, { last: '1' })
    expect(btc.transport.messages).toEqual([])
    clock.endTurn()
    expect(btc.transport.takeFrames()).toMatchObject([{ deltas: [[1, 3, { last: '1' }]] }])
    clock.advance(1000)
    expect(btc.transport.takeFrames()).toEqual([])
    expect(eth.transport.takeFrames()).toEqual([])
  })

  it('are given shared frames, whichever of their topics changed, also with slower topics beside them', () => {
    const { clock, market, encodes, subscribed, connect } = rawBench()
    const both = [subscribed([BTC, ETH], 'raw'), subscribed([BTC, ETH], 'raw')]
    const mixed = connect()
    mixed.send({ type: 'subscribe', id: 1, topics: [BTC], maxHz: 'raw' })
    mixed.send({ type: 'subscribe', id: 2, topics: [ETH], maxHz: 10 })
    clock.advance(1000)
    mixed.transport.take()
    const before = encodes()
    market.set(ETH, { last: '1' })
    clock.endTurn()
    market.set(BTC, { last: '1' })
    clock.endTurn()
    // Two topics at raw.
    expect(encodes() - before).toBe(2)
    const [of, ofOther] = both.map(({ transport }) => transport.frames.slice(-2))
    expect(of?.[0]).toBe(ofOther?.[0])
    expect(of?.[1]).toBe(ofOther?.[1])
    for (const { transport } of both)
      expect(transport.takeFrames()).toMatchObject([
        { deltas: [[2, 3, { last: '1' }]] },
        { deltas: [[1, 4, { last: '1' }]] },
      ])
    expect(mixed.transport.takeFrames()).toMatchObject([{ deltas: [[1, 4, { last: '1' }]] }])
    clock.advance(100)
    expect(mixed.transport.takeFrames()).toMatchObject([{ deltas: [[2, 4, { last: '1' }]] }])
  })

  it('[CFL1] are in step with a topic that does not change, wherever the fold has gone meanwhile', () => {
    const { clock, market, encodes, subscribed } = rawBench()
    const first = subscribed([TAPE], 'raw')
    market.set(BTC, { last: '1' })
    clock.advance(10)
    const second = subscribed([TAPE], 'raw')
    market.set(BTC, { last: '2' })
    clock.advance(10)
    const before = encodes()
    market.set(TAPE, { last: '1' })
    clock.advance(10)
    expect(encodes() - before).toBe(1)
    expect(first.transport.takeFrames()).toMatchObject([{ deltas: [[3, 5, { last: '1' }]] }])
    expect(second.transport.takeFrames()).toMatchObject([{ deltas: [[3, 5, { last: '1' }]] }])
    // The same bytes: neither was given a frame of its own.
    expect(second.transport.frames.at(-1)).toBe(first.transport.frames.at(-1))
  })

  it('are told the state anew after a reset, also of what had not changed for long', () => {
    const { clock, market, btc, eth } = rawBench()
    for (let price = 1; price < 5; price++) {
      market.set(BTC, { last: String(price) })
      clock.endTurn()
    }
    btc.transport.take()
    market.restart('e2')
    market.set(BTC, { last: '9' })
    clock.advance(100)
    for (const { transport } of [btc, eth])
      expect(transport.take()).toMatchObject([
        { type: 'notice', reason: 'reset' },
        { type: 'frame', snapshots: [{ epoch: 'e2' }] },
      ])
    market.set(ETH, { last: '9' })
    clock.advance(100)
    expect(eth.transport.takeFrames()).toMatchObject([{ deltas: [[2, 2, { last: '9' }]] }])
  })
})
