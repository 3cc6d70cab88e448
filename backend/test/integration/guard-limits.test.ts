import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, vi } from 'vitest'
import { EventReader } from '../fakes/http-stream.js'
import { gatewayBench, type BenchOptions } from '../fakes/gateway-bench.js'
import { SECRET, token } from '../fakes/issuer.js'
import { handshake, rawRequest } from '../fakes/raw-http.js'
import { SocketClient } from '../fakes/socket-client.js'

async function limited(environment: Record<string, string>, rest: Omit<BenchOptions, 'environment'> = {}) {
  const bench = await gatewayBench({ environment, ...rest })
  const { parts } = bench.gateway
  const upgrade = (headers: Record<string, string> = {}) => rawRequest(bench.port, handshake('/ws', headers))
  const left = () => expect.poll(() => parts.doorkeeper.remembered, { timeout: 30_000 }).toBe(0)
  return { ...bench, upgrade, left }
}
const code = ({ body }: { body: string }): string => (JSON.parse(body) as { code: string }).code

describe('limits on connections', () => {
  it('[LIM1] by address: whatever it says of itself, by every transport, until it has left', async () => {
    const { upgrade, socketUrl, url, measures, gateway, left } = await limited({ LIMIT_CONNECTIONS_PER_ADDRESS: '2' })
    const client = await SocketClient.open(socketUrl)
    const reader = await EventReader.open(`${url}/sse?topics=quote/a`)
    for (const spoofed of [
      {},
      { 'X-Forwarded-For': '192.0.2.7' },
      { 'X-Real-IP': '192.0.2.7', Forwarded: 'for=192.0.2.7' },
    ]) {
      const answer = await upgrade(spoofed as Record<string, string>)
      expect([answer.status, code(answer), answer.headers['retry-after']]).toEqual([429, 'tooManyFromAddress', '2'])
      for (const path of ['/sse?topics=quote/a', '/poll?topics=quote/a']) {
        const refused = await fetch(`${url}${path}`, { headers: spoofed as Record<string, string> })
        expect([path, refused.status, code({ body: await refused.text() })]).toEqual([path, 429, 'tooManyFromAddress'])
      }
    }
    expect(measures.refused.total('tooManyFromAddress')).toBe(9)
    expect(measures.limits.enforced.total('connectionsPerAddress')).toBe(9)
    client.ws.close()
    reader.cut()
    await left()
    expect((await upgrade()).status).toBe(101)
    await gateway.close()
  })

  it('[LIM2] by the address that a trusted proxy tells', async () => {
    const { upgrade, socketUrl, gateway } = await limited({
      LIMIT_CONNECTIONS_PER_ADDRESS: '1',
      TRUSTED_PROXIES: '127.0.0.0/8',
    })
    const from = (told: string) => ({ headers: { 'X-Forwarded-For': told } })
    await SocketClient.open(socketUrl, [], from('192.0.2.1'))
    await SocketClient.open(socketUrl, [], from('2001:db8:1:2::1'))
    expect((await upgrade({ 'X-Forwarded-For': '6.6.6.6, 192.0.2.1' })).status).toBe(429)
    expect((await upgrade({ 'X-Forwarded-For': '2001:db8:1:2:ffff::9' })).status).toBe(429)
    expect((await upgrade({ 'X-Forwarded-For': '2001:db8:1:3::1' })).status).toBe(101)
    await gateway.close()
  })

  it('[LIM1] by user', async () => {
    const { socketUrl, url, measures, gateway, left } = await limited({
      ...{ AUTH: 'jwt', JWT_SECRET: SECRET, LIMIT_CONNECTIONS_PER_USER: '1' },
    })
    const ada = { headers: { Authorization: `Bearer ${await token()}` } }
    const bob = { headers: { Authorization: `Bearer ${await token({ user: 'bob' })}` } }
    const client = await SocketClient.open(socketUrl, [], ada)
    const refused = await fetch(`${url}/sse?topics=quote/a`, ada)
    expect([refused.status, code({ body: await refused.text() })]).toEqual([429, 'tooManyOfUser'])
    const other = await SocketClient.open(socketUrl, [], bob)
    expect(measures.limits.enforced.total('connectionsPerUser')).toBe(1)
    client.ws.close()
    other.ws.close()
    await left()
    await gateway.close()
  })

  it('[LIM1] by how fast they come, before any token is looked at', async () => {
    const { upgrade, url, measures, gateway } = await limited({
      ...{ AUTH: 'jwt', JWT_SECRET: SECRET, LIMIT_CONNECTION_RATE: '1' },
    })
    const bearer = { Authorization: `Bearer ${await token()}` }
    const answers = await Promise.all(Array.from({ length: 40 }, () => upgrade({ Authorization: 'Bearer none' })))
    const tooFast = answers.filter(({ status }) => status === 429)
    expect(new Set(tooFast.map(code))).toEqual(new Set(['connectingTooFast']))
    expect(tooFast.length).toBeGreaterThan(0)
    expect(measures.tokens.total('badToken')).toBe(40 - tooFast.length)
    expect(measures.refused.total('connectingTooFast')).toBe(tooFast.length)
    // Who does not connect is not held up.
    expect((await fetch(`${url}/api/topics`, { headers: bearer })).status).toBe(200)
    await gateway.close()
  })

  it('[LIM1] by how many are being judged', async () => {
    const waiting: (() => void)[] = []
    const { upgrade, measures, gateway } = await limited(
      { LIMIT_PENDING: '2' },
      { policy: () => new Promise((resolve) => waiting.push(() => resolve(null))) },
    )
    const admitted = [upgrade(), upgrade()]
    await vi.waitFor(() => expect(waiting).toHaveLength(2), { timeout: 10_000 })
    const answer = await upgrade()
    expect([answer.status, code(answer), answer.headers['retry-after']]).toEqual([503, 'tooManyPending', '2'])
    expect(measures.limits.enforced.total('pending')).toBe(1)
    for (const admit of waiting) admit()
    expect((await Promise.all(admitted)).map(({ status }) => status)).toEqual([101, 101])
    await gateway.close()
  })

  it('[LIM4] that are only watched let everybody in, and count whom they would not', async () => {
    const { socketUrl, measures, gateway } = await limited({
      ...{ LIMIT_CONNECTIONS: '1', LIMIT_CONNECTIONS_PER_ADDRESS: '1', LIMIT_CONNECTION_RATE: '1' },
      LIMITS_DRY_RUN: 'connections,connectionsPerAddress,connectionRate',
    })
    await Promise.all(Array.from({ length: 12 }, () => SocketClient.open(socketUrl)))
    const { dryRun, enforced } = measures.limits
    expect([dryRun.total('connections'), dryRun.total('connectionsPerAddress')]).toEqual([11, 11])
    expect(dryRun.total('connectionRate')).toBeGreaterThan(0)
    expect([...enforced.entries()]).toEqual([])
    await gateway.close()
  })

  it('[LIM1] a flood from one address is refused, and leaves those alone who were there, and who come from elsewhere', async () => {
    const { upgrade, socketUrl, market, measures, gateway } = await limited({
      ...{ LIMIT_CONNECTION_RATE: '1', LIMIT_CONNECTIONS_PER_ADDRESS: '50', TRUSTED_PROXIES: '127.0.0.1' },
    })
    const good = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const client = await SocketClient.open(socketUrl, [], { headers: { 'X-Real-IP': `192.0.2.${i}` } })
        client.send({ type: 'subscribe', id: 1, topics: ['quote/a'], maxHz: 20 })
        await client.next('subscribed')
        return client
      }),
    )
    const statuses: number[] = []
    for (let i = 0; i < 10; i++) {
      market.set('quote/a', { last: String(i) })
      const answers = await Promise.all(Array.from({ length: 50 }, () => upgrade({ 'X-Real-IP': '198.51.100.1' })))
      statuses.push(...answers.map(({ status }) => status))
    }
    const refused = statuses.filter((status) => status === 429).length
    expect(measures.refused.total('connectingTooFast')).toBe(refused)
    expect(refused).toBeGreaterThan(300)
    expect((await upgrade({ 'X-Real-IP': '203.0.113.9' })).status).toBe(101)
    market.set('quote/a', { last: 'end' })
    await Promise.all(
      good.map(async (client) => {
        while (!JSON.stringify(await client.next('frame')).includes('"end"'));
      }),
    )
    await gateway.close()
  })
})

