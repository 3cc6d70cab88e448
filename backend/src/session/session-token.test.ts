import { describe, expect, it } from 'vitest'
import { accessTo, fakeGuard } from '../../test/fakes/accesses.js'
import { sessionBench, TEST_LIMITS } from '../../test/fakes/session-bench.js'
import type { Access } from '../guard/access.js'
import type { LimitName } from '../config/limit-names.js'

const NOW = 1_700_000_000_000
const HOUR = 3_600_000
const ALL = accessTo(['**'], { expiresAtMs: NOW + HOUR })

function setUp(access: Access = ALL, dryRun: readonly LimitName[] = []) {
  const fake = fakeGuard(dryRun)
  const bench = sessionBench({ silenceMs: 10 * HOUR, heartbeatMs: HOUR }, [0], fake.guard)
  const { market, clock } = bench
  for (const topic of ['quote/a', 'quote/b', 'trades/a']) market.set(topic, { last: '1' })
  const client = bench.connect(access)
  const { transport, session, send } = client
  const subscribe = (topics: readonly string[], maxHz: number | 'raw' = 10): void => {
    send({ type: 'subscribe', id: 0, topics, maxHz })
    clock.advance(1000)
  }
  /** `auth`, and what is answered in the same turn. */
  const renew = async (token: string): Promise<void> => {
    send({ type: 'auth', id: 'a', token })
    await new Promise((resolve) => setImmediate(resolve))
    clock.endTurn()
  }
  const of = (type: string) => transport.messages.filter((message) => message.type === type)
  return { ...bench, ...fake, client, transport, session, send, subscribe, renew, of }
}

describe('a token over the life of a session', () => {
  it('[AUT4] is renewed by auth, without a loss', async () => {
    const { tokens, renew, subscribe, of, market, clock, transport } = setUp()
    subscribe(['quote/a'])
    tokens.set('fresh', accessTo(['**'], { expiresAtMs: NOW + 2 * HOUR }))
    await renew('fresh')
    expect(of('authenticated')).toEqual([
      { type: 'authenticated', id: 'a', ts: expect.any(Number), expiresAt: NOW + 2 * HOUR },
    ])
    transport.take()
    market.set('quote/a', { last: '2' })
    clock.advance(1000)
    expect(of('frame')).toEqual([
      expect.objectContaining({ deltas: [[expect.any(Number), expect.any(Number), { last: '2' }]] }),
    ])
    expect(transport.closedFor).toBeNull()
  })

  it.each([
    ['expired', 'tokenExpired', 'tokenExpired', true],
    ['that cannot be judged', 'keysUnavailable', 'notReady', true],
  ] as const)('[AUT4] one %s is answered with a code, and the old one stays', async (_name, fault, code, retryable) => {
    const { tokens, renew, of, transport } = setUp()
    tokens.set('other', fault)
    await renew('other')
    expect(of('error')).toEqual([expect.objectContaining({ id: 'a', code, retryable })])
    expect(transport.closedFor).toBeNull()
  })

  it.each([
    ['[AUT4] one that is not valid', 'badToken', 'badToken'],
    ['[AUT8] one for delayed data', 'forbidden', 'forbidden'],
    ['[AUT11] one of another delay', accessTo(['**'], { isDelayed: true }), 'rebalance'],
    ['[AUT4] one of another user', accessTo(['**'], { user: 'eve' }), 'forbidden'],
  ] as const)('%s closes', async (_name, judged, reason) => {
    const { tokens, renew, transport } = setUp()
    tokens.set('other', judged)
    await renew('other')
    expect(transport.closedFor).toBe(reason)
  })

  it('[AUT4] requests behind it wait for it', async () => {
    const { tokens, send, transport, clock } = setUp(accessTo(['quote/a']))
    tokens.set('more', accessTo(['quote/*']))
    transport.take()
    send({ type: 'auth', id: 1, token: 'more' })
    send({ type: 'subscribe', id: 2, topics: ['quote/b'] })
    await new Promise((resolve) => setImmediate(resolve))
    clock.advance(1000)
    expect(transport.take()).toMatchObject([
      { type: 'authenticated', id: 1 },
      { type: 'subscribed', id: 2, rejected: [] },
      { type: 'frame' },
    ])
  })

  it('[AUT5] is warned of once, then grants nothing new, then closes with 4003', async () => {
    const { clock, subscribe, of, send, market, transport } = setUp()
    subscribe(['quote/a'])
    clock.advance(HOUR - 62_000)
    expect(of('notice')).toEqual([])
    clock.advance(20_000)
    expect(of('notice')).toEqual([
      { type: 'notice', ts: expect.any(Number), reason: 'tokenExpiring', expiresAt: NOW + HOUR },
    ])
    clock.advance(42_000)
    transport.take()
    send({ type: 'subscribe', id: 9, topics: ['quote/b'] })
    market.set('quote/a', { last: '2' })
    clock.advance(1000)
    expect(of('error')).toEqual([expect.objectContaining({ id: 9, code: 'tokenExpired', retryable: true })])
    // What it had goes on.
    expect(of('frame')).toHaveLength(1)
    expect(transport.closedFor).toBeNull()
    clock.advance(10_000)
    expect(of('closing')).toEqual([expect.objectContaining({ code: 4003, reason: 'tokenExpired' })])
    expect(transport.closedFor).toBe('tokenExpired')
  })

  it('[AUT5] renewed within its grace goes on, and is warned of again before its new end', async () => {
    const { clock, renew, tokens, of, subscribe, transport } = setUp()
    subscribe(['quote/b'])
    clock.advance(HOUR + 1000)
    tokens.set('fresh', accessTo(['**'], { expiresAtMs: NOW + 2 * HOUR }))
    await renew('fresh')
    clock.advance(30_000)
    expect(transport.closedFor).toBeNull()
    subscribe(['quote/a'])
    expect(of('subscribed')).toHaveLength(2)
    clock.advance(HOUR - 60_000)
    expect(of('notice')).toHaveLength(2)
  })

  it('[AUT7] taken back closes within a second with 4500', () => {
    let isRevoked = false
    const { clock, transport } = setUp(accessTo(['**'], { isRevoked: () => isRevoked }))
    clock.advance(5000)
    expect(transport.closedFor).toBeNull()
    isRevoked = true
    clock.advance(1000)
    expect(transport.closedFor).toBe('badToken')
  })
})

