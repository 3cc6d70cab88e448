import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClientOptions } from 'ws'
import { gatewayBench, type GatewayBench } from '../fakes/gateway-bench.js'
import { SocketClient } from '../fakes/socket-client.js'

const SCRIPT = `export const words = ${JSON.stringify('word '.repeat(2000))}\n`

/** An answer as it travelled: `fetch` would hide how it was encoded. */
function ask(url: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>((resolve, reject) => {
    const asked = request(url, { headers, method, agent: false }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      )
    })
    asked.on('error', reject).end()
  })
}

describe('compression', () => {
  let bench: GatewayBench
  let dashboard: string
  beforeAll(async () => {
    dashboard = await mkdtemp(join(tmpdir(), 'tickwall-compression-'))
    await mkdir(join(dashboard, 'assets'))
    await writeFile(join(dashboard, 'index.html'), '<!doctype html><title>Tickwall</title>')
    await writeFile(join(dashboard, 'assets/main-abc123.js'), SCRIPT)
    await writeFile(join(dashboard, 'assets/face-abc123.woff2'), Buffer.alloc(5000))
    bench = await gatewayBench({ environment: { DASHBOARD_DIR: dashboard } })
    bench.market.set('trades/long', { items: Array.from({ length: 500 }, (_, i) => [i, 'the same']) })
    bench.market.set('quote/short', { last: '1' })
  })
  afterAll(async () => {
    await bench.gateway.close()
    await rm(dashboard, { recursive: true })
  })

  it.each([
    ['gzip', gunzipSync],
    ['br', brotliDecompressSync],
  ] as const)('[HTTP7] gives long answers as %s to who accepts it', async (encoding, decompress) => {
    for (const path of ['/snapshot?topics=trades/long', '/assets/main-abc123.js', '/metrics']) {
      const plain = await ask(bench.url + path)
      const small = await ask(bench.url + path, { 'accept-encoding': encoding })
      expect(small.headers, path).toMatchObject({ 'content-encoding': encoding, vary: 'Accept-Encoding' })
      expect(small.body.length, path).toBeLessThan(plain.body.length / 2)
      expect(plain.headers['content-encoding'], path).toBeUndefined()
      expect(plain.headers['cache-control'], path).toBe(small.headers['cache-control'])
      const text = decompress(small.body).toString()
      // What counts time differs from answer to answer.
      expect(text.slice(0, 10), path).toBe(plain.body.toString().slice(0, 10))
      if (path.startsWith('/assets')) expect(text).toBe(SCRIPT)
    }
  })

  it('[HTTP7] leaves short answers, pictures, fonts, and parts of files as they are', async () => {
    const accept = { 'accept-encoding': 'gzip, br' }
    for (const path of ['/snapshot?topics=quote/short', '/', '/healthz', '/assets/face-abc123.woff2'])
      expect((await ask(bench.url + path, accept)).headers, path).not.toHaveProperty('content-encoding')
    const part = await ask(`${bench.url}/assets/main-abc123.js`, { ...accept, range: 'bytes=0-5000' })
    expect([part.status, part.headers['content-encoding'], part.body.length]).toEqual([206, undefined, 5001])
  })

  it('[HTTP7] answers 304 to who has a file, however it was encoded, and HEAD without a body', async () => {
    const url = `${bench.url}/assets/main-abc123.js`
    const small = await ask(url, { 'accept-encoding': 'br' })
    expect(small.headers.etag).toMatch(/^W\//)
    const again = await ask(url, { 'accept-encoding': 'br', 'if-none-match': small.headers.etag ?? '' })
    expect([again.status, again.body.length]).toEqual([304, 0])
    const head = await ask(url, { 'accept-encoding': 'br' }, 'HEAD')
    expect([head.status, head.body.length]).toEqual([200, 0])
  })
})

describe('compression of shared frames', () => {
  const BTC = 'quote/usdm:BTCUSDT'
  const SHARERS = 12
  const NOTE = 'so that the frame is long '.repeat(60)

  async function crowd(environment: Record<string, string>, offers: readonly ClientOptions[]) {
    const bench = await gatewayBench({ environment })
    bench.market.set(BTC, { last: '0' })
    const clients = await Promise.all(offers.map((offer) => SocketClient.open(bench.socketUrl, [], offer)))
    for (const client of clients) {
      await client.next('hello')
      client.send({ type: 'subscribe', id: 1, topics: [BTC], maxHz: 20 })
      await client.next('frame')
    }
    /** Bytes that each was sent for one shared frame. */
    const share = async (last: string): Promise<readonly number[]> => {
      const before = clients.map(({ bytesRead }) => bytesRead)
      bench.market.set(BTC, { last, note: NOTE })
      for (const client of clients) {
        const { deltas } = await client.next('frame')
        expect(deltas?.[0]?.[2]).toMatchObject({ last, note: NOTE })
      }
      return clients.map(({ bytesRead }, i) => bytesRead - (before[i] ?? 0))
    }
    const close = async (): Promise<void> => {
      for (const { ws } of clients) ws.terminate()
      await bench.gateway.close()
    }
    // After their first shared frame all are in step.
    await share('1')
    return { clients, share, close }
  }

  it('[HS7] is made for all who offered it, and nobody else gets it', async () => {
    const plain: ClientOptions[] = [{ perMessageDeflate: false }, { perMessageDeflate: { serverMaxWindowBits: 10 } }]
    const { clients, share, close } = await crowd({ COMPRESSION: 'shared' }, [
      ...plain,
      ...Array.from({ length: SHARERS }, () => ({ perMessageDeflate: true })),
    ])
    const [none, narrow, ...deflating] = await share('2')
    expect(clients.map(({ ws }) => ws.extensions !== '')).toEqual([false, ...deflating.map(() => true), true])
    for (const bytes of [none, narrow]) expect(bytes).toBeGreaterThan(NOTE.length)
    for (const bytes of deflating) expect(bytes).toBeLessThan(NOTE.length / 4)
    expect(new Set(deflating).size).toBe(1)
    for (const client of clients) {
      client.send({ type: 'ping', id: 2 })
      expect(await client.next('pong')).toMatchObject({ id: 2 })
    }
    await close()
  })

  it.each([
    ['few share a frame', { COMPRESSION: 'shared' }, 9],
    ['it is not asked for', {}, SHARERS],
  ])('is left out where %s', async (_, environment, sharers) => {
    const { share, close } = await crowd(
      environment,
      Array.from({ length: sharers }, () => ({ perMessageDeflate: true })),
    )
    for (const bytes of await share('2')) expect(bytes).toBeGreaterThan(NOTE.length)
    await close()
  })
})
