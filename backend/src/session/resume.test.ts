import { describe, expect, it, vi } from 'vitest'
import { jsonCodec } from '../lanes/frame-codec.js'
import { sessionBench } from '../../test/fakes/session-bench.js'

const BTC = 'quote/usdm:BTCUSDT'
const ETH = 'quote/usdm:ETHUSDT'
const settled = () => new Promise((resolve) => setImmediate(resolve))

function benchAt(offset: number) {
  const bench = sessionBench()
  for (let price = 0; price <= offset; price++) bench.market.set(BTC, { last: String(price) })
  return bench
}
const resumeAt = (bench: ReturnType<typeof sessionBench>, epoch: string, offset: number) => {
  const connection = bench.connect()
  connection.transport.take()
  connection.send({ type: 'subscribe', id: 1, topics: [BTC], resume: { [BTC]: [epoch, offset] } })
  return connection
}

describe('resume', () => {
  it('[POS2] answers a position with a delta from it', () => {
    const { transport } = resumeAt(benchAt(9), 'e1', 4)
    expect(transport.take()).toMatchObject([
      { type: 'subscribed', topics: [{ start: 'resume' }] },
      { type: 'frame', deltas: [[1, 9, { last: '9' }]] },
    ])
  })

  it('[POS2] answers a position that is up to date with an empty delta, so that the client knows', () => {
    const { transport } = resumeAt(benchAt(9), 'e1', 9)
    expect(transport.takeFrames()).toMatchObject([{ deltas: [[1, 9, {}]] }])
  })

  it('[POS3] voids a position of another epoch', () => {
    const { transport } = resumeAt(benchAt(9), 'other', 4)
    expect(transport.take()).toMatchObject([
      { type: 'subscribed', topics: [{ start: 'reset' }] },
      { type: 'frame', snapshots: [{ offset: 9, state: { last: '9' } }] },
    ])
  })

  it('[POS4] gives a snapshot for a position older than where the fold began', () => {
    const bench = benchAt(9)
    bench.market.floor = 5
    expect(resumeAt(bench, 'e1', 4).transport.take()).toMatchObject([
      { type: 'subscribed', topics: [{ start: 'snapshot' }] },
      { type: 'frame', snapshots: [{ offset: 9 }] },
    ])
  })

  it('[POS3] asks the log about a position beyond the fold and voids one beyond its end', async () => {
    const bench = benchAt(9)
    bench.log.end = 12
    const { transport } = resumeAt(bench, 'e1', 12)
    await settled()
    expect(bench.log.asked).toBe(1)
    expect(transport.take()).toMatchObject([
      { type: 'subscribed', topics: [{ start: 'reset' }] },
      { type: 'frame', snapshots: [{ offset: 9 }] },
    ])
  })

  it('[POS5] waits for the fold to reach a position it lags behind, tells so, and never goes back', async () => {
    const bench = benchAt(9)
    bench.log.end = 100
    const { transport, session } = resumeAt(bench, 'e1', 12)
    await settled()
    expect(transport.take()).toMatchObject([{ type: 'subscribed', topics: [{ start: 'resume' }] }])
    bench.market.set(BTC, { last: '10' })
    bench.clock.advance(1900)
    expect(transport.take()).toEqual([])
    bench.clock.advance(200)
    expect(transport.take()).toMatchObject([{ type: 'notice', reason: 'behind', topics: [BTC] }])
    for (const last of ['11', '12', '13']) bench.market.set(BTC, { last })
    bench.clock.advance(100)
    session.heard()
    const told = transport.take()
    expect(told[0]).toMatchObject({ type: 'frame', deltas: [[1, 13, { last: '13' }]] })
    for (const { deltas } of told as { deltas?: unknown }[]) expect(deltas).toMatchObject([[1, 13, { last: '13' }]])
  })

  it('[POS4] judges a position again when the fold has reached it: who holds more than is known here gets a snapshot', async () => {
    const bench = benchAt(9)
    bench.market.isPartial = true
    bench.log.end = 100
    const { transport } = resumeAt(bench, 'e1', 12)
    await settled()
    expect(transport.take()).toMatchObject([{ type: 'subscribed', topics: [{ start: 'resume' }] }])
    for (const last of ['10', '11', '12', '13']) bench.market.set(BTC, { last })
    bench.clock.advance(100)
    expect(transport.take().slice(0, 2)).toMatchObject([
      { type: 'notice', reason: 'gap', topics: [BTC] },
      { type: 'frame', snapshots: [{ offset: 13, state: { last: '13' } }] },
    ])
  })

  it('[POS3] judges every topic once the log has answered, also one that did not have to wait', async () => {
    const bench = benchAt(9)
    bench.market.set(ETH, { last: '1' })
    bench.log.end = 20
    const { transport, send } = bench.connect()
    transport.take()
    send({ type: 'subscribe', id: 1, topics: [BTC, ETH], resume: { [BTC]: ['e1', 15], [ETH]: ['e1', 10] } })
    expect(transport.take()).toEqual([])
    bench.market.restart('e2')
    await settled()
    expect(transport.take()[0]).toMatchObject({ topics: [{ start: 'reset' }, { start: 'reset' }] })
  })

  it('[POS5] waits too when the log cannot be asked, and for a topic that has no record here yet', async () => {
    const bench = sessionBench()
    bench.market.set(ETH, { last: '1' })
    const { transport } = resumeAt(bench, 'e1', 3)
    await settled()
    expect(transport.take()).toMatchObject([{ type: 'subscribed', topics: [{ start: 'resume' }] }])
    bench.clock.advance(1000)
    expect(transport.take()).toEqual([])
    for (const last of ['1', '2', '3', '4']) bench.market.set(BTC, { last })
    bench.clock.advance(100)
    expect(transport.takeFrames()).toMatchObject([{ deltas: [[2, 4, { last: '4' }]] }])
  })

  it.each([
    ['the fold has passed the position and knows no record of the topic', 'e1', 4],
    ['the log was begun anew', 'e2', 1],
  ])('[POS5] ends the wait when %s', async (_, epoch, records) => {
    const bench = sessionBench()
    bench.market.set(ETH, { last: '1' })
    const { transport } = resumeAt(bench, 'e1', 3)
    await settled()
    bench.clock.advance(100)
    expect(transport.take()).toMatchObject([{ type: 'subscribed', topics: [{ start: 'resume' }] }])
    bench.market.epoch = epoch
    for (let i = 0; i < records; i++) bench.market.set(ETH, { last: String(i) })
    bench.clock.advance(100)
    expect(transport.take()).toMatchObject([
      { type: 'notice', reason: 'reset', topics: [BTC] },
      { type: 'frame', snapshots: [{ epoch: '', offset: -1, state: {} }] },
    ])
  })

  it('[MSG5] keeps the order of answers while one of them waits for the log', async () => {
    const bench = benchAt(9)
    bench.log.end = 100
    const { transport, send } = resumeAt(bench, 'e1', 12)
    send({ type: 'ping', id: 2 })
    expect(transport.take()).toEqual([])
    await settled()
    expect(transport.take().map(({ type }) => type)).toEqual(['subscribed', 'pong'])
  })

  it('[MSG1] answers with `internal` when a request fails in an unforeseen way, and goes on with the next', async () => {
    const bench = benchAt(9)
    bench.log.fault = new Error('unforeseen')
    const { transport, send } = resumeAt(bench, 'e1', 12)
    send({ type: 'ping', id: 2 })
    await settled()
    expect(transport.take()).toMatchObject([
      { type: 'error', id: 1, code: 'internal', retryable: true },
      { type: 'pong', id: 2 },
    ])
    expect(bench.market.holders(BTC)).toBe(0)
  })

  it('[POS7] tells an epoch change, then sends snapshots', () => {
    const bench = benchAt(9)
    const { transport } = bench.subscribed([BTC])
    bench.market.restart('e2')
    bench.clock.advance(100)
    expect(transport.take()).toMatchObject([
      { type: 'notice', reason: 'reset', topics: [BTC] },
      { type: 'frame', snapshots: [{ epoch: 'e2', offset: 0 }] },
    ])
  })

  it('[POS7] tells a gap when the log was truncated under the same epoch', () => {
    const bench = benchAt(9)
    const { transport } = bench.subscribed([BTC])
    bench.market.restart('e1')
    bench.clock.advance(100)
    expect(transport.take()).toMatchObject([
      { type: 'notice', reason: 'gap', topics: [BTC] },
      { type: 'frame', snapshots: [{ epoch: 'e1', offset: 0 }] },
    ])
  })

  it('[POS7] tells once that a state changed in a way that no offset tells, and sends its snapshot once', () => {
    const bench = benchAt(9)
    const { transport } = bench.subscribed([BTC])
    bench.market.floor = 10
    bench.clock.advance(1000)
    expect(transport.take()).toMatchObject([
      { type: 'notice', reason: 'gap', topics: [BTC] },
      { type: 'frame', snapshots: [{ epoch: 'e1', offset: 9 }] },
    ])
    bench.market.set(BTC, { last: '10' })
    bench.clock.advance(100)
    expect(transport.take()).toMatchObject([{ type: 'notice' }, { snapshots: [{ offset: 10, state: { last: '10' } }] }])
    bench.market.set(BTC, { last: '11' })
    bench.clock.advance(100)
    expect(transport.take()).toMatchObject([{ deltas: [[1, 11, { last: '11' }]] }])
  })

  it('[POS7] shares no snapshot of a state that was voided since, at whatever position', () => {
    const bench = benchAt(9)
    const encode = vi.spyOn(jsonCodec, 'fields')
    for (const floor of [-1, 10]) {
      bench.market.floor = floor
      bench.connect().send({ type: 'subscribe', id: 1, topics: [BTC] })
    }
    expect(encode).toHaveBeenCalledTimes(2)
    encode.mockRestore()
  })

  it('[CFL2] encodes the delta of a crowd that comes back from one position once', () => {
    const bench = benchAt(9)
    const encode = vi.spyOn(jsonCodec, 'fields')
    const comeBack = (offset: number) => {
      const { transport, send } = bench.connect()
      send({ type: 'subscribe', id: 1, topics: [BTC], resume: { [BTC]: ['e1', offset] } })
      return transport.takeFrames()
    }
    for (let i = 0; i < 50; i++) expect(comeBack(7)).toMatchObject([{ deltas: [[1, 9, { last: '9' }]] }])
    // Meanwhile the log goes on with other topics.
    bench.market.set(ETH, { last: '1' })
    bench.clock.advance(100)
    for (let i = 0; i < 50; i++) expect(comeBack(7)).toMatchObject([{ deltas: [[1, 10, { last: '9' }]] }])
    expect(encode).toHaveBeenCalledTimes(1)
    expect(comeBack(10)).toMatchObject([{ deltas: [[1, 10, {}]] }])
    bench.market.set(BTC, { last: '11' })
    expect(comeBack(7)).toMatchObject([{ deltas: [[1, 11, { last: '11' }]] }])
    expect(encode).toHaveBeenCalledTimes(3)
    encode.mockRestore()
  })

  it('[SUB3] gives a subscribed topic anew from a position, with the same ref and the new rate', () => {
    const bench = benchAt(9)
    const { transport, send } = bench.subscribed([BTC])
    send({ type: 'subscribe', id: 5, topics: [BTC], maxHz: 2, resume: { [BTC]: ['e1', 7] } })
    expect(transport.take()).toMatchObject([
      { type: 'subscribed', topics: [{ ref: 1, hz: 2, start: 'resume' }] },
      { type: 'frame', deltas: [[1, 9, { last: '9' }]] },
    ])
    expect(bench.market.holders(BTC)).toBe(1)
    send({ type: 'subscribe', id: 6, topics: [BTC] })
    expect(transport.take()).toMatchObject([
      { type: 'subscribed', topics: [{ ref: 1, hz: 10, start: 'snapshot' }] },
      { type: 'frame', snapshots: [{ offset: 9 }] },
    ])
  })
})
