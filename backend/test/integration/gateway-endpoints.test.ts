import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { gatewayBench, type GatewayBench } from '../fakes/gateway-bench.js'
import { rawRequest } from '../fakes/raw-http.js'
import { SocketClient } from '../fakes/socket-client.js'

const BTC = 'quote/usdm:BTCUSDT'
const BARS = 'bars/usdm:BTCUSDT/1m'

async function get(url: string, init: RequestInit = {}) {
  const response = await fetch(url, init)
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? (JSON.parse(text) as unknown) : null,
  }
}

describe('HTTP of the gateway', () => {
  let bench: GatewayBench
  let dashboard: string
  beforeAll(async () => {
    dashboard = await mkdtemp(join(tmpdir(), 'tickwall-dashboard-'))
    await mkdir(join(dashboard, 'assets'))
    await writeFile(join(dashboard, 'index.html'), '<!doctype html><title>Tickwall</title>')
    await writeFile(join(dashboard, 'assets/main-abc123.js'), 'export {}')
    await writeFile(join(dashboard, 'favicon.svg'), '<svg/>')
    await writeFile(join(dashboard, '.secret'), 'hidden')
    bench = await gatewayBench({ environment: { DASHBOARD_DIR: dashboard, LIMIT_TOPICS: '3' } })
    bench.market.set(BTC, { last: '61837.63', bid: '61837.60' })
    bench.market.set(BARS, {
      items: [60_000, 120_000, 180_000, 240_000].map((open) => [open, '1', '2', '0', '1.5', '10', 3]),
      size: 500,
    })
    bench.market.set('quote/a b,c', { last: '1' })
  })
  afterAll(async () => {
    await bench.gateway.close()
    await rm(dashboard, { recursive: true })
  })

  describe('/snapshot', () => {
    it('[HTTP1] answers states in the order asked, each once, and rejects the malformed', async () => {
      const { status, headers, body } = await get(
        `${bench.url}/snapshot?topics=${BTC},quote/&topics=quote/none,quote%2Fusdm:BTCUSDT,quote/`,
      )
      expect([status, headers.get('cache-control'), headers.get('etag')]).toEqual([200, 'no-store', null])
      expect(body).toEqual({
        ts: expect.any(Number),
        server: 'gw-test',
        topics: [
          { topic: BTC, epoch: 'e1', offset: 2, state: { last: '61837.63', bid: '61837.60' } },
          { topic: 'quote/none', epoch: '', offset: -1, state: {} },
        ],
        rejected: [{ topic: 'quote/', code: 'unknownTopic', message: expect.any(String) }],
      })
    })

    it('[TOP2] decodes segments once: a comma or a space of a name travels encoded twice', async () => {
      const { body } = await get(`${bench.url}/snapshot?topics=${encodeURIComponent('quote/a%20b%2Cc')}`)
      expect(body).toMatchObject({ topics: [{ topic: 'quote/a%20b%2Cc', state: { last: '1' } }], rejected: [] })
    })

    it('[HTTP1] rejects topics beyond the limit', async () => {
      const { body } = await get(`${bench.url}/snapshot?topics=quote/a,quote/b,quote/c,quote/d`)
      expect(body).toMatchObject({ topics: [{}, {}, {}], rejected: [{ topic: 'quote/d', code: 'tooManyTopics' }] })
    })

    it('holds nothing of the market afterwards', async () => {
      await get(`${bench.url}/snapshot?topics=${BTC}`)
      expect(bench.market.holders(BTC)).toBe(0)
    })

    it('[HTTP1] lets others have their turn between long states', async () => {
      const long = await gatewayBench({ environment: { LIMIT_TOPICS: '100' } })
      const names = Array.from({ length: 100 }, (_, i) => `quote/${String(i)}`)
      for (const name of names) long.market.set(name, { items: Array.from({ length: 5000 }, (_, i) => [i, String(i)]) })
      let turn = 0
      const counting = setInterval(() => (turn += 1), 1)
      const turns = new Set<number>()
      const handle = long.market.handle.bind(long.market)
      vi.spyOn(long.market, 'handle').mockImplementation((topic) => {
        turns.add(turn)
        return handle(topic)
      })
      const { body } = await get(`${long.url}/snapshot?topics=${names.join()}`)
      clearInterval(counting)
      expect((body as { topics: { topic: string }[] }).topics.map(({ topic }) => topic)).toEqual(names)
      expect(turns.size).toBeGreaterThan(3)
      await long.gateway.close()
    })

    it('[HTTP4] refuses a request without topics, and one that is too long', async () => {
      expect(await get(`${bench.url}/snapshot?topics=`)).toMatchObject({ status: 400, body: { code: 'badRequest' } })
      const long = await get(`${bench.url}/snapshot?topics=${'quote/a,'.repeat(800)}`)
      expect(long).toMatchObject({ status: 414, body: { code: 'uriTooLong' } })
    })

    it('[HTTP1] waits for the bootstrap: until then it would be a state of the past', async () => {
      const young = await gatewayBench({ isReady: false })
      const answer = await get(`${young.url}/snapshot?topics=${BTC}`)
      expect(answer).toMatchObject({ status: 503, body: { code: 'notReady' } })
      expect(answer.headers.get('retry-after')).toBe('2')
      await young.gateway.close()
    })
  })

  describe('/api', () => {
    it('[HTTP2] lists topics, and refuses a limit that is none', async () => {
      expect(await get(`${bench.url}/api/topics?query=btc&limit=5`)).toMatchObject({
        status: 200,
        body: { topics: [] },
      })
      for (const limit of ['0', '10001', 'many', '1.5'])
        expect(await get(`${bench.url}/api/topics?limit=${limit}`)).toMatchObject({
          status: 400,
          body: { code: 'badRequest' },
        })
    })

    it.each([
      ['all', '', [60_000, 120_000, 180_000, 240_000]],
      ['from, inclusive', '&from=120000', [120_000, 180_000, 240_000]],
      ['to, exclusive', '&to=180000', [60_000, 120_000]],
      ['the newest of a span', '&from=60000&to=240000&limit=2', [120_000, 180_000]],
    ])('[HTTP6] answers bars: %s', async (_name, span, opens) => {
      const { status, body } = await get(`${bench.url}/api/bars?instrument=usdm:BTCUSDT&interval=1m${span}`)
      expect(status).toBe(200)
      expect(body).toMatchObject({ epoch: 'e1', offset: 2 })
      expect((body as { items: [number][] }).items.map(([open]) => open)).toEqual(opens)
    })

    it('[HTTP6] answers no bars for an instrument without records', async () => {
      const { body } = await get(`${bench.url}/api/bars?instrument=none&interval=1h`)
      expect(body).toEqual({ epoch: '', offset: -1, items: [] })
    })

    it.each([
      '',
      'instrument=a',
      'interval=1m',
      'instrument=a&interval=7m',
      'instrument=a&interval=1m&limit=501',
      'instrument=%00&interval=1m',
    ])('[HTTP4] refuses bars of "%s"', async (query) => {
      expect(await get(`${bench.url}/api/bars?${query}`)).toMatchObject({ status: 400, body: { code: 'badRequest' } })
    })
  })

  describe('operations', () => {
    it('[HTTP3] is alive before it is ready, ready after the bootstrap, and stays ready without its source', async () => {
      const young = await gatewayBench({ isReady: false })
      expect((await get(`${young.url}/healthz`)).status).toBe(200)
      const not = await get(`${young.url}/readyz`)
      expect(not).toMatchObject({ status: 503, body: { code: 'notReady', reasons: ['bootstrapping'] } })
      expect(not.headers.get('retry-after')).toBe('2')
      young.source.state$.next('lost')
      expect(await get(`${young.url}/readyz`)).toMatchObject({
        status: 503,
        body: { source: 'lost', reasons: ['bootstrapping', 'sourceLost'] },
      })
      young.source.finish()
      await young.gateway.ready
      expect(await get(`${young.url}/readyz`)).toMatchObject({ status: 200, body: { status: 'ready', reasons: [] } })
      young.source.state$.next('lost')
      expect(await get(`${young.url}/readyz`)).toMatchObject({
        status: 200,
        body: { status: 'ready', source: 'lost', reasons: ['sourceLost'] },
      })
      await young.gateway.close()
    })

    it('[HTTP5] announces the build that hello announces', async () => {
      const client = await SocketClient.open(bench.socketUrl)
      const hello = await client.next('hello')
      client.ws.close()
      const { body } = await get(`${bench.url}/version.json`)
      expect(body).toEqual({ name: 'tickwall', version: '0.1.0', build: hello.build, server: hello.server })
      expect(hello.build).toMatch(/^0\.1\.0-[\da-f]{8}$/)
    })

    it('publishes metrics', async () => {
      const { headers, text } = await get(`${bench.url}/metrics`)
      expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
      expect(text).toContain('tickwall_ready 1')
      expect(text).toContain('tickwall_kafka_lag_records{log="ticks",partition="0"} 12')
      expect(text).not.toContain('partition="1"')
    })

    it('measures how late the frames of a flush are', async () => {
      const client = await SocketClient.open(bench.socketUrl)
      client.send({ type: 'subscribe', id: 1, topics: ['quote/usdm:LATEUSDT'] })
      await client.next('frame')
      const count = /tickwall_flush_delay_seconds_count (\d+)/
      const flushes = async (): Promise<number> => Number(count.exec((await get(`${bench.url}/metrics`)).text)?.[1])
      const before = await flushes()
      bench.market.set('quote/usdm:LATEUSDT', { last: '1' })
      await expect.poll(flushes).toBeGreaterThan(before)
      client.ws.close()
    })
  })

  describe('the dashboard', () => {
    it.each(['/', '/trade', '/wall/board/night', '/board/1'])(
      'serves the page at %s, revalidated each time',
      async (path) => {
        const { status, headers, text } = await get(bench.url + path)
        expect([status, headers.get('cache-control')]).toEqual([200, 'no-cache'])
        expect(headers.get('content-type')).toMatch(/^text\/html/)
        expect(text).toContain('<title>Tickwall')
      },
    )

    it('serves the page for whatever a browser navigates to', async () => {
      const navigation = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } }
      expect((await get(`${bench.url}/someday`, navigation)).status).toBe(200)
      expect((await get(`${bench.url}/assets/gone.js`, navigation)).status).toBe(404)
      expect((await get(`${bench.url}/gone.png`, navigation)).status).toBe(404)
      expect(await get(`${bench.url}/api/gone`, navigation)).toMatchObject({ status: 404, body: { code: 'notFound' } })
    })

    it('lets files that are named by their content be kept for ever, and no others', async () => {
      const asset = await get(`${bench.url}/assets/main-abc123.js`)
      expect([asset.status, asset.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
      const icon = await get(`${bench.url}/favicon.svg`)
      expect([icon.status, icon.headers.get('cache-control')]).toEqual([200, 'no-cache'])
    })

    it('answers 304 to who has the page, and HEAD without a body', async () => {
      const page = (condition: string): string => `GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${condition}\r\n`
      const { headers } = await rawRequest(bench.port, page(''))
      const again = await rawRequest(bench.port, page(`If-None-Match: ${headers.etag ?? ''}\r\n`))
      expect([again.status, again.body]).toEqual([304, ''])
      const head = await get(`${bench.url}/trade`, { method: 'HEAD' })
      expect([head.status, head.text]).toEqual([200, ''])
    })

    it.each(['/.secret', '/..%2f..%2fetc/passwd', '/assets/../../x', '/%00', '/assets'])(
      'gives away nothing at %s',
      async (path) => {
        const request = `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`
        expect((await rawRequest(bench.port, request)).status).toBe(404)
      },
    )

    it('[HTTP4] answers what is not there, what is malformed, and what may not be done', async () => {
      expect(await get(`${bench.url}/nope`)).toMatchObject({ status: 404, body: { code: 'notFound' } })
      expect(await get(`${bench.url}/api/nope`)).toMatchObject({ status: 404, body: { code: 'notFound' } })
      expect(await get(`${bench.url}/%E0%A4%A`)).toMatchObject({ status: 400, body: { code: 'badRequest' } })
      const post = await get(`${bench.url}/snapshot?topics=a`, { method: 'POST', body: '{}' })
      expect(post).toMatchObject({ status: 405, body: { code: 'methodNotAllowed' } })
      expect(post.headers.get('allow')).toBe('GET, HEAD')
    })

    it('is 404 where it was not built', async () => {
      const bare = await gatewayBench()
      expect(await get(`${bare.url}/`)).toMatchObject({ status: 404, body: { code: 'notFound' } })
      expect((await get(`${bare.url}/version.json`)).body).toMatchObject({ build: '0.1.0' })
      await bare.gateway.close()
    })
  })

  it('sends headers that keep a page to itself, on every answer', async () => {
    for (const path of ['/', '/nope', '/api/topics', '/ws']) {
      const { headers } = await get(bench.url + path)
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy, path).toContain("script-src 'self';")
      expect(policy, path).toContain("connect-src 'self' ws: wss:")
      expect(policy, path).not.toContain('upgrade-insecure-requests')
      expect(headers.get('x-content-type-options'), path).toBe('nosniff')
      expect(headers.has('x-powered-by'), path).toBe(false)
      expect(headers.has('strict-transport-security'), path).toBe(false)
    }
  })

  it.each([
    ['no HTTP', 'nonsense\r\n\r\n'],
    ['headers too long', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'],
  ])('[HTTP4] answers what cannot be read: %s', async (_name, request) => {
    const { status, headers, body } = await rawRequest(bench.port, request)
    expect([status, headers['connection']]).toEqual([400, 'close'])
    expect(JSON.parse(body)).toEqual({ code: 'badRequest', message: 'the request cannot be read' })
  })

  it.each([
    ['does not read its answer', 300, 'GET /snapshot?topics=quote/long HTTP/1.1\r\nHost: x\r\n\r\n'],
    [
      'asked for h2c and does not end its half',
      0,
      'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
    ],
  ])('lets go of a peer that %s', async (_name, idleMs, request) => {
    const other = await gatewayBench()
    other.market.set('quote/long', { last: 'x'.repeat(30_000_000) })
    const server = other.gateway.app.getHttpServer() as Server
    expect(server.timeout).toBe(30_000)
    server.timeout = idleMs
    const socket = connect({ port: other.port, host: '127.0.0.1', allowHalfOpen: true }, () => socket.write(request))
    socket.on('error', () => socket.destroy())
    await once(server, 'request')
    const open = () => new Promise((resolve) => server.getConnections((_err, count) => resolve(count)))
    await vi.waitFor(async () => expect(await open()).toBe(0), { timeout: 5000 })
    expect(socket.destroyed).toBe(false)
    socket.destroy()
    await other.gateway.close()
  })

  it('[HTTP4] tells no secret when a handler fails, and logs it', async () => {
    const broken = await gatewayBench()
    broken.market.topics = () => {
      throw new Error('secret of the market')
    }
    const answer = await get(`${broken.url}/api/topics`)
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal' } })
    expect(answer.text).not.toContain('secret')
    expect(broken.logged()).toContainEqual(expect.objectContaining({ level: 'error', msg: 'a request failed' }))
    await broken.gateway.close()
  })
})
