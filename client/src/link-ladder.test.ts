import { beforeEach, describe, expect, it } from 'vitest'
import { FakeHttp, type FakeExchange } from '../test/fake-http.js'
import { CLOCK, LinkedHttp } from '../test/linked-http.js'
import { hello } from '../test/linked.js'
import { createLink, type LinkOptions, type Transport } from './index.js'

const BTC = 'quote/usdm:BTCUSDT'

let linked: LinkedHttp
let carried: Transport[]
/** What `GET /ws` answers to a question why a socket failed. */
let verdict: (exchange: FakeExchange) => void

beforeEach(() => {
  verdict = (exchange) => {
    exchange.is(426, { code: 'upgradeRequired', message: 'you would be admitted' })
  }
  start()
})

function start(options: Partial<LinkOptions> = {}): void {
  linked = new LinkedHttp({ transport: 'auto', ...options })
  carried = []
  linked.link.on('transport', (transport) => carried.push(transport))
  linked.http.onRequest = (exchange) => {
    if (exchange.path === '/ws') verdict(exchange)
    if (exchange.path === CLOCK) exchange.is(200, linked.clockAnswer())
    if (exchange.path === '/version.json') exchange.is(200, { build: 'test' })
  }
}

/** The newest socket fails before it opens, and the link waits for the next attempt. */
function fail(times = 1): void {
  for (let i = 0; i < times; i++) {
    linked.socket.ends()
    wait()
  }
}

/** Until the next attempt. */
function wait(): void {
  linked.clock.settle()
  const { state } = linked.link
  if (state.state === 'waiting') linked.clock.advance(state.retryAtMs - linked.clock.nowMs())
}

/** On SSE, with one quote at offset 10. */
function fallBack() {
  const quote = linked.link.subscribe(BTC)
  fail(3)
  linked.serve()
  linked.sseSnapshot(BTC, 10, { last: '1' })
  return quote
}

