import { request, type Server } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { refusal } from '../../src/gateway/refusal.js'
import { gatewayBench, type BenchOptions, type GatewayBench } from '../fakes/gateway-bench.js'
import { EventReader } from '../fakes/http-stream.js'
import { rawRequest } from '../fakes/raw-http.js'
import type { PollBody } from '../fakes/stream-bench.js'
import { SocketClient } from '../fakes/socket-client.js'

const BTC = 'quote/usdm:BTCUSDT'
const WAIT = { timeout: 20_000 }

const poll = async (url: string): Promise<PollBody> => (await (await fetch(url)).json()) as PollBody
const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

describe('streams over HTTP', () => {
  const open: GatewayBench[] = []
  const start = async (options: BenchOptions = {}): Promise<GatewayBench> => {
    const bench = await gatewayBench(options)
    open.push(bench)
    return bench
  }
  afterEach(() => Promise.all(open.splice(0).map(({ gateway }) => gateway.close())))

  describe('/sse', () => {
    let bench: GatewayBench
    beforeEach(async () => {
      bench = await start()
      bench.market.set(BTC, { last: '1' })
    })

    it('[SSE1] sends events as they happen, to be kept and changed by nobody on the way', async () => {
      const reader = await EventReader.open(`${bench.url}/sse?topics=${BTC}&maxHz=raw`, {
        headers: { 'accept-encoding': 'gzip, br' },
      })
      expect(reader.response.statusCode).toBe(200)
      expect(reader.response.headers).toMatchObject({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      })
      expect(reader.response.headers).not.toHaveProperty('content-encoding')
      expect((await reader.next('subscribed')).data).toMatchObject({ topics: [{ topic: BTC, ref: 0, hz: 'raw' }] })
      await reader.next('frame')
      bench.market.set(BTC, { last: '2' })
      expect((await reader.next('frame')).data).toMatchObject({ deltas: [[0, 1, { last: '2' }]] })
      reader.cut()
    })

    it('[SSE2] goes on from `Last-Event-ID`, which an event source sends with the address it began with', async () => {
      const url = `${bench.url}/sse?topics=${BTC}&maxHz=raw&cursor=old`
      const first = await EventReader.open(url)
      const { id } = await first.next('frame')
      first.cut()
      bench.market.set(BTC, { last: '2' })
      const second = await EventReader.open(url, { headers: { 'last-event-id': id ?? '' } })
      expect((await second.next('subscribed')).data).toMatchObject({ topics: [{ start: 'resume' }] })
      expect((await second.next('frame')).data).toMatchObject({ deltas: [[0, 1, { last: '2' }]] })
      second.cut()
      const third = await EventReader.open(`${bench.url}/sse?topics=${BTC}&cursor=${id ?? ''}`)
      expect((await third.next('subscribed')).data).toMatchObject({ topics: [{ start: 'resume' }] })
      third.cut()
    })

    it('[SSE1] takes the same names as JSON', async () => {
      const body = JSON.stringify({ topics: [BTC], maxHz: 'raw', resume: { [BTC]: ['e1', 0] } })
      const headers = { 'content-type': 'application/json; charset=utf-8' }
      const reader = await EventReader.open(`${bench.url}/sse`, { method: 'POST', headers }, body)
      expect((await reader.next('subscribed')).data).toMatchObject({ topics: [{ hz: 'raw', start: 'resume' }] })
      reader.cut()
    })

    it('[SSE3] keeps a silent line warm', async () => {
      const other = await start({ environment: { HEARTBEAT_MS: '300' } })
      const reader = await EventReader.open(`${other.url}/sse?topics=${BTC}`)
      expect((await reader.next('heartbeat')).data).toMatchObject({ type: 'heartbeat', source: 'live' })
      reader.cut()
    })

    it('lets go of everything when its client is gone', async () => {
      const readers = await Promise.all(
        Array.from({ length: 20 }, () => EventReader.open(`${bench.url}/sse?topics=${BTC},quote/a`)),
      )
      await Promise.all(readers.map((reader) => reader.next('frame')))
      const { streams, prometheus } = bench.gateway.parts
      expect([streams.size('sse'), bench.market.holders(BTC)]).toEqual([20, 20])
      expect(await prometheus.text()).toContain('tickwall_streams{transport="sse"} 20')
      for (const reader of readers) reader.cut()
      await vi.waitFor(() => expect(streams.size('sse')).toBe(0), WAIT)
      expect([bench.market.holders(BTC), bench.market.holders('quote/a')]).toEqual([0, 0])
      const text = await prometheus.text()
      for (const line of [
        'tickwall_lanes 0',
        'tickwall_subscriptions 0',
        'tickwall_streams_opened_total{transport="sse"} 20',
        'tickwall_streams_closed_total{reason="abnormal"} 20',
      ])
        expect(text.split('\n')).toContain(line)
    })

    it('[SSE4] skips a client that does not read, and makes up for it with one frame', async () => {
      const other = await start({ environment: { LIMIT_UNSENT_BYTES: '1024' } })
      const long = 'x'.repeat(100_000)
      other.market.set(BTC, { last: '0' })
      const reader = await EventReader.open(`${other.url}/sse?topics=${BTC}&maxHz=20`)
      await reader.next('frame')
      reader.response.pause()
      let price = 0
      let sent = 0
      // Until the buffers of both kernels are full, and stay so.
      for (let quiet = 0; quiet < 10;) {
        for (let i = 0; i < 5; i++) other.market.set(BTC, { last: String(++price), bid: String(price) + long })
        const { skipped, frames } = other.measures
        const flushes = skipped.total + frames.total
        await vi.waitFor(() => expect(skipped.total + frames.total).toBeGreaterThan(flushes), WAIT)
        quiet = frames.total === sent ? quiet + 1 : 0
        sent = frames.total
      }
      const { skipped, frames, catchUps } = other.measures
      const before = { skipped: skipped.total, catchUps: catchUps.total }
      other.market.set(BTC, { last: 'end', bid: null })
      await vi.waitFor(() => expect(skipped.total).toBeGreaterThan(before.skipped), WAIT)
      expect(frames.total).toBe(sent)
      reader.response.resume()
      for (;;) if (JSON.stringify((await reader.next('frame')).data).includes('"end"')) break
      expect(catchUps.total).toBe(before.catchUps + 1)
      expect(frames.total).toBe(sent + 1)
      reader.cut()
    })

    it('[SSE5] says good-bye when the server is asked to end', async () => {
      const readers = await Promise.all(
        Array.from({ length: 8 }, () => EventReader.open(`${bench.url}/sse?topics=${BTC}`)),
      )
      await Promise.all(readers.map((reader) => reader.next('frame')))
      const closed = bench.gateway.close()
      const refused = await fetch(`${bench.url}/sse?topics=${BTC}`)
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2'])
      for (const reader of readers) {
        const { data, retry } = await reader.next('closing')
        expect(data).toMatchObject({ code: 1012, reason: 'restarting' })
        expect(data['retryAfterMs']).toBe(retry)
        expect(retry).toBeLessThanOrEqual(1000)
        await reader.ended
        expect(reader.response.complete).toBe(true)
      }
      await closed
      expect(bench.measures.streamsClosed.total('restarting')).toBe(8)
    })
  })

  describe('/poll', () => {
    let bench: GatewayBench
    beforeEach(async () => {
      bench = await start()
      bench.market.set(BTC, { last: '1' })
    })

    it('[PLL1] answers at once, then when something changes', async () => {
      const response = await fetch(`${bench.url}/poll?topics=${BTC}&maxHz=raw`)
      expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
      const { cursor, frame } = (await response.json()) as PollBody
      expect(frame).toMatchObject({ snapshots: [{ ref: 0, offset: 0, state: { last: '1' } }] })
      const waiting = poll(`${bench.url}/poll?topics=${BTC}&maxHz=raw&cursor=${cursor}`)
      await vi.waitFor(() => expect(bench.gateway.parts.streams.size('poll')).toBe(1), WAIT)
      bench.market.set(BTC, { last: '2' })
      expect(await waiting).toMatchObject({ frame: { deltas: [[0, 1, { last: '2' }]] } })
      expect(bench.gateway.parts.streams.size('poll')).toBe(0)
    })

    it('[PLL1] takes the same names as JSON, with more topics than fit an address', async () => {
      const topics = Array.from({ length: 400 }, (_, i) => `quote/usdm:INSTRUMENT-${String(i)}`)
      const get = await fetch(`${bench.url}/poll?topics=${topics.join()}`)
      expect([get.status, await get.json()]).toMatchObject([414, { code: 'uriTooLong' }])
      const first = (await (await post(`${bench.url}/poll`, { topics, maxHz: 5 })).json()) as PollBody
      expect(first.subscribed.topics.map(({ ref }) => ref)).toEqual(topics.map((_, ref) => ref))
      const { cursor } = first
      const again = (await (await post(`${bench.url}/poll`, { topics, cursor, waitMs: 0 })).json()) as PollBody
      expect(again).toMatchObject({ frame: null, notices: [], subscribed: { rejected: [] } })
    })

    it('[PLL3] waits no longer than asked', async () => {
      const { cursor } = await poll(`${bench.url}/poll?topics=${BTC}`)
      expect(await poll(`${bench.url}/poll?topics=${BTC}&cursor=${cursor}&waitMs=100`)).toMatchObject({ frame: null })
    })

    it('lets go of everything when its client hangs up', async () => {
      const { cursor } = await poll(`${bench.url}/poll?topics=${BTC}`)
      const asked = Array.from({ length: 10 }, () =>
        request(`${bench.url}/poll?topics=${BTC}&cursor=${cursor}`, { agent: false }).on('error', () => null),
      )
      for (const one of asked) one.end()
      const { streams, prometheus } = bench.gateway.parts
      await vi.waitFor(() => expect(streams.size('poll')).toBe(10), WAIT)
      for (const one of asked) one.destroy()
      await vi.waitFor(() => expect(streams.size('poll')).toBe(0), WAIT)
      expect(bench.market.holders(BTC)).toBe(0)
      expect((await prometheus.text()).split('\n')).toContain('tickwall_lanes 0')
    })

    it('[PLL5] answers who waits when the server is asked to end', async () => {
      const { cursor } = await poll(`${bench.url}/poll?topics=${BTC}`)
      const waiting = poll(`${bench.url}/poll?topics=${BTC}&cursor=${cursor}`)
      await vi.waitFor(() => expect(bench.gateway.parts.streams.size('poll')).toBe(1), WAIT)
      const closed = bench.gateway.close()
      expect(await waiting).toMatchObject({ frame: null })
      await closed
    })

    it('[HTTP7] compresses a long answer', async () => {
      bench.market.set('trades/long', { items: Array.from({ length: 500 }, (_, i) => [i, 'the same']) })
      const response = await fetch(`${bench.url}/poll?topics=trades/long`, { headers: { 'accept-encoding': 'br' } })
      expect(response.headers.get('content-encoding')).toBe('br')
      expect(((await response.json()) as PollBody).frame?.snapshots).toHaveLength(1)
    })
  })

  describe.each(['sse', 'poll'])('who comes to /%s', (name) => {
    let bench: GatewayBench
    const known = new Set<GatewayBench>()
    beforeAll(async () => {
      bench = await gatewayBench({
        environment: { ALLOWED_ORIGINS: 'https://wall.example' },
        policy: ({ headers }) => Promise.resolve(headers['x-guest'] === undefined ? null : refusal('unauthorized')),
      })
      known.add(bench)
    })
    afterAll(() => Promise.all([...known].map(({ gateway }) => gateway.close())))
    const url = (query = `topics=${BTC}`): string => `${bench.url}/${name}?${query}`

    it.each([
      ['no topics', ''],
      ['empty topics', 'topics=,,'],
      ['a topic without end', `topics=${'x'.repeat(1025)}`],
      ['a rate of nothing', 'topics=quote/a&maxHz=0'],
      ['a rate that is no number', 'topics=quote/a&maxHz=fast'],
      ['an endless rate', 'topics=quote/a&maxHz=Infinity'],
      ['a wait that is too long', 'topics=quote/a&waitMs=25001'],
      ['a wait that is no number', 'topics=quote/a&waitMs=1e3'],
    ])('[STR1] is refused for %s', async (_name, query) => {
      const response = await fetch(url(query))
      expect([response.status, await response.json()]).toMatchObject([400, { code: 'badRequest' }])
      expect(response.headers.get('cache-control')).toBe('no-store')
    })

    it.each([
      ['no JSON', '{"topics":'],
      ['a list', '[]'],
      ['null', 'null'],
      ['a text', '"topics"'],
      ['nothing', ''],
      ['no topics', '{}'],
      ['topics that are a text', { topics: BTC }],
      ['a topic that is a number', { topics: [1] }],
      ['a rate of another type', { topics: [BTC], maxHz: '10' }],
      ['a cursor of another type', { topics: [BTC], cursor: 7 }],
      ['a wait of another type', { topics: [BTC], waitMs: '100' }],
      ['a wait that is too long', { topics: [BTC], waitMs: 25_001 }],
      ['positions that are none', { topics: [BTC], resume: { [BTC]: 4 } }],
    ])('[STR1] is refused for a body that is %s', async (_name, body) => {
      const response = await post(`${bench.url}/${name}`, body)
      expect([response.status, await response.json()]).toMatchObject([400, { code: 'badRequest' }])
    })

    it('[STR1] is refused for a body of another type, in another encoding, or without end', async () => {
      for (const headers of [{ 'content-type': 'text/plain' }, { 'content-encoding': 'gzip' }]) {
        const response = await post(`${bench.url}/${name}`, { topics: [BTC] }, headers)
        expect([response.status, await response.json()]).toMatchObject([400, { code: 'badRequest' }])
      }
      const utf16 = Buffer.from(JSON.stringify({ topics: [BTC] }), 'utf16le')
      const strange = await fetch(`${bench.url}/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]),
      })
      expect(strange.status).toBe(400)
      const head = `POST /${name} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`
      const told = await rawRequest(bench.port, `${head}Content-Length: 1000000\r\n\r\n{`)
      expect([told.status, told.headers['connection']]).toEqual([413, 'close'])
      expect(JSON.parse(told.body)).toMatchObject({ code: 'payloadTooLarge' })
      const chunks = `10000\r\n${' '.repeat(65_536)}\r\n`.repeat(2)
      const untold = await rawRequest(bench.port, `${head}Transfer-Encoding: chunked\r\n\r\n${chunks}`)
      expect([untold.status, untold.headers['connection']]).toEqual([413, 'close'])
    })

    it('[CUR2] is served for a cursor that is none', async () => {
      const reader = await EventReader.open(`${bench.url}/${name}?topics=${BTC}&cursor=%00..%2f`)
      expect(reader.response.statusCode).toBe(200)
      reader.cut()
    })

    it('[STR2] is refused by method, origin and policy, as an upgrade would be', async () => {
      for (const method of ['PUT', 'DELETE', 'HEAD']) {
        const response = await fetch(url(), { method })
        expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST'])
      }
      expect((await fetch(url(), { headers: { origin: 'https://evil.example' } })).status).toBe(403)
      expect((await fetch(url(), { headers: { 'x-guest': '1' } })).status).toBe(401)
      const { refused } = bench.measures
      expect([refused.total('forbidden'), refused.total('unauthorized')]).toEqual([1, 1])
    })

    it('[STR2] may be read by a page of a listed origin', async () => {
      const origin = 'https://wall.example'
      const reader = await EventReader.open(url(), { headers: { origin } })
      expect(reader.response.headers).toMatchObject({ 'access-control-allow-origin': origin })
      expect(reader.response.headers.vary).toContain('Origin')
      reader.cut()
      const ask = { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } }
      const preflight = await fetch(url(), ask)
      expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, POST'])
      expect(preflight.headers.get('access-control-allow-origin')).toBe(origin)
      const other = await fetch(url(), { ...ask, headers: { ...ask.headers, origin: 'https://evil.example' } })
      expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([403, null])
    })

    it('[STR2] is refused until the logs were read, and where no connection is free', async () => {
      const young = await gatewayBench({ isReady: false })
      known.add(young)
      const early = await fetch(`${young.url}/${name}?topics=${BTC}`)
      expect([early.status, early.headers.get('retry-after')]).toEqual([503, '2'])

      const full = await gatewayBench({ environment: { LIMIT_CONNECTIONS: '2' } })
      known.add(full)
      const reader = await EventReader.open(`${full.url}/sse?topics=${BTC}`)
      const socket = await SocketClient.open(full.socketUrl)
      const late = await fetch(`${full.url}/${name}?topics=${BTC}`)
      expect([late.status, late.headers.get('retry-after'), await late.json()]).toMatchObject([
        429,
        '2',
        { code: 'tooManyRequests' },
      ])
      reader.cut()
      socket.ws.close()
    })

    it('answers 500 when the log cannot be asked, and holds nothing', async () => {
      const broken = await gatewayBench()
      known.add(broken)
      broken.market.set(BTC, { last: '1' })
      broken.source.logEnd = () => Promise.reject(new Error('a secret of the log'))
      const response = await post(`${broken.url}/${name}`, { topics: [BTC, 'quote/a'], resume: { [BTC]: ['e1', 9] } })
      expect(response.status).toBe(500)
      expect(await response.text()).not.toContain('secret')
      expect([broken.market.holders(BTC), broken.market.holders('quote/a')]).toEqual([0, 0])
    })

    it('holds nothing for a client that left while the log was asked', async () => {
      const slow = await gatewayBench()
      known.add(slow)
      slow.market.set(BTC, { last: '1' })
      let answer: (end: number | null) => void = () => undefined
      slow.source.logEnd = () => new Promise((resolve) => (answer = resolve))
      const asked = request(`${slow.url}/${name}`, {
        method: 'POST',
        agent: false,
        headers: { 'content-type': 'application/json' },
      }).on('error', () => null)
      asked.end(JSON.stringify({ topics: [BTC], resume: { [BTC]: ['e1', 9] } }))
      await vi.waitFor(() => expect(slow.market.holders(BTC)).toBe(1), WAIT)
      asked.destroy()
      // The gateway has seen the end of the connection once it counts none.
      const server = slow.gateway.app.getHttpServer() as Server
      const count = () => new Promise((resolve) => server.getConnections((_err, open) => resolve(open)))
      await vi.waitFor(async () => expect(await count()).toBe(0), WAIT)
      answer(100)
      await vi.waitFor(() => expect(slow.market.holders(BTC)).toBe(0), WAIT)
      expect([slow.gateway.parts.streams.size('sse'), slow.gateway.parts.streams.size('poll')]).toEqual([0, 0])
    })
  })
})
