import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EventReader } from '../fakes/http-stream.js'
import { gatewayBench, type GatewayBench } from '../fakes/gateway-bench.js'
import { KeyServer, rsa, SECRET, token } from '../fakes/issuer.js'
import { SocketClient } from '../fakes/socket-client.js'
import type { PollBody } from '../fakes/stream-bench.js'

const SECRET_PRICE = '61837.63'
/** In several spellings: each is the same forbidden topic. */
const FORBIDDEN = ['quote/secret', 'quote/%73ecret', 'trades/secret', 'bars/secret/1m', 'metric/db-1/cpu']

describe('a topic that is forbidden', () => {
  let bench: GatewayBench
  let all: string
  let some: string

  beforeAll(async () => {
    bench = await gatewayBench({ environment: { AUTH: 'jwt', JWT_SECRET: SECRET, LIMIT_MESSAGES_PER_SECOND: '1000' } })
    for (const topic of ['quote/secret', 'trades/secret', 'metric/db-1/cpu', 'quote/open'])
      bench.market.set(topic, { last: topic.endsWith('open') ? '1' : SECRET_PRICE })
    bench.market.set('bars/secret/1m', { items: [[0, SECRET_PRICE, '2', '3', '4', '5', 6]] })
    all = await token()
    some = await token({
      user: 'bob',
      claims: { tickwall: { allow: ['quote/*', 'bars/**'], deny: ['*/secret/**'], maxHz: 5 } },
    })
  })
  afterAll(() => bench.gateway.close())

  const as = (bearer: string) => ({ Authorization: `Bearer ${bearer}` })
  const query = (topics: readonly string[]) => topics.map((topic) => `topics=${encodeURIComponent(topic)}`).join('&')
  const asked = ['quote/open', ...FORBIDDEN]
  /** All spellings of one topic are answered in the first. */
  const rejected = ['quote/secret', 'trades/secret', 'bars/secret/1m', 'metric/db-1/cpu'].map((topic) =>
    expect.objectContaining({ topic, code: 'forbiddenTopic' }),
  )
  const codesOf = (entries: readonly { code: string }[]) => [...new Set(entries.map(({ code }) => code))]
  const poll = async (bearer: string, body: object): Promise<PollBody> => {
    const headers = { ...as(bearer), 'Content-Type': 'application/json' }
    const answer = await fetch(`${bench.url}/poll`, { method: 'POST', headers, body: JSON.stringify(body) })
    expect(answer.status).toBe(200)
    return (await answer.json()) as PollBody
  }

  it('[AUT9] is not read by subscribe, resume or wildcard, in neither form of frames', async () => {
    for (const form of ['tickwall.v1.json', 'tickwall.v1.binary']) {
      const client = await SocketClient.open(bench.socketUrl, [form, `tickwall.bearer.${some}`])
      const resume = Object.fromEntries(FORBIDDEN.map((topic) => [topic, [bench.market.epoch, 0] as const]))
      client.send({ type: 'subscribe', id: 1, topics: [...asked, 'quote/*', '*/secret', '**'], resume, maxHz: 20 })
      const { topics, rejected: refused } = await client.next('subscribed')
      expect(topics.map(({ topic, hz }) => [topic, hz])).toEqual([
        ['quote/open', 5],
        ['quote/*', 5],
      ])
      expect(codesOf(refused)).toEqual(['forbiddenTopic', 'unknownTopic'])
      client.send({ type: 'rate', id: 2, topics: FORBIDDEN, maxHz: 'raw' })
      expect((await client.next('rated')).topics).toEqual([])
      bench.market.set('quote/open', { last: '2' })
      await client.next('frame')
      expect(JSON.stringify(client.messages)).not.toContain(SECRET_PRICE)
      client.ws.close()
      await client.ended
    }
  })

  it('[AUT9] is not read by an event stream', async () => {
    const reader = await EventReader.open(`${bench.url}/sse?${query(asked)}`, { headers: as(some) })
    const subscribed = await reader.next('subscribed')
    expect(subscribed.data).toMatchObject({ topics: [{ topic: 'quote/open' }], rejected })
    await reader.next('frame')
    expect(JSON.stringify(reader.events)).not.toContain(SECRET_PRICE)
    reader.cut()
  })

  it('[AUT9] is not read by a poll, a position or the cursor of somebody who may', async () => {
    const theirs = await poll(all, { topics: asked })
    expect(JSON.stringify(theirs)).toContain(SECRET_PRICE)
    const resume = Object.fromEntries(FORBIDDEN.map((topic) => [topic, [bench.market.epoch, 0]]))
    for (const rest of [{}, { resume }, { cursor: theirs.cursor }, { cursor: theirs.cursor, maxHz: 'raw' }]) {
      const mine = await poll(some, { topics: asked, waitMs: 0, ...rest })
      expect(mine.subscribed).toMatchObject({ topics: [{ topic: 'quote/open', hz: 5 }], rejected })
      expect(JSON.stringify(mine)).not.toContain(SECRET_PRICE)
    }
    const reader = await EventReader.open(`${bench.url}/sse?${query(asked)}`, {
      headers: { ...as(some), 'Last-Event-ID': theirs.cursor },
    })
    expect((await reader.next('subscribed')).data).toMatchObject({ rejected })
    reader.cut()
  })

  it('[AUT9] is not read by a snapshot, by bars, or out of the list', async () => {
    const get = async (path: string, bearer = some) => {
      const answer = await fetch(`${bench.url}${path}`, { headers: as(bearer) })
      return { status: answer.status, text: await answer.text() }
    }
    const snapshot = await get(`/snapshot?${query(asked)}`)
    expect(JSON.parse(snapshot.text)).toMatchObject({ topics: [{ topic: 'quote/open' }], rejected })
    expect(snapshot.text).not.toContain(SECRET_PRICE)
    const bars = await get('/api/bars?instrument=secret&interval=1m')
    expect([bars.status, JSON.parse(bars.text)]).toEqual([403, { code: 'forbidden', message: expect.any(String) }])
    expect((await get('/api/bars?instrument=secret&interval=1m', all)).text).toContain(SECRET_PRICE)
    const list = await get('/api/topics?query=s')
    expect(list.text).not.toContain('secret')
    expect((await get('/api/topics')).text).toContain('quote/open')
    expect((await get('/api/topics?query=s', all)).text).toContain('secret')
  })

  it('[AUT6] is taken back when a new token forbids it, [AUT4] over the same connection', async () => {
    const client = await SocketClient.open(bench.socketUrl, ['tickwall.v1.json', `tickwall.bearer.${all}`])
    client.send({ type: 'subscribe', id: 1, topics: ['quote/open', 'quote/secret'], maxHz: 'raw' })
    await client.next('frame')
    const less = await token({ claims: { tickwall: { allow: ['quote/open'] } }, lasts: 7200 })
    client.send({ type: 'auth', id: 2, token: less })
    const answer = await client.next('authenticated')
    expect(answer.expiresAt).toBeGreaterThan(Date.now() + 3_600_000)
    expect(answer.rejected).toEqual([expect.objectContaining({ topic: 'quote/secret', code: 'forbiddenTopic' })])
    const from = client.messages.length
    bench.market.set('quote/secret', { last: '7' })
    bench.market.set('quote/open', { last: '8' })
    await client.next('frame')
    client.send({ type: 'ping', id: 3 })
    await client.next('pong')
    expect(JSON.stringify(client.messages.slice(from))).not.toContain('"7"')
    client.send({ type: 'auth', id: 4, token: `${less}x` })
    expect(await client.ended).toMatchObject({ code: 4500, reason: 'badToken' })
  })

  it('[AUT5] ends with its token, on an event stream as well', async () => {
    const short = await gatewayBench({
      environment: { AUTH: 'jwt', JWT_SECRET: SECRET, AUTH_GRACE_MS: '0', JWT_LEEWAY_MS: '60000' },
    })
    const ending = await token({ lasts: 2 })
    const client = await SocketClient.open(short.socketUrl, ['tickwall.v1.json', `tickwall.bearer.${ending}`])
    const reader = await EventReader.open(`${short.url}/sse?topics=quote/a`, { headers: as(ending) })
    expect(await client.next('closing')).toMatchObject({ code: 4003 })
    expect((await client.ended).code).toBe(4003)
    expect((await reader.next('closing')).data).toMatchObject({ code: 4003 })
    await reader.ended
    await expect.poll(() => short.measures.closed.total('tokenExpired'), { timeout: 30_000 }).toBe(1)
    expect(short.measures.streamsClosed.total('tokenExpired')).toBe(1)
    await short.gateway.close()
  })

  it('[AUT2] while keys cannot be fetched nobody is let in, and nobody is blamed', async () => {
    const server = await KeyServer.open()
    const { url } = server
    await server.close()
    const keyless = await gatewayBench({
      environment: { AUTH: 'jwt', JWT_JWKS_URL: url, JWT_ISSUER: 'a', JWT_AUDIENCE: 'b' },
    })
    const bearer = await token({ alg: 'RS256', kid: 'k', key: rsa().privateKey })
    for (const path of [
      '/ws',
      '/sse?topics=quote/a',
      '/poll?topics=quote/a',
      '/snapshot?topics=quote/a',
      '/api/topics',
    ]) {
      const answer = await fetch(`${keyless.url}${path}`, { headers: as(bearer) })
      expect([path, answer.status, answer.headers.get('retry-after')]).toEqual([path, 503, '2'])
      expect(await answer.json()).toMatchObject({ code: 'notReady' })
    }
    expect(keyless.measures.tokens.total('keysUnavailable')).toBe(5)
    await keyless.gateway.close()
  })
})
