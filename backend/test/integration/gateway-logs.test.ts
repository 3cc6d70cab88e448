import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { gatewayBench, type GatewayBench } from '../fakes/gateway-bench.js'
import { SocketClient } from '../fakes/socket-client.js'

const BTC = 'quote/usdm:BTCUSDT'

/** As an issuer would sign one, and what a user might have in a topic, an id, a body. */
const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0aGUtc2VjcmV0LW9mLWFuIn0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg'
const PRIVATE = 'a-name-that-is-nobodys-business'

let bench: GatewayBench
afterEach(() => bench.gateway.close())

const linesWith = (text: string): Record<string, unknown>[] => bench.logged().filter(({ msg }) => msg === text)

describe('the log of a run', () => {
  it('has one line for the life of each connection, with its numbers', async () => {
    bench = await gatewayBench()
    bench.market.set(BTC, { last: '1' })
    const client = await SocketClient.open(bench.socketUrl)
    const { session } = await client.next('hello')
    client.send({ type: 'subscribe', id: 1, topics: [BTC] })
    await client.next('frame')
    client.ws.close()
    await expect.poll(() => linesWith('a connection ended'), { timeout: 30_000 }).toHaveLength(1)
    expect(linesWith('a connection ended')[0]).toMatchObject({
      level: 'info',
      session,
      address: '127.0.0.1',
      codec: 'json',
      code: 1005,
      reason: 'normal',
      frames: 1,
      congestions: 0,
      durationMs: expect.any(Number),
      sentBytes: expect.any(Number),
      receivedBytes: expect.any(Number),
    })
    const [{ sentBytes, receivedBytes }] = linesWith('a connection ended') as [Record<string, number>]
    expect(sentBytes).toBeGreaterThan(300)
    expect(receivedBytes).toBeGreaterThan(100)
  })

  it('has one for the life of an event stream, under the id of its request', async () => {
    bench = await gatewayBench()
    bench.market.set(BTC, { last: '1' })
    const id = randomUUID()
    const leaving = new AbortController()
    const answer = await fetch(`${bench.url}/sse?topics=${BTC}`, {
      headers: { 'X-Request-Id': id },
      signal: leaving.signal,
    })
    expect(answer.headers.get('x-request-id')).toBe(id)
    await answer.body?.getReader().read()
    leaving.abort()
    await expect.poll(() => linesWith('an event stream ended'), { timeout: 30_000 }).toHaveLength(1)
    expect(linesWith('an event stream ended')[0]).toMatchObject({ request: id, address: '127.0.0.1' })
  })

  it('names a failed request as its answer does, and makes up a name where the caller sent none that is well-formed', async () => {
    bench = await gatewayBench({
      policy: () => Promise.reject(new Error('the judge is ill')),
    })
    const answers = await Promise.all([
      fetch(`${bench.url}/poll?topics=${BTC}`, { headers: { 'X-Request-Id': PRIVATE } }),
      fetch(`${bench.url}/poll?topics=${BTC}`),
    ])
    const names = answers.map(({ headers }) => headers.get('x-request-id'))
    expect(answers.map(({ status }) => status)).toEqual([500, 500])
    expect(new Set(names).size).toBe(2)
    for (const name of names) expect(name).toMatch(/^[\da-f-]{36}$/)
    expect(
      linesWith('a request failed')
        .map(({ request }) => request)
        .sort(),
    ).toEqual([...names].sort())
  })

  it('tells of every life, also of those that it leaves out because many ended at once', async () => {
    bench = await gatewayBench()
    const clients = await Promise.all(Array.from({ length: 120 }, () => SocketClient.open(bench.socketUrl)))
    for (const { ws } of clients) ws.terminate()
    const told = (): number => linesWith('a connection ended').reduce((sum, { held = 0 }) => sum + 1 + Number(held), 0)
    await expect.poll(() => bench.gateway.parts.sessions.size, { timeout: 30_000 }).toBe(0)
    // A second later at the latest the next line passes, and tells of those before it.
    await expect
      .poll(
        async () => {
          const client = await SocketClient.open(bench.socketUrl)
          client.ws.close()
          await client.ended
          return told()
        },
        { timeout: 60_000, interval: 300 },
      )
      .toBeGreaterThanOrEqual(120)
  })

  it('has a line for a handshake that is refused, and for some of a flood', async () => {
    bench = await gatewayBench()
    const refusals = () => bench.logged().filter(({ msg }) => msg === 'a handshake was refused')
    await expect(SocketClient.open(`${bench.socketUrl}/nowhere`)).rejects.toThrow('404')
    expect(refusals()).toMatchObject([{ code: 'notFound', address: '127.0.0.1' }])
    // A second later at the latest the next line passes, and tells of those before it.
    let tried = 1
    const held = () => refusals().reduce((sum, line) => sum + Number(line['held'] ?? 0), 0)
    await expect
      .poll(
        async () => {
          await Promise.allSettled(Array.from({ length: 20 }, () => SocketClient.open(`${bench.socketUrl}/nowhere`)))
          tried += 20
          return held()
        },
        { timeout: 60_000, interval: 300 },
      )
      .toBeGreaterThan(0)
    expect(refusals().length + held()).toBeLessThanOrEqual(tried)
  })

  it('holds no token and no value of a user, whatever they send and wherever they put it', async () => {
    bench = await gatewayBench({ environment: { LIMIT_MESSAGE_BYTES: '2048' } })
    bench.market.set(`quote/${PRIVATE}`, { last: '31337.4242' })
    const query = `topics=quote/${PRIVATE}&access_token=${TOKEN}`
    const headers = {
      Authorization: `Bearer ${TOKEN}`,
      Cookie: `token=${TOKEN}`,
      'User-Agent': PRIVATE,
      'X-Request-Id': PRIVATE,
      'X-Forwarded-For': PRIVATE,
      'X-Real-IP': PRIVATE,
    }
    const client = await SocketClient.open(
      `${bench.socketUrl}?${query}`,
      ['tickwall.v1.json', `tickwall.bearer.${TOKEN}`],
      {
        headers,
      },
    )
    client.send({ type: 'auth', id: 1, token: TOKEN })
    client.send({ type: 'subscribe', id: PRIVATE, topics: [`quote/${PRIVATE}`, `${PRIVATE}/none`] })
    client.ws.send(`{"type":"${PRIVATE}","token":"${TOKEN}"`)
    client.ws.send(JSON.stringify({ type: PRIVATE, id: 2 }))
    await client.next('frame')
    client.ws.close(4000, PRIVATE)
    const long = await SocketClient.open(bench.socketUrl)
    long.ws.send(`"${PRIVATE.repeat(100)}"`)
    expect((await long.ended).code).toBe(1009)
    await expect(SocketClient.open(`${bench.socketUrl}/${PRIVATE}?${query}`, [], { headers })).rejects.toThrow('404')
    for (const path of [`/snapshot?${query}`, `/poll?${query}&waitMs=0`, `/api/topics?query=${PRIVATE}`, `/${PRIVATE}`])
      await (await fetch(bench.url + path, { headers })).text()
    await (
      await fetch(`${bench.url}/poll`, { method: 'POST', headers, body: `{"topics":"${PRIVATE}","x":"${TOKEN}"}` })
    ).text()
    await expect.poll(() => linesWith('a connection ended').length, { timeout: 30_000 }).toBe(2)
    const text = JSON.stringify(bench.logged())
    for (const secret of [TOKEN, TOKEN.split('.')[1] ?? '', PRIVATE, '31337']) expect(text).not.toContain(secret)
  })
})
