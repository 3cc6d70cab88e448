import { beforeEach, describe, expect, it } from 'vitest'
import { Linked } from '../test/linked.js'
import type { RequestError } from './request-error.js'

const BTC = 'quote/usdm:BTCUSDT'
const ETH = 'quote/usdm:ETHUSDT'
const TAPE = 'trades/usdm:BTCUSDT'

let linked: Linked
beforeEach(() => {
  linked = new Linked()
})

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'resolved',
    (error: unknown) => (error as RequestError).code,
  )

describe('subscribing', () => {
  it('is idle until something is wanted, and offers the JSON subprotocol', () => {
    expect(linked.link.state).toEqual({ state: 'idle' })
    linked.link.subscribe(BTC)
    expect(linked.link.state.state).toBe('connecting')
    expect(linked.socket.protocols).toEqual(['tickwall.v1.json'])
    expect(linked.greet().of('subscribe')).toHaveLength(1)
  })

  it('sends all wishes of one turn in one message, one a rate', () => {
    const socket = linked.open()
    linked.link.subscribe(BTC)
    linked.link.subscribe(ETH)
    linked.link.subscribe(TAPE, { maxHz: 2 })
    expect(socket.of('subscribe')).toEqual([])
    linked.clock.settle()
    expect(socket.of('subscribe')).toMatchObject([
      { topics: [BTC, ETH], maxHz: 10 },
      { topics: [TAPE], maxHz: 2 },
    ])
  })

  it('holds one subscription a topic, in whatever spelling, at the fastest wanted rate', () => {
    const socket = linked.open()
    linked.link.subscribe('quote/usdm%3ABTCUSDT', { maxHz: 1 })
    linked.link.subscribe(BTC, { maxHz: 5 })
    linked.clock.settle()
    expect(socket.of('subscribe')).toMatchObject([{ topics: [BTC], maxHz: 5 }])
  })

  it('has the state, position, rate and start once they came', async () => {
    linked.open()
    const seen: unknown[] = []
    const subscription = linked.link.subscribe(BTC, {}, ({ state, standing }) => seen.push([{ ...state }, standing]))
    const ready = subscription.ready()
    linked.clock.settle()
    linked.accept('snapshot', 5)
    expect([subscription.hz, subscription.start, subscription.standing, subscription.state]).toEqual([
      5,
      'snapshot',
      'waiting',
      null,
    ])
    linked.snapshot(BTC, 10, { last: '1' })
    linked.delta(BTC, 12, { last: '2' }, { n: 11, prev: 10 })
    await ready
    expect({ ...subscription.state }).toEqual({ last: '2' })
    expect(subscription.position).toEqual({ epoch: 'e1', offset: 12 })
    expect(seen).toEqual([
      [{}, 'waiting'],
      [{ last: '1' }, 'current'],
      [{ last: '2' }, 'current'],
    ])
  })

  it('tells the topics of a frame, after it was taken in', () => {
    linked.open()
    const subscription = linked.link.subscribe(BTC)
    linked.clock.settle()
    linked.accept()
    const updates: unknown[] = []
    linked.link.on('update', (topics) => updates.push([...topics], { ...subscription.state }))
    linked.snapshot(BTC, 10, { last: '1' })
    expect(updates).toEqual([[BTC], { last: '1' }])
  })

  it('unsubscribes with the last wish, and not when one comes back in the same turn', () => {
    const socket = linked.open()
    const first = linked.link.subscribe(BTC)
    linked.clock.settle()
    linked.accept()
    first.close()
    const second = linked.link.subscribe(BTC)
    linked.clock.settle()
    expect(socket.of('unsubscribe')).toEqual([])
    second.close()
    second.close()
    linked.clock.settle()
    expect(socket.of('unsubscribe')).toMatchObject([{ topics: [BTC] }])
  })

  it('[RATE2] changes the rate without a snapshot, to the fastest that is still wanted', async () => {
    const socket = linked.open()
    const fast = linked.link.subscribe(BTC, { maxHz: 10 })
    const slow = linked.link.subscribe(BTC, { maxHz: 1 })
    linked.clock.settle()
    linked.accept()
    const granted = slow.rate(2)
    linked.clock.settle()
    expect(socket.of('rate')).toEqual([])
    expect(await granted).toBe(10)
    const lowered = fast.rate(0.2)
    linked.clock.settle()
    const [request] = socket.of('rate')
    expect(request).toMatchObject({ topics: [BTC], maxHz: 2 })
    linked.says({ type: 'rated', id: request!.id, ts: 0, topics: [{ topic: BTC, hz: 2 }] })
    expect(await lowered).toBe(2)
    expect(slow.hz).toBe(2)
    expect(socket.of('subscribe')).toHaveLength(1)
  })

  it('[SUB5] denies a malformed topic by itself, without asking, and never spoils the others', async () => {
    const socket = linked.open()
    const bad = linked.link.subscribe('quote/')
    linked.link.subscribe(BTC)
    linked.clock.settle()
    expect(socket.of('subscribe')).toMatchObject([{ topics: [BTC] }])
    expect(bad.standing).toBe('denied')
    expect(await codeOf(bad.ready())).toBe('unknownTopic')
  })

  it('tells a rejected topic, asks for it again on another connection, and retries what may succeed later', async () => {
    const socket = linked.open()
    const denied = linked.link.subscribe(BTC)
    const later = linked.link.subscribe(ETH)
    const ready = codeOf(denied.ready())
    linked.clock.settle()
    const [request] = socket.of('subscribe')
    const rejected = [
      { topic: BTC, code: 'forbiddenTopic', message: 'no' },
      { topic: ETH, code: 'notReady', message: 'wait' },
    ] as const
    linked.says({ type: 'subscribed', id: request!.id, ts: 0, topics: [], rejected })
    expect(await ready).toBe('forbiddenTopic')
    expect([denied.standing, denied.rejected?.message, later.standing]).toEqual(['denied', 'no', 'waiting'])
    linked.clock.advance(999)
    expect(socket.of('subscribe')).toHaveLength(1)
    linked.clock.advance(1)
    expect(socket.of('subscribe').at(-1)).toMatchObject({ topics: [ETH] })
    linked.link.cut()
    linked.clock.advance(30_000)
    linked.greet()
    expect(linked.socket.of('subscribe')).toMatchObject([{ topics: [BTC, ETH] }])
  })

  it('[SUB6] asks again for what found no room once there is room', () => {
    const socket = linked.open()
    const first = linked.link.subscribe(BTC)
    const second = linked.link.subscribe(ETH)
    linked.clock.settle()
    const [request] = socket.of('subscribe')
    const accepted = [{ topic: BTC, ref: 1, hz: 10, start: 'snapshot' }] as const
    const rejected = [{ topic: ETH, code: 'tooManyTopics', message: '' }] as const
    linked.says({ type: 'subscribed', id: request!.id, ts: 0, topics: accepted, rejected })
    expect(second.standing).toBe('denied')
    first.close()
    linked.clock.settle()
    linked.says({ type: 'unsubscribed', id: socket.of('unsubscribe')[0]!.id, ts: 0, topics: [BTC] })
    expect(socket.of('subscribe').at(-1)).toMatchObject({ topics: [ETH] })
  })

  it('[MSG4] splits what one message cannot hold, by topics and by bytes', () => {
    const socket = linked.open({ limits: { topics: 300, messageBytes: 65_536, messagesPerSecond: 100 } })
    const long = (i: number): string => `quote/${String(i).padStart(100, 'x')}`
    for (let i = 0; i < 700; i++) linked.link.subscribe(long(i))
    linked.clock.settle()
    expect(socket.of('subscribe').map(({ topics }) => topics.length)).toEqual([300, 300, 100])
    for (const message of socket.of('subscribe')) expect(JSON.stringify(message).length).toBeLessThanOrEqual(65_536)
  })

  it('[MSG4] counts the positions into the size of a message', () => {
    const refs = 700
    linked.open()
    for (let i = 0; i < refs; i++) linked.link.subscribe(`quote/${String(i).padStart(100, 'x')}`)
    linked.clock.settle()
    for (const request of linked.socket.of('subscribe')) {
      const topics = request.topics.map((topic) => ({
        topic,
        ref: linked.ref(topic),
        hz: 10,
        start: 'snapshot' as const,
      }))
      linked.says({ type: 'subscribed', id: request.id, ts: 0, topics, rejected: [] })
      for (const topic of request.topics) linked.snapshot(topic, 1, { last: '1' }, 'e'.repeat(64))
    }
    linked.link.cut()
    linked.clock.advance(1_000)
    linked.greet()
    const sizes = linked.socket.of('subscribe').map((message) => JSON.stringify(message).length)
    expect(sizes.length).toBeGreaterThan(2)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(65_536)
    expect(linked.socket.of('subscribe').flatMap(({ topics }) => topics)).toHaveLength(refs)
  })

  it('[ERR3] spreads many messages over time', () => {
    const socket = linked.open()
    for (let i = 1; i <= 30; i++) linked.link.subscribe(`quote/x:${String(i)}`, { maxHz: i })
    linked.clock.settle()
    expect(socket.of('subscribe')).toHaveLength(10)
    linked.clock.advance(4_000)
    expect(socket.of('subscribe')).toHaveLength(30)
  })

  it('asks again when no answer came, and rejects who waits', async () => {
    const socket = linked.open()
    const subscription = linked.link.subscribe(BTC)
    const ready = codeOf(subscription.ready())
    linked.clock.settle()
    linked.says({ type: 'heartbeat', ts: 0, source: 'live' })
    linked.clock.advance(5_000)
    expect(await ready).toBe('timeout')
    linked.clock.advance(1_000)
    expect(socket.of('subscribe')).toHaveLength(2)
  })
})