describe('what a token allows', () => {
  it('[AUT9] is subscribed; all else is rejected, in whatever spelling, with or without a position', () => {
    const { send, clock, of, market } = setUp(accessTo(['quote/a']))
    const resume = { 'quote/b': [market.epoch, 0] as const }
    send({
      type: 'subscribe',
      id: 1,
      topics: ['quote/a', 'quote/b', 'quote/%62', 'trades/a', 'quote/*', 'nonsense'],
      resume,
    })
    clock.advance(1000)
    expect(of('subscribed')).toMatchObject([
      {
        topics: [{ topic: 'quote/a' }],
        rejected: [
          { topic: 'quote/b', code: 'forbiddenTopic' },
          { topic: 'trades/a', code: 'forbiddenTopic' },
          { topic: 'quote/*', code: 'forbiddenTopic' },
          { topic: 'nonsense', code: 'unknownTopic' },
        ],
      },
    ])
    expect(of('frame')).toMatchObject([{ snapshots: [{ state: { last: '1' } }] }])
    expect(JSON.stringify(of('frame')).match(/"ref"/g)).toHaveLength(1)
  })

  it('[AUT9] a forbidden topic is neither unsubscribed nor hurried into being', () => {
    const { send, clock, of } = setUp(accessTo(['quote/a']))
    send({ type: 'rate', id: 1, topics: ['quote/b'], maxHz: 'raw' })
    send({ type: 'unsubscribe', id: 2, topics: ['quote/b'] })
    clock.advance(1000)
    expect(of('rated')).toMatchObject([{ topics: [] }])
    expect(of('frame')).toEqual([])
  })

  it('[AUT6] when it shrinks, what is forbidden is taken back with its code, and nothing more of it is sent', async () => {
    const { subscribe, tokens, renew, of, market, clock, transport, counts } = setUp()
    subscribe(['quote/a', 'quote/%62', 'trades/a'])
    tokens.set('less', accessTo(['quote/a']))
    transport.take()
    await renew('less')
    expect(of('authenticated')).toMatchObject([
      {
        rejected: [
          { topic: 'quote/%62', code: 'forbiddenTopic' },
          { topic: 'trades/a', code: 'forbiddenTopic' },
        ],
      },
    ])
    expect(counts.subscriptions).toBe(1)
    transport.take()
    for (const topic of ['quote/a', 'quote/b', 'trades/a']) market.set(topic, { last: '2' })
    clock.advance(2000)
    expect(JSON.stringify(of('frame')).match(/"last":"2"/g)).toHaveLength(1)
    subscribe(['quote/b'])
    expect(of('subscribed')).toMatchObject([{ topics: [], rejected: [{ code: 'forbiddenTopic' }] }])
  })

  it('[AUT10] caps every rate that is granted', () => {
    const { subscribe, send, clock, of } = setUp(accessTo(['**'], { maxHz: 3 }))
    subscribe(['quote/a'], 'raw')
    subscribe(['quote/b'], 1)
    send({ type: 'rate', id: 1, topics: ['quote/a', 'quote/b'], maxHz: 20 })
    clock.advance(1000)
    expect(of('subscribed')).toMatchObject([{ topics: [{ hz: 2 }] }, { topics: [{ hz: 1 }] }])
    expect(of('rated')).toMatchObject([{ topics: [{ hz: 2 }, { hz: 2 }] }])
  })

  it('[AUT6] when it is slower, what is too fast is slowed down and told so', async () => {
    const { subscribe, tokens, renew, of, market, clock, transport } = setUp()
    subscribe(['quote/a'], 20)
    subscribe(['quote/b'], 0.2)
    tokens.set('slow', accessTo(['**'], { maxHz: 1 }))
    transport.take()
    await renew('slow')
    expect(of('notice')).toEqual([
      { type: 'notice', ts: expect.any(Number), reason: 'degraded', topics: ['quote/a'], hz: 1 },
    ])
    transport.take()
    for (let i = 0; i < 40; i++) {
      market.set('quote/a', { last: String(i) })
      clock.advance(100)
    }
    expect(of('frame').length).toBeLessThanOrEqual(5)
    expect(of('frame').length).toBeGreaterThan(2)
  })
})