describe('[LNK6] the ladder of transports', () => {
  it('goes on by SSE after three WebSockets that could not be opened though HTTP works', () => {
    const quote = linked.link.subscribe(BTC)
    fail(2)
    expect(linked.http.of('/sse')).toHaveLength(0)
    fail()
    expect(linked.link.state).toMatchObject({ state: 'open', transport: 'sse' })
    linked.serve()
    linked.sseSnapshot(BTC, 10, { last: '1' })
    expect([{ ...quote.state }, quote.standing, carried]).toEqual([{ last: '1' }, 'current', ['sse']])
    expect(linked.link.stats.transport).toBe('sse')
  })

  it('counts only what HTTP says would be admitted, in a row', () => {
    linked.link.connect()
    const answers: ((exchange: FakeExchange) => void)[] = [
      (exchange) => exchange.fails(),
      (exchange) => exchange.is(503, { message: 'not ready' }),
      (exchange) => exchange.is(401, { message: 'no' }),
      (exchange) => exchange.is(200, 'a page'),
    ]
    for (const answer of answers) {
      verdict = answer
      fail(3)
    }
    verdict = (exchange) => exchange.is(426, {})
    fail(2)
    linked.greet()
    linked.clock.advance(3_000)
    fail(3)
    expect(linked.link.state).toMatchObject({ state: 'connecting', transport: 'webSocket' })
    expect([linked.http.of('/sse'), linked.http.of('/poll')]).toEqual([[], []])
  })

  it('counts a verdict that comes after the next attempt has begun', () => {
    const late: FakeExchange[] = []
    verdict = (exchange) => late.push(exchange)
    start({ fallbackAfter: 1 })
    linked.link.connect()
    linked.socket.ends()
    linked.clock.advance(1_000)
    expect(linked.link.state.state).toBe('connecting')
    late[0]?.is(426, {})
    linked.socket.ends()
    linked.clock.advance(1_000)
    expect(linked.link.state).toMatchObject({ state: 'open', transport: 'sse' })
  })

  it('goes on by long-polls where a stream does not begin, and then tries the WebSocket again', () => {
    const quote = linked.link.subscribe(BTC)
    fail(3)
    for (let i = 0; i < 2; i++) {
      linked.stream.answers()
      linked.clock.advance(10_000)
      expect(linked.link.state).toMatchObject({ state: 'waiting', ending: { code: 4002 } })
      wait()
      linked.clock.settle()
    }
    expect(linked.link.state).toMatchObject({ state: 'open', transport: 'poll' })
    const subscribed = linked.subscribed([BTC])
    const part = { ref: 0, epoch: 'e1', offset: 10, state: { last: '1' } }
    const frame = linked.frame(1, { snapshots: [part] })
    linked.http.newest('/poll').is(200, { subscribed, frame, notices: [], cursor: 'c1' })
    expect([{ ...quote.state }, carried]).toEqual([{ last: '1' }, ['sse', 'poll']])
  })

  it('goes from the bottom to the top where nothing carries', () => {
    linked.link.subscribe(BTC)
    fail(3)
    for (const path of ['/sse', '/sse', '/poll', '/poll']) {
      linked.http.newest(path).is(404, { message: 'nothing here' })
      linked.clock.advance(30_000)
    }
    expect(linked.link.state).toMatchObject({ state: 'connecting', transport: 'webSocket' })
  })

  it('does not leave a rung because the server is away or refuses', () => {
    fallBack()
    linked.clock.advance(3_000)
    linked.stream.fails()
    for (let i = 0; i < 3; i++) {
      linked.clock.advance(30_000)
      linked.stream.is(503, { message: 'not ready' })
    }
    const answered = linked.http.onRequest
    linked.http.onRequest = (exchange) => exchange.fails()
    for (let i = 0; i < 3; i++) linked.clock.advance(30_000)
    linked.http.onRequest = answered
    linked.clock.advance(30_000)
    expect(linked.link.state).toMatchObject({ state: 'open', transport: 'sse' })
  })

  it('climbs back by itself, without an outage, and resumes', () => {
    const quote = fallBack()
    const states: string[] = []
    linked.link.on('status', ({ state }) => states.push(state))
    const { stream } = linked
    const alive = (ms: number): void => {
      for (let passed = 0; passed < ms; passed += 5_000) {
        linked.clock.advance(5_000)
        stream.text(': alive\n\n')
      }
    }
    const sockets = linked.network.sockets.length
    alive(60_000)
    expect(linked.network.sockets).toHaveLength(sockets + 1)
    linked.socket.ends()
    expect([linked.link.state.state, states]).toEqual(['open', []])
    linked.sseDelta(BTC, 12, { bid: '2' })
    // Ever more seldom.
    alive(115_000)
    expect(linked.network.sockets).toHaveLength(sockets + 1)
    alive(5_000)
    expect(linked.network.sockets).toHaveLength(sockets + 2)
    linked.socket.opens()
    linked.sseDelta(BTC, 13, { bid: '3' })
    linked.socket.says(hello(linked.clock.nowMs()))
    linked.clock.settle()
    expect([stream.isAborted, linked.link.transport, carried]).toEqual([true, 'webSocket', ['sse', 'webSocket']])
    expect(states).toEqual(['open'])
    expect(linked.socket.of('subscribe')).toMatchObject([{ topics: [BTC], resume: { [BTC]: ['e1', 13] } }])
    linked.accept('resume')
    linked.delta(BTC, 14, { ask: '4' }, { n: 1 })
    expect({ ...quote.state }).toEqual({ last: '1', bid: '3', ask: '4' })
    linked.clock.advance(3_000)
    linked.socket.ends()
    linked.clock.advance(30_000)
    expect(linked.link.state).toMatchObject({ state: 'connecting', transport: 'webSocket' })
  })

  it('tries again soon when the network changed', () => {
    fallBack()
    const tries = (): number => linked.network.sockets.length
    const before = tries()
    linked.clock.advance(30_000)
    linked.serve('resume')
    linked.link.check()
    linked.serve('resume')
    expect(tries()).toBe(before)
    linked.clock.advance(30_000)
    linked.stream.text(': alive\n\n')
    linked.clock.advance(30_000)
    expect(tries()).toBe(before + 1)
  })

  it('gives up the socket that it tries with the link itself', () => {
    fallBack()
    linked.clock.advance(30_000)
    linked.stream.text(': alive\n\n')
    linked.clock.advance(30_000)
    linked.link.close()
    expect([linked.socket.closed?.code, linked.clock.pending]).toEqual([1000, 0])
  })

  it.each(['sse', 'poll'] as const)('is carried by %s alone when told so', (transport) => {
    start({ transport })
    linked.link.subscribe(BTC)
    linked.clock.settle()
    expect(linked.network.sockets).toEqual([])
    expect(linked.link.state).toMatchObject({ state: 'open', transport })
    linked.clock.advance(600_000)
    expect(linked.network.sockets).toEqual([])
  })

  it('is carried by a WebSocket alone when told so, or where there is no fetch', () => {
    for (const options of [{ transport: 'webSocket' }, { http: undefined as never, fetch: null }] as const) {
      start(options)
      linked.link.connect()
      fail(6)
      expect(linked.link.state).toMatchObject({ state: 'connecting', transport: 'webSocket' })
    }
  })
})

describe('what a runtime lacks', () => {
  const url = 'ws://gateway.test/ws'

  it('is carried by long-polls where there is no WebSocket and streams do not begin', () => {
    start({ socketFactory: undefined as never, WebSocket: undefined as never, fallbackAfter: 2 })
    if ('WebSocket' in globalThis) start({ transport: 'sse' })
    linked.link.subscribe(BTC)
    linked.clock.settle()
    for (let i = 0; i < 2; i++) {
      linked.stream.answers()
      linked.clock.advance(10_000)
      wait()
      linked.clock.settle()
    }
    expect(linked.link.state).toMatchObject({ transport: 'WebSocket' in globalThis ? 'sse' : 'poll' })
  })

  it.each([{ fallbackAfter: 0 }, { climbAfterMs: 1e9 }, { requestTimeoutMs: Number.NaN }, { maxAttempts: -1 }])(
    'refuses a value out of its range: %o',
    (options) => {
      expect(() => createLink({ url, fetch: null, ...options, socketFactory: () => linked.socket })).toThrow(RangeError)
    },
  )

  it('is made up for, or told in a sentence', () => {
    const http = new FakeHttp(() => undefined).open
    const link = createLink({ url, http })
    link.connect()
    // Node 20 has no WebSocket.
    expect(link.state).toMatchObject({ transport: 'WebSocket' in globalThis ? 'webSocket' : 'sse' })
    link.close()
    expect(() => createLink({ url, transport: 'poll', fetch: null })).toThrow('fetch')
    expect(() => createLink({ url: 'http://gateway.test/ws' })).toThrow('ws:')
  })
})
