import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gatewayBench, type GatewayBench } from '../fakes/gateway-bench.js'

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
