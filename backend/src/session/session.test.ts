import { describe, expect, it } from 'vitest'
import { sessionBench } from '../../test/fakes/session-bench.js'

const BTC = 'quote/usdm:BTCUSDT'

describe('a session', () => {
  it('[HS5] greets with what a client must know', () => {
    const { transport } = sessionBench().connect()
    expect(transport.take()).toMatchObject([
      {
        type: 'hello',
        version: 1,
        server: 'gw-1',
        build: 'test',
        heartbeatMs: 5000,
        windowMs: 3000,
        rates: [20, 10, 5, 2, 1, 0.2, 'raw'],
        source: 'live',
        limits: { topics: 5, messageBytes: 65_536, messagesPerSecond: 20 },
      },
    ])
  })

  it('[SUB1] answers each topic by itself, [SUB2] once, [SUB5] a bad one with unknownTopic', () => {
    const bench = sessionBench()
    const { transport, send } = bench.connect()
    transport.take()
    send({ type: 'subscribe', id: 'a', topics: [BTC, 'quote/', 'bars/x/7m', 'quote/usdm%3ABTCUSDT', BTC, 'quote/'] })
    expect(transport.take()[0]).toMatchObject({
      type: 'subscribed',
      id: 'a',
      topics: [{ topic: BTC, ref: 1, hz: 10, start: 'snapshot' }],
      rejected: [
        { topic: 'quote/', code: 'unknownTopic' },
        { topic: 'bars/x/7m', code: 'unknownTopic' },
      ],
    })
  })

  it('[SUB6] rejects topics beyond the limit in their order, and counts a held one once', () => {
    const bench = sessionBench({ topics: 2 })
    const { transport, send } = bench.connect()
    send({ type: 'subscribe', id: 1, topics: ['quote/a', 'quote/b', 'quote/c', 'quote/%63'] })
    expect(transport.take()[1]).toMatchObject({
      topics: [{ topic: 'quote/a' }, { topic: 'quote/b' }],
      rejected: [{ topic: 'quote/c', code: 'tooManyTopics' }],
    })
    send({ type: 'subscribe', id: 2, topics: ['quote/b', 'quote/a'] })
    expect(transport.take()[0]).toMatchObject({ topics: [{ topic: 'quote/b' }, { topic: 'quote/a' }], rejected: [] })
  })

  it('[SUB7] answers before the first frame, [SUB8] and takes leave after the last', () => {
    const bench = sessionBench()
    bench.market.set(BTC, { last: '1' })
    const { transport, send } = bench.connect()
    send({ type: 'subscribe', id: 1, topics: [BTC] })
    expect(transport.take().map(({ type }) => type)).toEqual(['hello', 'subscribed', 'frame'])
    send({ type: 'unsubscribe', id: 2, topics: [BTC, 'quote/never'] })
    bench.market.set(BTC, { last: '2' })
    bench.clock.advance(1000)
    expect(transport.take()).toMatchObject([{ type: 'unsubscribed', id: 2, topics: [BTC, 'quote/never'] }])
  })

  it('[SUB9] gives a topic one ref for all connections', () => {
    const bench = sessionBench()
    bench.market.set('quote/other', { last: '1' })
    const refs = [bench.connect(), bench.connect()].map(({ transport, send }) => {
      send({ type: 'subscribe', id: 1, topics: [BTC] })
      const answer = transport.take()[1]
      return answer?.type === 'subscribed' ? answer.topics[0]?.ref : null
    })
    expect(refs).toEqual([2, 2])
  })

  it('[HB4] answers ping, [MSG8] and auth, which nobody asked for', () => {
    const { transport, send } = sessionBench().connect()
    transport.take()
    send({ type: 'ping', id: 4 })
    send({ type: 'auth', id: 5, token: 'anything' })
    expect(transport.take()).toMatchObject([
      { type: 'pong', id: 4 },
      { type: 'authenticated', id: 5, expiresAt: null },
    ])
  })

  it('[HB1] sends a heartbeat only when nothing else was sent, [NTC2] with the state of the source', () => {
    const bench = sessionBench()
    bench.market.set(BTC, { last: '0' })
    const { transport, session } = bench.subscribed([BTC], 1)
    for (let second = 1; second <= 10; second++) {
      bench.market.set(BTC, { last: String(second) })
      bench.clock.advance(1000)
    }
    expect(transport.take().map(({ type }) => type)).not.toContain('heartbeat')
    session.heard()
    bench.log.state = 'lost'
    bench.clock.advance(6000)
    expect(transport.take()).toMatchObject([{ type: 'heartbeat', source: 'lost' }])
  })

  it('[HB3] pings a silent peer and sweeps one that never answers', () => {
    const bench = sessionBench()
    const dead = bench.subscribed([BTC])
    const alive = bench.subscribed([BTC])
    for (let second = 0; second < 35; second++) {
      alive.session.heard()
      bench.clock.advance(1000)
    }
    expect(dead.transport.pings).toBeGreaterThan(1)
    expect(dead.transport.closedFor).toBe('heartbeatLost')
    expect(alive.transport.closedFor).toBeNull()
    expect(bench.market.holders(BTC)).toBe(1)
  })

  it('[HS6] closes a client that never says anything', () => {
    const bench = sessionBench()
    const { transport, session } = bench.connect()
    for (let second = 0; second < 12; second++) {
      session.heard()
      bench.clock.advance(1000)
    }
    expect(transport.closedFor).toBe('handshakeTimeout')
  })

  it('[ERR2] answers errors and keeps the connection, until there are too many', () => {
    const bench = sessionBench({ messagesPerSecond: 1000 })
    const { transport, session } = bench.connect()
    transport.take()
    session.receive('{')
    session.receive('{"type":"dance","id":9}')
    session.receiveBinary()
    expect(transport.take()).toMatchObject([
      { type: 'error', code: 'badRequest', retryable: false },
      { type: 'error', code: 'unknownType', id: 9 },
      { type: 'error', code: 'badRequest' },
    ])
    expect(transport.closedFor).toBeNull()
    for (let i = 0; i < 10; i++) session.receive('{')
    expect(transport.closedFor).toBe('tooManyErrors')
  })

  it('[ERR3] refuses messages beyond the rate and ends a client that goes on', () => {
    const bench = sessionBench({ messagesPerSecond: 2 })
    const { transport, send } = bench.connect()
    transport.take()
    for (let id = 1; id <= 6; id++) send({ type: 'ping', id })
    expect(transport.take().map((message) => (message.type === 'error' ? message.code : message.type))).toEqual([
      'pong',
      'pong',
      'pong',
      'pong',
      'rateLimited',
      'rateLimited',
    ])
    for (let id = 7; id <= 20; id++) send({ type: 'ping', id })
    expect(transport.closedFor).toBe('rateAbuse')
  })

  it('[ACK1] does not count an ack as a message', () => {
    const bench = sessionBench({ messagesPerSecond: 2 })
    const { transport, send } = bench.connect()
    transport.take()
    for (let i = 0; i < 100; i++) send({ type: 'ack', n: 0 })
    expect(transport.take()).toEqual([])
  })

  it('[CLS2] announces a drain to each with a time of its own, [CLS3] then closes at a pace', async () => {
    const bench = sessionBench()
    const crowd = Array.from({ length: 20 }, () => bench.connect())
    let turn = 0
    const drained = bench.sessions.drain({ durationMs: 1000, spreadMs: 5000 }, () => (turn++ % 10) / 10)
    const waits = crowd.map(({ transport }) => transport.take().at(-1)).map((message) => message)
    expect(waits[0]).toMatchObject({ type: 'closing', code: 1012, reason: 'restarting', retryAfterMs: 0 })
    expect(waits[3]).toMatchObject({ retryAfterMs: 1500 })
    bench.clock.advance(500)
    const closed = crowd.filter(({ transport }) => transport.closedFor === 'restarting').length
    expect(closed).toBeGreaterThan(5)
    expect(closed).toBeLessThan(15)
    bench.clock.advance(600)
    await drained
    expect(crowd.every(({ transport }) => transport.closedFor === 'restarting')).toBe(true)
  })

  it('[NTC2] tells all when the source is lost and when it is back', () => {
    const bench = sessionBench()
    const { transport } = bench.connect()
    transport.take()
    bench.sessions.sourceChanged('lost')
    bench.sessions.sourceChanged('catchingUp')
    bench.sessions.sourceChanged('live')
    expect(transport.take()).toMatchObject([{ reason: 'sourceLost' }, { reason: 'sourceBack' }])
  })

  it('frees lanes, cohorts and handles when the socket is gone', () => {
    const bench = sessionBench()
    const { session } = bench.subscribed([BTC, 'quote/b'])
    expect([bench.lanes.size, bench.sessions.cohorts, bench.counts.subscriptions]).toEqual([2, 1, 2])
    bench.sessions.closed(session, 1006)
    bench.sessions.closed(session, 1006)
    expect([bench.lanes.size, bench.sessions.cohorts, bench.counts.subscriptions]).toEqual([0, 0, 0])
    expect([bench.market.holders(BTC), bench.sessions.size]).toEqual([0, 0])
  })
})
