import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HTTP_ERRORS, type HttpErrorCode } from '@tickwall/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gatewayBench, type GatewayBench } from '../fakes/gateway-bench.js'
import { AUDIENCE, ISSUER, pemOf, rsa, token, unsigned, type TokenParts } from '../fakes/issuer.js'
import { handshake, rawRequest, type RawAnswer } from '../fakes/raw-http.js'

const KEY = rsa()
const REVOKED_KEY = 'stolen'

/** Every way in. A request of each is written out, so that a test can spoil any part of it. */
const WAYS = {
  'a WebSocket': '/ws',
  'an event stream': '/sse?topics=quote/a',
  'a poll': '/poll?topics=quote/a&waitMs=0',
  'a snapshot': '/snapshot?topics=quote/a',
  'the list of topics': '/api/topics',
  bars: '/api/bars?instrument=a&interval=1m',
} as const
type Way = keyof typeof WAYS
const ways = Object.keys(WAYS) as Way[]

/** What is wrong with a request; the rest of it is right. */
interface Flaw {
  readonly token?: string | null
  readonly headers?: Readonly<Record<string, string>>
  readonly path?: (path: string) => string
  readonly times?: number
}

const requestOf = (
  way: Way,
  { token: bearer = null, headers = {}, path = (same) => same, times = 1 }: Flaw,
): string => {
  const authorization: Record<string, string> = bearer === null ? {} : { Authorization: `Bearer ${bearer}` }
  const plain = { Connection: 'close', Upgrade: null, 'Sec-WebSocket-Key': null, 'Sec-WebSocket-Version': null }
  const given = { ...(way === 'a WebSocket' ? {} : plain), ...authorization, ...headers }
  return handshake(path(WAYS[way]), given).repeat(times)
}

const signed = (parts: TokenParts = {}): Promise<string> => token({ alg: 'RS256', key: KEY.privateKey, ...parts })

