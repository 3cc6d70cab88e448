import { describe, expect, it, vi } from 'vitest'
import { jsonCodec } from '../lanes/frame-codec.js'
import { sessionBench } from '../../test/fakes/session-bench.js'

const BTC = 'quote/usdm:BTCUSDT'
const ETH = 'quote/usdm:ETHUSDT'

describe('a slow client', () => {
  it('[CFL7] is skipped while its socket is full and gets one catch-up delta when it drains', () => {
    const bench = sessionBench()
    bench.market.set(BTC, { last: '0', high: '0' })
    bench.market.set(ETH, { last: '0' })
    const slow = bench.subscribed([BTC, ETH])
    const healthy = bench.subscribed([BTC, ETH])
    slow.transport.unsentBytes = 65_537
    for (let price = 1; price <= 15; price++) {
      bench.market.set(BTC, price === 10 ? { last: '999', high: '999' } : { last: String(price) })
      bench.clock.advance(100)
    }
    expect(slow.transport.takeFrames()).toEqual([])
    expect(bench.counts.skipped).toBe(15)
    expect(healthy.transport.takeFrames()).toHaveLength(15)
    slow.transport.unsentBytes = 0
    bench.clock.advance(100)
    const [catchUp, ...rest] = slow.transport.takeFrames()
    expect(rest).toEqual([])
    expect(catchUp).toMatchObject({ deltas: [[1, 16, { last: '15', high: '999' }]] })
    expect(catchUp).not.toHaveProperty('prev')
    expect(bench.counts.caughtUp).toBe(1)
    bench.market.set(BTC, { last: '16' })
    bench.clock.advance(100)
    expect(slow.transport.frames.at(-1)).toBe(healthy.transport.frames.at(-1))
  })

  it('[CFL7] does not alternate at the threshold: it resumes at half of it', () => {
    const bench = sessionBench()
    bench.market.set(BTC, { last: '0' })
    const { transport } = bench.subscribed([BTC])
    transport.unsentBytes = 70_000
    bench.market.set(BTC, { last: '1' })
    bench.clock.advance(100)
    transport.unsentBytes = 60_000
    bench.clock.advance(100)
    expect(transport.takeFrames()).toEqual([])
    transport.unsentBytes = 32_768
    bench.clock.advance(100)
    expect(transport.takeFrames()).toHaveLength(1)
  })

  it('[ACK2] is conflated for once its oldest frame without an ack is older than windowMs, and closed after 30 s', () => {
    const bench = sessionBench()
    bench.market.set(BTC, { last: '0' })
    const { transport, send, session } = bench.subscribed([BTC])
    send({ type: 'ack', n: 1 })
    const tick = (price: number) => {
      bench.market.set(BTC, { last: String(price) })
      session.heard()
      bench.clock.advance(100)
    }
    for (let price = 1; price <= 60; price++) tick(price)
    const seen = transport.takeFrames()
    expect(seen.length).toBeGreaterThanOrEqual(30)
    expect(seen.length).toBeLessThan(35)
    send({ type: 'ack', n: seen.at(-1)?.n ?? 0 })
    bench.clock.advance(100)
    expect(transport.takeFrames()).toMatchObject([{ deltas: [[1, 60, { last: '60' }]] }])
    for (let price = 61; price < 400; price++) tick(price)
    expect(transport.closedFor).toBe('slowConsumer')
  })

  it('[ACK3] answers an ack of a frame that was never sent, and ignores an old one', () => {
    const bench = sessionBench()
    bench.market.set(BTC, { last: '0' })
    const { transport, send } = bench.subscribed([BTC])
    send({ type: 'ack', n: 10_000 })
    expect(transport.take()).toMatchObject([{ type: 'error', code: 'badRequest' }])
    send({ type: 'ack', n: 0 })
    expect(transport.take()).toEqual([])
  })

  it('[CFL9] is sent less and less often while it stays behind, is told so, and is closed in the end', () => {
    const bench = sessionBench()
    for (const name of [BTC, ETH]) bench.market.set(name, { last: '0' })
    const { transport, send, session } = bench.subscribed([BTC])
    send({ type: 'subscribe', id: 2, topics: [ETH], maxHz: 1 })
    transport.take()
    transport.unsentBytes = 70_000
    const live = (ms: number) => {
      for (let passedMs = 0; passedMs < ms; passedMs += 500) {
        session.heard()
        bench.market.set(BTC, { last: String(passedMs) })
        bench.clock.advance(500)
      }
    }
    live(7000)
    expect(transport.take()).toMatchObject([
      { type: 'notice', reason: 'degraded', topics: [BTC], hz: 2 },
      { type: 'notice', reason: 'degraded', topics: [BTC], hz: 1 },
      { type: 'notice', reason: 'degraded', hz: 0.2 },
    ])
    live(110_000)
    expect(transport.closedFor).toBeNull()
    live(5000)
    expect(transport.closedFor).toBe('slowConsumer')
  })

  it('[CFL9] gets its catch-up delta at once when it has drained, and its rate back step by step', () => {
    const bench = sessionBench()
    bench.market.set(BTC, { last: '0' })
    const { transport, send, session } = bench.subscribed([BTC])
    transport.unsentBytes = 70_000
    for (let price = 1; price <= 70; price++) {
      bench.market.set(BTC, { last: String(price) })
      bench.clock.advance(100)
    }
    transport.take()
    transport.unsentBytes = 0
    bench.clock.advance(50)
    expect(transport.take()).toMatchObject([{ type: 'frame', deltas: [[1, 70, { last: '70' }]] }])
    send({ type: 'rate', id: 3, topics: [BTC], maxHz: 5 })
    expect(transport.take()).toMatchObject([
      { type: 'rated', topics: [{ hz: 5 }] },
      { type: 'notice', reason: 'degraded', hz: 0.2 },
    ])
    const rates: unknown[] = []
    let frames = 0
    for (let second = 0; second < 40; second++) {
      session.heard()
      for (let i = 0; i < 10; i++) {
        bench.market.set(BTC, { last: `${second}.${i}` })
        bench.clock.advance(100)
      }
      const came = transport.take()
      rates.push(...came.flatMap((message) => (message.type === 'notice' ? [message.hz] : [])))
      frames = came.filter(({ type }) => type === 'frame').length
    }
    expect(rates).toEqual([1, 2, 5])
    expect(frames).toBe(5)
  })

  it('[FRM7] spreads snapshots over frames of at most 256 KiB and stops while the socket is full', () => {
    const bench = sessionBench()
    const big = 'x'.repeat(200_000)
    for (const name of ['a', 'b', 'c']) bench.market.set(`quote/${name}`, { unit: big })
    const { transport, send } = bench.connect()
    send({ type: 'subscribe', id: 1, topics: ['quote/a', 'quote/b', 'quote/c'] })
    expect(transport.frames).toHaveLength(3)
    for (const { payload } of transport.frames) expect(payload.length).toBeLessThanOrEqual(262_144)

    const full = bench.connect()
    full.transport.unsentBytes = 100_000
    full.send({ type: 'subscribe', id: 1, topics: ['quote/a', 'quote/b'] })
    bench.clock.advance(500)
    expect(full.transport.frames).toHaveLength(0)
    full.transport.unsentBytes = 0
    bench.clock.advance(100)
    expect(full.transport.frames).toHaveLength(2)
  })

  it('[FRM7] costs the encoding of what it is sent, not of all that it is owed', () => {
    const bench = sessionBench({ topics: 100 })
    const names = Array.from({ length: 100 }, (_, i) => `quote/${String(i)}`)
    for (const name of names) bench.market.set(name, { last: 'x'.repeat(50_000) })
    const encode = vi.spyOn(jsonCodec, 'snapshot')
    const { transport, send } = bench.connect()
    vi.spyOn(transport, 'write').mockImplementation(({ wire }) => (transport.unsentBytes += wire.length) === 0)
    send({ type: 'subscribe', id: 1, topics: names })
    bench.clock.advance(1000)
    // Five fit into a frame; the sixth shows that it is full, and the socket is.
    expect(encode).toHaveBeenCalledTimes(6)
    encode.mockRestore()
  })

  it('[FRM7] leaves a turn to the others, also where its socket takes everything', () => {
    const bench = sessionBench()
    const names = ['a', 'b', 'c', 'd', 'e'].map((name) => `quote/${name}`)
    for (const name of names) bench.market.set(name, { last: 'x'.repeat(200_000) })
    const { transport, send } = bench.connect()
    send({ type: 'subscribe', id: 1, topics: names, maxHz: 0.2 })
    expect(transport.frames).toHaveLength(4)
    bench.clock.advance(50)
    expect(transport.frames).toHaveLength(5)
  })

  it('[CFL8] is sent away when it goes on asking and reads none of the answers, which nothing conflates', () => {
    const bench = sessionBench()
    const bound = 65_536 + 32 * 65_536
    for (const ask of ['message', 'ping'] as const) {
      const { transport, session, send } = bench.connect()
      const asks = (): unknown => (ask === 'ping' ? session.heard() : send({ type: 'ping', id: 1 }))
      transport.unsentBytes = bound
      asks()
      expect(transport.closedFor).toBeNull()
      transport.take()
      transport.unsentBytes = bound + 1
      asks()
      asks()
      expect(transport.closedFor).toBe('slowConsumer')
      expect(transport.take()).toEqual([])
    }
    expect(bench.counts.ending).toEqual(['slowConsumer', 'slowConsumer'])
  })
})