describe('limits that are only watched', () => {
  it('[LIM4] are counted and change nothing', () => {
    const names = ['topics', 'messageRate', 'errors', 'firstMessage', 'messageBytes'] as const
    const { send, session, clock, of, reached, transport } = setUp(ALL, names)
    clock.advance(TEST_LIMITS.handshakeTimeoutMs + 2000)
    expect(reached).toEqual(['firstMessage'])
    send({ type: 'subscribe', id: 0, topics: Array.from({ length: 8 }, (_, i) => `quote/${i}`) })
    clock.endTurn()
    expect(of('subscribed')).toMatchObject([{ rejected: [] }])
    for (let id = 0; id < 60; id++) send({ type: 'ping', id })
    clock.endTurn()
    expect(of('pong')).toHaveLength(60)
    session.receive(' '.repeat(70_000))
    for (let i = 0; i < 20; i++) session.receive('nonsense')
    expect(transport.closedFor).toBeNull()
    expect(new Set(reached)).toEqual(new Set(names))
  })

  it('[LIM4] when enforced, are counted as well', () => {
    const { send, session, reached, transport } = setUp()
    send({ type: 'subscribe', id: 0, topics: Array.from({ length: 8 }, (_, i) => `quote/${i}`) })
    for (let id = 0; id < 60; id++) send({ type: 'ping', id })
    expect(transport.closedFor).toBe('rateAbuse')
    session.receive('nonsense')
    expect(reached.filter((limit) => limit === 'topics')).toHaveLength(3)
    expect(reached.filter((limit) => limit === 'messageRate').length).toBeGreaterThan(4)
    expect(reached.at(-1)).toBe('errors')
  })
})