describe('every way in', () => {
  let folder: string
  let bench: GatewayBench
  let good: string
  let publicPem: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tickwall-guard-'))
    publicPem = pemOf(KEY.publicKey)
    writeFileSync(join(folder, 'key.pem'), publicPem)
    writeFileSync(join(folder, 'revoked'), `kid ${REVOKED_KEY}\njti t-lost\nsub mallory\n`)
    bench = await gatewayBench({
      environment: {
        AUTH: 'jwt',
        JWT_PUBLIC_KEY_FILE: join(folder, 'key.pem'),
        JWT_REVOKED_FILE: join(folder, 'revoked'),
        JWT_ISSUER: ISSUER,
        JWT_AUDIENCE: AUDIENCE,
        AUTH_COOKIE: 'tickwall',
        ALLOWED_ORIGINS: 'https://*.desk.example',
      },
    })
    bench.market.set('quote/a', { last: '1' })
    bench.market.set('bars/a/1m', { items: [] })
    good = await signed()
  })
  afterAll(async () => {
    await bench.gateway.close()
    rmSync(folder, { recursive: true })
  })

  const refusedBefore = () =>
    new Map(Object.keys(HTTP_ERRORS).map((code) => [code, bench.measures.refused.total(code as HttpErrorCode)]))
  const ask = (way: Way, flaw: Flaw): Promise<RawAnswer> => rawRequest(bench.port, requestOf(way, flaw))

  /** Name, code, flaw. */
  const flaws: readonly (readonly [string, HttpErrorCode, () => Flaw | Promise<Flaw>])[] = [
    ['no token', 'unauthorized', () => ({})],
    ['an empty token', 'unauthorized', () => ({ token: '' })],
    ['a token that is none', 'unauthorized', () => ({ token: 'a.b.c' })],
    ['an expired token', 'unauthorized', async () => ({ token: await signed({ lasts: -60 }) })],
    ['a token of a wrong key', 'unauthorized', async () => ({ token: await signed({ key: rsa().privateKey }) })],
    ['alg:none', 'unauthorized', () => ({ token: unsigned() })],
    [
      'HS256 with the public key for a secret',
      'unauthorized',
      async () => ({ token: await token({ key: Buffer.from(publicPem) }) }),
    ],
    ['a wrong audience', 'unauthorized', async () => ({ token: await signed({ audience: 'another' }) })],
    ['a wrong issuer', 'unauthorized', async () => ({ token: await signed({ issuer: 'https://evil.example' }) })],
    ['a revoked key', 'unauthorized', async () => ({ token: await signed({ kid: REVOKED_KEY }) })],
    ['a revoked token', 'unauthorized', async () => ({ token: await signed({ jti: 't-lost' }) })],
    ['a revoked user', 'unauthorized', async () => ({ token: await signed({ user: 'mallory' }) })],
    [
      'a token for delayed data',
      'forbidden',
      async () => ({ token: await signed({ claims: { tickwall: { allow: ['**'], delayMinutes: 15 } } }) }),
    ],
    ['a foreign origin', 'forbidden', () => ({ token: good, headers: { Origin: 'https://evil.example' } })],
    [
      'an origin that looks alike',
      'forbidden',
      () => ({ token: good, headers: { Origin: 'https://evildesk.example' } }),
    ],
    ['a null origin', 'forbidden', () => ({ token: good, headers: { Origin: 'null' } })],
    [
      'a token in the query',
      'unauthorized',
      () => ({ path: (path) => `${path}${path.includes('?') ? '&' : '?'}access_token=${good}` }),
    ],
    ['a token in a foreign cookie', 'unauthorized', () => ({ headers: { Cookie: `session=${good}` } })],
    [
      'a spoofed forwarded header',
      'unauthorized',
      () => ({ headers: { 'X-Forwarded-For': '127.0.0.1', 'X-Real-IP': '127.0.0.1', 'X-Forwarded-User': 'ada' } }),
    ],
    ['an oversize header', 'badRequest', () => ({ token: good, headers: { 'X-Long': 'x'.repeat(20_000) } })],
    [
      'a wrong path',
      'notFound',
      () => ({ token: good, path: (path) => path.replace(/^(\/[a-z]+)[^?]*/, '$1/elsewhere') }),
    ],
    ['a target that is too long', 'uriTooLong', () => ({ token: good, path: (path) => `${path}?${'x'.repeat(6200)}` })],
  ]
  const table = flaws.flatMap(([name, code, flaw]) => ways.map((way) => ({ name, code, flaw, way })))

  it.each(table)('[AUT2] $name, by $way: $code, counted once', async ({ code, flaw, way }) => {
    const before = refusedBefore()
    const answer = await ask(way, await flaw())
    expect(answer.status).toBe(HTTP_ERRORS[code].status)
    expect(JSON.parse(answer.body)).toEqual({ code, message: expect.any(String) })
    if (code === 'unauthorized') expect(answer.headers['www-authenticate']).toMatch(/^Bearer/)
    const after = [...refusedBefore()].filter(([each, total]) => total !== before.get(each))
    expect(after).toEqual([[code, (before.get(code) ?? 0) + 1]])
    expect(bench.gateway.parts.sessions.size).toBe(0)
  })

  it('[AUT2] an upgrade that is replayed on its refused connection is not answered again, and counted once', async () => {
    const before = bench.measures.refused.total('unauthorized')
    const answer = await ask('a WebSocket', { times: 3 })
    expect(answer.status).toBe(401)
    expect(answer.body).not.toContain('HTTP/1.1')
    expect(bench.measures.refused.total('unauthorized')).toBe(before + 1)
  })

  it('[AUT2] an upgrade that is replayed on its open connection is no second one', async () => {
    const accepted = bench.measures.accepted.total
    const request = requestOf('a WebSocket', { token: good })
    // Behind the handshake come frames: what is none ends the connection.
    expect((await rawRequest(bench.port, request + request)).status).toBe(101)
    await expect.poll(() => bench.gateway.parts.sessions.size, { timeout: 10_000 }).toBe(0)
    expect(bench.measures.accepted.total).toBe(accepted + 1)
  })

  it.each([
    ['the header', () => ({ token: good })],
    ['a cookie', () => ({ headers: { Cookie: `x=1; tickwall=${good}` } })],
    ['the header, from a listed origin', () => ({ token: good, headers: { Origin: 'https://a.desk.example' } })],
  ] as const)('[AUT1] what is right is let in, by %s', async (_name, flaw) => {
    for (const way of ways) {
      if (way === 'an event stream') continue
      const answer = await ask(way, flaw())
      expect([way, answer.status]).toEqual([way, way === 'a WebSocket' ? 101 : 200])
    }
    const stream = await fetch(`${bench.url}/sse?topics=quote/a`, { headers: { Authorization: `Bearer ${good}` } })
    expect(stream.status).toBe(200)
    await stream.body?.cancel()
  })

  it('[AUT1] a token comes as a subprotocol, which is not echoed', async () => {
    const offer = `tickwall.v1.json, tickwall.bearer.${good}`
    const answer = await rawRequest(bench.port, handshake('/ws', { 'Sec-WebSocket-Protocol': offer }))
    expect([answer.status, answer.headers['sec-websocket-protocol']]).toEqual([101, 'tickwall.v1.json'])
  })

  it('[ORG1] a page that may come may ask first, without a token, and read the answer', async () => {
    const Origin = 'https://a.desk.example'
    for (const way of ways) {
      if (way === 'a WebSocket') continue
      const preflight = await fetch(`${bench.url}${WAYS[way]}`, { method: 'OPTIONS', headers: { Origin } })
      expect([way, preflight.status]).toEqual([way, 204])
      expect(preflight.headers.get('access-control-allow-origin')).toBe(Origin)
      expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization')
      expect(preflight.headers.get('access-control-allow-credentials')).toBeNull()
      const refused = await fetch(`${bench.url}${WAYS[way]}`, {
        method: 'OPTIONS',
        headers: { Origin: 'https://evil.example' },
      })
      expect([way, refused.status]).toEqual([way, 403])
    }
  })

  it('lets everybody know whether it lives, and nobody read a token in its log', () => {
    return Promise.all(
      ['/healthz', '/readyz', '/version.json', '/metrics'].map(async (path) => {
        expect((await fetch(`${bench.url}${path}`)).status).toBe(200)
      }),
    ).then(() => {
      const log = JSON.stringify(bench.logged())
      expect(log).not.toContain(good)
      expect(log).not.toContain(good.split('.')[2])
    })
  })
})