describe('following', () => {
  const follow = (topic = BTC) => {
    linked.open()
    const subscription = linked.link.subscribe(topic)
    linked.clock.settle()
    linked.accept()
    return subscription
  }

  it('[FRM4] applies snapshots before deltas', () => {
    const subscription = follow()
    const ref = linked.ref(BTC)
    linked.says({
      type: 'frame',
      n: 5,
      ts: 0,
      at: 0,
      snapshots: [{ ref, epoch: 'e1', offset: 3, state: { last: '3' } }],
      deltas: [[ref, 4, { bid: '4' }]],
    })
    expect({ ...subscription.state }).toEqual({ last: '3', bid: '4' })
  })

  it('[POS6] lets a snapshot replace everything, whatever its epoch', () => {
    const subscription = follow()
    linked.snapshot(BTC, 10, { last: '1', bid: '1' })
    linked.snapshot(BTC, 2, { last: '9' }, 'e2')
    expect({ ...subscription.state }).toEqual({ last: '9' })
    expect(subscription.position).toEqual({ epoch: 'e2', offset: 2 })
  })

  it('[POS5] never lets the position or the state go back', () => {
    const subscription = follow()
    linked.snapshot(BTC, 10, { last: '1' })
    linked.delta(BTC, 9, { last: 'old' }, { n: 11, prev: 10 })
    expect([{ ...subscription.state }, subscription.position?.offset]).toEqual([{ last: '1' }, 10])
  })

  it('[SUB4] holds a topic without records, and has nothing to resume from', () => {
    const subscription = follow()
    linked.snapshot(BTC, -1, {}, '', 1)
    expect([subscription.standing, subscription.position]).toEqual(['current', { epoch: '', offset: -1 }])
    linked.link.cut()
    linked.clock.advance(1_000)
    linked.greet()
    expect(linked.socket.of('subscribe')[0]).not.toHaveProperty('resume')
  })

  it('[POS7] takes no delta from a reset notice to the snapshot that follows', () => {
    const subscription = follow()
    linked.snapshot(BTC, 10, { last: '1' })
    linked.clock.advance(500)
    linked.says({ type: 'notice', ts: 0, reason: 'reset', topics: [BTC] })
    expect(subscription.gapAtMs).toBe(linked.clock.nowMs())
    linked.delta(BTC, 11, { last: 'torn' }, { n: 11 })
    expect({ ...subscription.state }).toEqual({ last: '1' })
    linked.snapshot(BTC, 3, { last: '3' }, 'e2', 12)
    expect({ ...subscription.state }).toEqual({ last: '3' })
  })

  it('[LNK3] subscribes again with its positions when a frame is missing, and takes no delta until the answer', () => {
    const subscription = follow()
    linked.snapshot(BTC, 10, { last: '1' })
    linked.delta(BTC, 14, { last: 'torn' }, { n: 14, prev: 12 })
    expect({ ...subscription.state }).toEqual({ last: '1' })
    expect(linked.link.stats.gaps).toBe(1)
    expect(linked.socket.of('subscribe').at(-1)).toMatchObject({ topics: [BTC], resume: { [BTC]: ['e1', 10] } })
    linked.delta(BTC, 15, { last: 'torn' }, { n: 15, prev: 14 })
    expect(subscription.position?.offset).toBe(10)
    expect(linked.socket.of('subscribe')).toHaveLength(2)
    linked.accept('resume')
    linked.delta(BTC, 15, { last: '15', bid: '12' }, { n: 16 })
    expect({ ...subscription.state }).toEqual({ last: '15', bid: '12' })
  })

  it('[LNK5] asks again when a snapshot crossed its request: the resume goes on from what is no longer held', () => {
    const subscription = follow()
    linked.snapshot(BTC, 10, { last: '1' })
    linked.delta(BTC, 14, { last: 'torn' }, { n: 14, prev: 12 })
    linked.snapshot(BTC, 3, { last: '3' }, 'e2', 15)
    linked.accept('resume')
    linked.delta(BTC, 16, { bid: 'torn' }, { n: 16 })
    expect({ ...subscription.state }).toEqual({ last: '3' })
    linked.clock.advance(1_000)
    expect(linked.socket.of('subscribe').at(-1)).toMatchObject({ topics: [BTC], resume: { [BTC]: ['e2', 3] } })
    linked.accept('resume')
    linked.delta(BTC, 17, { bid: '17' }, { n: 17 })
    expect({ ...subscription.state }).toEqual({ last: '3', bid: '17' })
  })

  it('[LNK3] takes snapshots that come with a hole', () => {
    const subscription = follow()
    linked.snapshot(BTC, 10, { last: '1' })
    const part = { ref: linked.ref(BTC), epoch: 'e1', offset: 20, state: { last: '20' } }
    linked.says({ type: 'frame', n: 14, prev: 12, ts: 0, at: 0, snapshots: [part] })
    expect({ ...subscription.state }).toEqual({ last: '20' })
  })

  it('stops a topic that was dropped while a hole was being mended', () => {
    const subscription = follow()
    linked.snapshot(BTC, 10, { last: '1' })
    subscription.close()
    linked.delta(BTC, 14, { last: '2' }, { n: 14, prev: 12 })
    expect(linked.socket.of('unsubscribe')).toMatchObject([{ topics: [BTC] }])
  })

  it('[ACK1] acknowledges the newest frame once a second while frames arrive', () => {
    follow()
    for (let n = 1; n <= 25; n++) {
      linked.snapshot(BTC, n, {})
      linked.clock.advance(100)
    }
    expect(linked.socket.of('ack').map(({ n }) => n)).toEqual([10, 20])
    linked.clock.advance(10_000)
    expect(linked.socket.of('ack').map(({ n }) => n)).toEqual([10, 20, 25])
  })

  it('measures how late shared frames come, beyond the wait that their rate asks for', () => {
    follow()
    linked.snapshot(BTC, 1, {})
    expect(linked.link.stats.lagP95Ms).toBeNull()
    const at = linked.clock.nowMs() - 350
    linked.says({ type: 'frame', n: 2, prev: 1, ts: at + 350, at, deltas: [[linked.ref(BTC), 2, { last: '2' }]] })
    expect(linked.link.stats.lagP95Ms).toBe(250)
  })

  it('tells a lowered rate, until the notice that raises it', () => {
    const subscription = follow()
    linked.says({ type: 'notice', ts: 0, reason: 'degraded', topics: [BTC], hz: 2 })
    expect(subscription.degradedHz).toBe(2)
    linked.says({ type: 'notice', ts: 0, reason: 'degraded', topics: [BTC], hz: 10 })
    expect(subscription.degradedHz).toBeNull()
  })

  it('[NTC2] knows the health of the source from hello, heartbeats and notices', () => {
    const { link } = linked
    const seen: string[] = []
    link.on('health', () => seen.push(link.source))
    linked.open({ source: 'catchingUp' })
    linked.says({ type: 'heartbeat', ts: 0, source: 'live' })
    linked.says({ type: 'notice', ts: 0, reason: 'sourceLost' })
    linked.says({ type: 'notice', ts: 0, reason: 'sourceBack' })
    expect(seen).toEqual(['catchingUp', 'live', 'lost', 'live'])
  })
})