describe('requests that are none', () => {
  it('[LIM3] headers that never end are answered with 408, and counted', async () => {
    const { port, measures, gateway } = await limited({ REQUEST_TIMEOUT_MS: '200' })
    const text = await new Promise<string>((resolve) => {
      let answer = ''
      const socket = connect(port, '127.0.0.1', () => socket.write('GET /ws HTTP/1.1\r\nHost: a\r\nX-Slow: '))
      socket.on('data', (chunk) => (answer += String(chunk)))
      socket.on('close', () => resolve(answer))
    })
    expect(text).toMatch(/^HTTP\/1.1 408 /)
    expect(text).toContain('"requestTimeout"')
    expect(measures.refused.total('requestTimeout')).toBe(1)
    expect(measures.limits.enforced.total('requestTime')).toBe(1)
    await gateway.close()
  })

  it('[LIM4] headers that come late are served while that is only watched', async () => {
    const { port, measures, gateway } = await limited({ REQUEST_TIMEOUT_MS: '200', LIMITS_DRY_RUN: 'requestTime' })
    const socket = connect(port, '127.0.0.1', () => socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: '))
    let answer = ''
    socket.on('data', (chunk) => (answer += String(chunk)))
    await expect.poll(() => measures.limits.dryRun.total('requestTime'), { timeout: 30_000 }).toBeGreaterThan(0)
    socket.write('1\r\nConnection: close\r\n\r\n')
    await new Promise((resolve) => socket.once('close', resolve))
    expect(answer).toMatch(/^HTTP\/1.1 200 /)
    expect([measures.limits.enforced.total('requestTime'), measures.refused.total('requestTimeout')]).toEqual([0, 0])
    await gateway.close()
  })

  it('[LIM3] bytes that are no request are answered with 400, and counted once', async () => {
    const { port, measures, gateway } = await limited({})
    expect((await rawRequest(port, 'nonsense\r\n\r\n')).status).toBe(400)
    expect(measures.refused.total('badRequest')).toBe(1)
    await gateway.close()
  })

  it('[MSG4] too long ones are counted', async () => {
    const { socketUrl, url, measures, gateway } = await limited({ LIMIT_MESSAGE_BYTES: '2048' })
    const client = await SocketClient.open(socketUrl)
    client.ws.send('x'.repeat(3000))
    expect((await client.ended).code).toBe(1009)
    const headers = { 'Content-Type': 'application/json' }
    const answer = await fetch(`${url}/poll`, { method: 'POST', headers, body: 'x'.repeat(3000) })
    expect(answer.status).toBe(413)
    expect(measures.limits.enforced.total('messageBytes')).toBe(2)
    await gateway.close()
  })

  it('[LIM4] too long ones are let through while that is only watched', async () => {
    const { socketUrl, url, measures, gateway } = await limited({
      ...{ LIMIT_MESSAGE_BYTES: '2048', LIMITS_DRY_RUN: 'messageBytes' },
    })
    const client = await SocketClient.open(socketUrl)
    client.ws.send(JSON.stringify({ type: 'ping', id: 1, more: 'x'.repeat(3000) }))
    await client.next('pong')
    const headers = { 'Content-Type': 'application/json' }
    const body = JSON.stringify({ topics: ['quote/a'], more: 'x'.repeat(3000) })
    expect((await fetch(`${url}/poll`, { method: 'POST', headers, body })).status).toBe(200)
    expect(measures.limits.dryRun.total('messageBytes')).toBe(2)
    client.ws.close()
    await gateway.close()
  })
})

describe('TLS in the gateway', () => {
  const file = (name: string) => fileURLToPath(new URL(`../fakes/tls/${name}`, import.meta.url))

  it('serves HTTP and WebSockets, with a certificate of its own', async () => {
    const bench = await gatewayBench({ environment: { TLS_CERT: file('cert.pem'), TLS_KEY: file('key.pem') } })
    expect(bench.url).toMatch(/^https:/)
    const ca = readFileSync(file('cert.pem'))
    const status = await new Promise((resolve, reject) => {
      request(`${bench.url}/readyz`, { ca, agent: false }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end()
    })
    expect(status).toBe(200)
    const client = await SocketClient.open(`wss://127.0.0.1:${bench.port}/ws`, [], { ca })
    expect((await client.next('hello')).version).toBe(1)
    client.ws.close()
    await client.ended
    await bench.gateway.close()
  })

  it('says in one sentence what is no certificate', async () => {
    const start = (cert: string) => gatewayBench({ environment: { TLS_CERT: file(cert), TLS_KEY: file('key.pem') } })
    await expect(start('key.pem')).rejects.toThrow('TLS_CERT and TLS_KEY are no certificate and its key')
    await expect(start('absent.pem')).rejects.toThrow('The file of TLS_CERT cannot be read.')
  })
})
