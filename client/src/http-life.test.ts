import { beforeEach, describe, expect, it } from 'vitest'
import { CLOCK, LinkedHttp } from '../test/linked-http.js'
import type { RequestError } from './request-error.js'

const BTC = 'quote/usdm:BTCUSDT'
const ETH = 'quote/usdm:ETHUSDT'
const TAPE = 'trades/usdm:BTCUSDT'

let linked: LinkedHttp
beforeEach(() => {
  linked = new LinkedHttp()
})

/** Connected, with one quote at offset 10. */
function follow() {
  const subscription = linked.link.subscribe(BTC)
  linked.hello()
  linked.serve()
  linked.sseSnapshot(BTC, 10, { last: '1' })
  return subscription
}

describe('a link by server-sent events', () => {
  it('asks who the server is, then for everything in one request beside the address of the WebSocket', () => {
    linked = new LinkedHttp({ url: 'wss://gateway.test/market/ws?tenant=7', token: 'jwt' })
    linked.link.subscribe(BTC)
    linked.link.subscribe(TAPE, { maxHz: 2 })
    const [clock] = linked.http.exchanges
    expect(clock?.request).toMatchObject({
      method: 'GET',
      url: 'https://gateway.test/market/poll?tenant=7&topics=-&waitMs=0',
    })
    clock?.is(200, linked.clockAnswer('gw-7', 5))
    linked.http.newest('/market/version.json').is(200, { build: 'b7', server: 'gw-7' })
    linked.clock.settle()
    expect(linked.link.state).toMatchObject({ state: 'open', transport: 'sse', hello: { server: 'gw-7', build: 'b7' } })
    const { request, body } = linked.http.newest('/market/sse')
    expect(request).toMatchObject({ method: 'POST', url: 'https://gateway.test/market/sse?tenant=7' })
    expect(request.headers).toMatchObject({ authorization: 'Bearer jwt', accept: 'text/event-stream' })
    expect(body).toEqual({ topics: [BTC, TAPE], maxHz: 10 })
  })

  it('has the same subscriptions: state, position, rate, standing and what is refused', async () => {
    const quote = linked.link.subscribe(BTC)
    const other = linked.link.subscribe(ETH)
    const [ready, refused] = [quote.ready(), other.ready().catch((error: unknown) => (error as RequestError).code)]
    linked.hello()
    const rejected = [{ topic: ETH, code: 'forbiddenTopic', message: 'no' }]
    linked.stream.answers().event('subscribed', linked.subscribed([BTC], 'snapshot', 5, { rejected, source: 'lost' }))
    expect([quote.hz, quote.start, quote.standing, other.standing]).toEqual([5, 'snapshot', 'waiting', 'denied'])
    linked.sseSnapshot(BTC, 10, { last: '1' })
    linked.sseDelta(BTC, 12, { last: '2' }, 13, 10)
    await ready
    expect(await refused).toBe('forbiddenTopic')
    expect({ ...quote.state }).toEqual({ last: '2' })
    expect(quote.position).toEqual({ epoch: 'e1', offset: 12 })
    expect([linked.link.transport, linked.link.stats.transport, linked.link.source]).toEqual(['sse', 'sse', 'lost'])
    expect([linked.link.stats.frames, linked.link.stats.gaps]).toEqual([2, 0])
  })

  it('adds topics by one new request with the positions it holds, once the last one was answered', () => {
    const quote = follow()
    const first = linked.stream
    linked.link.subscribe(ETH)
    linked.clock.settle()
    linked.clock.advance(100)
    linked.link.subscribe(TAPE)
    linked.clock.advance(149)
    expect(linked.http.of('/sse')).toHaveLength(1)
    linked.clock.advance(1)
    expect(linked.http.of('/sse')).toHaveLength(2)
    expect([first.isAborted, linked.stream.body]).toEqual([
      true,
      { topics: [BTC, ETH, TAPE], maxHz: 10, resume: { [BTC]: ['e1', 10] } },
    ])
    linked.link.subscribe('metric/web-1/cpu')
    linked.clock.advance(1_000)
    expect(linked.http.of('/sse')).toHaveLength(2)
    linked.serve((topic) => (topic === BTC ? 'resume' : 'snapshot'))
    expect(linked.http.of('/sse')).toHaveLength(3)
    expect([quote.standing, quote.start]).toEqual(['current', 'snapshot'])
    linked.serve((topic) => (topic === BTC ? 'resume' : 'snapshot'))
    linked.sseDelta(BTC, 14, { last: '2' }, 3, 1)
    expect([{ ...quote.state }, linked.link.stats.gaps]).toEqual([{ last: '2' }, 0])
  })

  it('[LNK4] gives no position of a partial quote, nor of what is void', () => {
    follow()
    linked.sseSnapshot(BTC, 11, { last: '1', partial: true })
    linked.link.subscribe(ETH)
    linked.clock.advance(250)
    expect(linked.stream.body).toEqual({ topics: [BTC, ETH], maxHz: 10 })
    linked.serve()
    linked.sseSnapshot(BTC, 12, { last: '2' })
    linked.sseSnapshot(ETH, 12, { last: '3' })
    linked.stream.event('notice', { ts: 0, reason: 'reset', topics: [ETH] })
    linked.link.subscribe(TAPE)
    linked.clock.advance(250)
    expect(linked.stream.body['resume']).toEqual({ [BTC]: ['e1', 12] })
  })

  it('[POS3] tells a reset of what was subscribed, and takes its snapshot', () => {
    const quote = follow()
    linked.link.subscribe(ETH)
    linked.clock.advance(250)
    linked.serve('reset')
    expect(quote.gapAtMs).toBe(linked.clock.nowMs())
    linked.sseSnapshot(BTC, 3, { last: '9' })
    expect([{ ...quote.state }, quote.position?.offset]).toEqual([{ last: '9' }, 3])
  })

  it('drops what is not wanted any more at once, and tells the server later', async () => {
    const quote = follow()
    const tape = linked.link.subscribe(ETH)
    linked.clock.advance(250)
    linked.serve((topic) => (topic === BTC ? 'resume' : 'snapshot'))
    linked.sseSnapshot(ETH, 12, { last: '3' })
    tape.close()
    linked.clock.settle()
    linked.sseDelta(ETH, 13, { last: 'late' }, 13)
    expect({ ...tape.state }).toEqual({ last: '3' })
    linked.clock.advance(4_999)
    expect(linked.http.of('/sse')).toHaveLength(2)
    linked.clock.advance(1)
    expect(linked.stream.body).toEqual({ topics: [BTC], maxHz: 10, resume: { [BTC]: ['e1', 10] } })
    linked.serve('resume')
    quote.close()
    linked.clock.advance(10_000)
    expect([linked.http.of('/sse').length, linked.stream.isAborted]).toEqual([3, true])
    expect(linked.link.state.state).toBe('open')
  })

  it('[RATE2] has one rate for all, the fastest that is wanted, and asks again only when that changes', async () => {
    const quote = follow()
    const slow = linked.link.subscribe(ETH, { maxHz: 1 })
    linked.clock.advance(250)
    linked.serve((topic) => (topic === BTC ? 'resume' : 'snapshot'))
    const sped = slow.rate(5)
    linked.clock.settle()
    expect(await sped).toBe(10)
    expect(linked.http.of('/sse')).toHaveLength(2)
    linked.sseSnapshot(ETH, 11, { last: '3' })
    const slowed = quote.rate(0.2)
    linked.clock.advance(250)
    const resume = { [BTC]: ['e1', 10], [ETH]: ['e1', 11] }
    expect(linked.stream.body).toEqual({ topics: [BTC, ETH], maxHz: 5, resume })
    linked.serve('resume', 5)
    expect(await slowed).toBe(5)
    expect(quote.hz).toBe(5)
  })

  it('[LNK2] comes back with its positions after the stream broke', () => {
    const quote = follow()
    linked.clock.advance(2_000)
    linked.stream.fails()
    expect(linked.link.state).toMatchObject({ state: 'waiting', ending: { code: 1006 } })
    linked.clock.advance(500)
    linked.hello('gw-2')
    expect(linked.stream.body).toEqual({ topics: [BTC], maxHz: 10, resume: { [BTC]: ['e1', 10] } })
    linked.serve('resume')
    expect([quote.standing, quote.start]).toEqual(['catchingUp', 'resume'])
    linked.sseDelta(BTC, 14, { last: '2' })
    expect([quote.standing, { ...quote.state }]).toEqual(['current', { last: '2' }])
  })

  it('[LNK3] finds a hole in a stream, and asks again from what it holds', () => {
    follow()
    linked.sseDelta(BTC, 14, { last: 'torn' }, 30, 20)
    expect(linked.link.stats.gaps).toBe(1)
    linked.clock.advance(250)
    expect(linked.stream.body).toMatchObject({ resume: { [BTC]: ['e1', 10] } })
  })

  it('[CLS2] stays away as long as it is told to, and for good when the code says so', () => {
    follow()
    linked.clock.advance(2_000)
    linked.stream.event('closing', { ts: 0, code: 1012, reason: 'restarting', retryAfterMs: 3_120 }).ends()
    expect(linked.link.state).toMatchObject({ state: 'waiting', ending: { code: 1012, reason: 'restarting' } })
    linked.clock.advance(3_119)
    expect(linked.link.state.state).toBe('waiting')
    linked.clock.advance(1)
    linked.hello()
    linked.serve()
    linked.stream.event('closing', { ts: 0, code: 4501, reason: 'forbidden', retryAfterMs: 0 }).ends()
    expect(linked.link.state).toMatchObject({ state: 'stopped', reason: 'refused' })
  })

  it.each([
    [401, null, 5_000],
    [503, '7', 7_000],
  ])('[HS3] is refused with %i and waits as told', (status, retryAfter, waitMs) => {
    linked.link.subscribe(BTC)
    linked.hello()
    linked.stream.is(status, { code: 'x', message: 'the reason' }, retryAfter)
    const { state } = linked.link
    expect(state).toMatchObject({ state: 'waiting', ending: { code: status, reason: 'the reason' } })
    expect(state.state === 'waiting' && state.retryAtMs - linked.clock.nowMs()).toBe(waitMs)
  })

  it.each([
    ['nothing', (): void => linked.clockAsked.fails()],
    ['a page', (): void => linked.clockAsked.answers().text('<html>').ends()],
    ['a refusal', (): void => linked.clockAsked.is(503, { message: 'not ready' })],
    ['silence', (): void => linked.clock.advance(5_000)],
  ])('does not connect when the answer to the first question is %s', (_what, answer) => {
    linked.link.connect()
    answer()
    expect(linked.link.state.state).toBe('waiting')
  })

  it('takes heartbeats and comments for signs of life, and is lost after 2.5 heartbeats without one', () => {
    linked.link.subscribe(BTC)
    linked.hello()
    linked.serve('snapshot', 10, { heartbeatMs: 4_000 })
    const started = linked.clock.nowMs()
    linked.http.onRequest = (exchange) => {
      if (exchange.path === CLOCK) exchange.is(200, linked.clockAnswer())
    }
    linked.clock.advance(9_000)
    linked.stream.text(': alive\n\n')
    linked.clock.advance(9_000)
    linked.stream.event('heartbeat', { ts: 0, source: 'catchingUp' })
    expect(linked.link.source).toBe('catchingUp')
    linked.clock.advance(9_999)
    expect(linked.link.state.state).toBe('open')
    linked.clock.advance(1)
    expect(linked.link.state).toMatchObject({ state: 'waiting', ending: { code: 4000 } })
    expect(linked.clock.nowMs() - started).toBe(28_000)
  })

  it('gives a stream up that does not begin, as behind a proxy that holds it back', () => {
    linked.link.subscribe(BTC)
    linked.hello()
    linked.http.onRequest = (exchange) => exchange.is(200, linked.clockAnswer())
    linked.stream.answers()
    linked.clock.advance(10_000)
    expect(linked.link.state).toMatchObject({ state: 'waiting', ending: { code: 4002 } })
    expect(linked.stream.isAborted).toBe(true)
  })

  it('opens the stream anew when the network changed', () => {
    follow()
    linked.link.check()
    linked.clock.settle()
    expect(linked.http.of('/sse')).toHaveLength(2)
    expect(linked.stream.body).toEqual({ topics: [BTC], maxHz: 10, resume: { [BTC]: ['e1', 10] } })
    linked.clockAsked.is(200, linked.clockAnswer('gw-1', 0))
    linked.clock.advance(1_000)
    expect(linked.link.state.state).toBe('open')
  })

  it('measures the round trip and the server’s clock over HTTP', async () => {
    follow()
    const ping = linked.link.ping()
    linked.clock.advance(40)
    linked.clockAsked.is(200, linked.clockAnswer('gw-1', linked.clock.nowMs() + 1_000))
    expect(await ping).toBe(40)
    expect(linked.link.clockOffsetMs).toBeGreaterThan(0)
  })

  it('renews its token: the next request has it', async () => {
    let count = 0
    linked = new LinkedHttp({ token: () => `jwt-${String(++count)}` })
    linked.link.subscribe(BTC)
    await Promise.resolve()
    linked.hello()
    linked.serve()
    linked.sseSnapshot(BTC, 10, { last: '1' })
    expect(linked.stream.request.headers['authorization']).toBe('Bearer jwt-1')
    linked.stream.event('notice', { ts: 0, reason: 'tokenExpiring', expiresAt: 1 })
    await new Promise(setImmediate)
    expect(linked.clockAsked.request.headers['authorization']).toBe('Bearer jwt-2')
    linked.clockAsked.is(200, linked.clockAnswer('gw-1', 0))
    expect(linked.stream.request.headers['authorization']).toBe('Bearer jwt-2')
    expect(linked.stream.body).toEqual({ topics: [BTC], maxHz: 10, resume: { [BTC]: ['e1', 10] } })
  })

  it('fails a renewal that the server refuses', async () => {
    follow()
    const renewed = linked.link.authenticate('bad').catch((error: unknown) => (error as RequestError).code)
    linked.clockAsked.is(401, { message: 'no' })
    expect(await renewed).toBe('tokenExpired')
    expect(linked.http.of('/sse')).toHaveLength(1)
  })

  it('closes for good and leaves nothing behind', async () => {
    const quote = follow()
    const waiting = linked.link.ping().catch((error: unknown) => (error as RequestError).code)
    linked.link.close()
    linked.clock.settle()
    expect(await waiting).toBe('closed')
    expect(linked.link.state).toMatchObject({ state: 'stopped', reason: 'closed' })
    expect([linked.clock.pending, linked.stream.isAborted]).toEqual([0, true])
    expect({ ...quote.state }).toEqual({ last: '1' })
  })

  it('[MSG3] survives rubbish and goes on', () => {
    const quote = follow()
    linked.stream.text('data: {\n\n').text('event: later\ndata: {"ts":1}\n\n')
    linked.stream.event('hello', { ts: 1 })
    expect(linked.link.stats.puzzles).toBeGreaterThanOrEqual(2)
    linked.sseDelta(BTC, 12, { last: '2' })
    expect({ ...quote.state }).toEqual({ last: '2' })
  })

  it('[LNK2] begins anew after a frame that cannot be read: the next would not follow on what is held', () => {
    follow()
    linked.stream.text('event: frame\ndata: [1]\n\n')
    expect([linked.link.state.state, linked.stream.isAborted]).toEqual(['waiting', true])
  })

  it('names no more positions than a request may hold', () => {
    const topics = Array.from({ length: 200 }, (_, i) => `metric/${'h'.repeat(100)}/${'n'.repeat(100)}${String(i)}`)
    for (const topic of topics) linked.link.subscribe(topic)
    linked.hello()
    linked.serve()
    const snapshots = topics.map((_, ref) => ({ ref, epoch: 'e1', offset: 10, state: {} }))
    linked.stream.event('frame', linked.frame(1, { snapshots }))
    linked.link.check()
    linked.clock.settle()
    const { body, request } = linked.stream
    expect(body['topics']).toHaveLength(200)
    expect(Object.keys(body['resume'] as object).length).toBeGreaterThan(50)
    expect(request.body?.length).toBeLessThanOrEqual(65_536)
  })

  it('asks for all again when a topic is refused that was not', () => {
    follow()
    linked.link.subscribe(ETH)
    linked.clock.advance(2_000)
    const rejected = [{ topic: BTC, code: 'forbiddenTopic', message: 'no' }]
    linked.stream.answers().event('subscribed', { ...linked.subscribed([ETH]), rejected })
    expect(linked.link.state.state).toBe('waiting')
  })
})