describe('the clock', () => {
  it('follows the server by the shortest round trip', async () => {
    linked.open()
    const [first] = linked.socket.of('ping')
    linked.clock.advance(20)
    linked.says({ type: 'pong', id: first!.id, ts: linked.clock.nowMs() + 7_000 })
    expect(linked.link.serverNowMs() - linked.clock.nowMs()).toBe(7_010)
    const rtt = linked.link.ping()
    linked.clock.advance(4)
    linked.says({ type: 'pong', id: linked.socket.of('ping')[1]!.id, ts: linked.clock.nowMs() + 7_000 })
    expect(await rtt).toBe(4)
    expect([linked.link.clockOffsetMs, linked.link.stats.rttMs]).toEqual([7_002, 4])
  })

  it('asks every 10 s', () => {
    linked.open()
    for (let i = 0; i < 30; i++) {
      linked.clock.advance(1_000)
      linked.says({ type: 'heartbeat', ts: linked.clock.nowMs(), source: 'live' })
    }
    expect(linked.socket.of('ping')).toHaveLength(4)
  })
})

describe('the token', () => {
  it('[HS2] travels as a subprotocol, fetched anew for each attempt', async () => {
    let count = 0
    linked = new Linked({ token: () => Promise.resolve(`jwt${String(++count)}`) })
    linked.link.connect()
    await new Promise(setImmediate)
    expect(linked.socket.protocols).toEqual(['tickwall.v1.json', 'tickwall.bearer.jwt1'])
    linked.socket.ends()
    linked.clock.advance(1_000)
    await new Promise(setImmediate)
    expect(linked.socket.protocols).toContain('tickwall.bearer.jwt2')
  })

  it('[MSG8] is renewed over the connection when it expires', async () => {
    linked = new Linked({ token: () => 'fresh' })
    linked.link.connect()
    await new Promise(setImmediate)
    linked.greet()
    linked.says({ type: 'notice', ts: 0, reason: 'tokenExpiring', expiresAt: 1 })
    await new Promise(setImmediate)
    expect(linked.socket.of('auth')).toMatchObject([{ token: 'fresh' }])
    const renewed = linked.link.authenticate('other')
    linked.says({ type: 'authenticated', id: linked.socket.of('auth')[1]!.id, ts: 0, expiresAt: 99 })
    expect(await renewed).toBe(99)
  })

  it('[AUT6] takes back what a new one does not allow, and asks anew for what was forbidden', async () => {
    linked = new Linked({ token: () => 'fresh' })
    linked.link.connect()
    await new Promise(setImmediate)
    linked.greet()
    const [held, refused] = [linked.link.subscribe('quote/a'), linked.link.subscribe('quote/b')]
    linked.clock.advance(1)
    const forbidden = { code: 'forbiddenTopic', message: 'no' } as const
    const ask = linked.socket.of('subscribe')[0]!
    linked.says({
      ...{ type: 'subscribed', id: ask.id, ts: 0 },
      topics: [{ topic: 'quote/a', ref: 1, hz: 10, start: 'snapshot' }],
      rejected: [{ topic: 'quote/b', ...forbidden }],
    })
    expect(refused.rejected?.code).toBe('forbiddenTopic')
    void linked.link.authenticate('other')
    linked.says({
      ...{ type: 'authenticated', id: linked.socket.of('auth')[0]!.id, ts: 0, expiresAt: 99 },
      rejected: [{ topic: 'quote/a', ...forbidden }],
    })
    linked.clock.advance(1)
    expect(held.rejected?.code).toBe('forbiddenTopic')
    expect(linked.socket.of('subscribe').at(-1)).toMatchObject({ topics: ['quote/b'] })
  })

  it('waits and tries again when no token can be had', async () => {
    linked = new Linked({ token: () => Promise.reject(new Error('no')) })
    linked.link.connect()
    await new Promise(setImmediate)
    expect(linked.network.sockets).toEqual([])
    expect(linked.link.state).toMatchObject({ state: 'waiting', ending: { reason: 'no token could be had' } })
  })
})
