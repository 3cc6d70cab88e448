import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gatewayBench, type GatewayBench } from '../fakes/gateway-bench.js'
import { handshake, rawRequest } from '../fakes/raw-http.js'
import { SocketClient } from '../fakes/socket-client.js'

const BTC = 'quote/usdm:BTCUSDT'

describe('hostile clients', () => {
  let bench: GatewayBench
  let healthy: SocketClient
  /** The market moves through all of it; each change is a number one higher. */
  let moving: NodeJS.Timeout
  let moved = 0

  beforeAll(async () => {
    bench = await gatewayBench({ environment: { LIMIT_ERRORS: '5' } })
    healthy = await SocketClient.open(bench.socketUrl)
    healthy.send({ type: 'subscribe', id: 1, topics: [BTC], maxHz: 20 })
    await healthy.next('subscribed')
    moving = setInterval(() => bench.market.set(BTC, { last: String(++moved) }), 20)
  })
  afterAll(async () => {
    clearInterval(moving)
    await bench.gateway.close()
  })

  it.each([
    ['[MSG2] bad JSON', '{"type":', 'badRequest'],
    ['[MSG2] bare null', 'null', 'badRequest'],
    ['[MSG2] an unknown type', '{"type":"drop","id":1}', 'unknownType'],
    ['[MSG2] a type of a wrong type', '{"type":1,"id":1}', 'badRequest'],
    ['[MSG2] topics of a wrong type', '{"type":"subscribe","id":1,"topics":{"0":"quote/a"}}', 'badRequest'],
    ['[MSG2] an id of a wrong type', '{"type":"ping","id":[1]}', 'badRequest'],
    ['[MSG2] a rate of a wrong type', '{"type":"rate","id":1,"topics":["quote/a"],"maxHz":"fast"}', 'badRequest'],
    ['[MSG2] deep nesting', `${'['.repeat(30_000)}${']'.repeat(30_000)}`, 'badRequest'],
    ['[MSG3] a prototype key', '{"__proto__":{"isAdmin":true},"id":1}', 'badRequest'],
  ])('%s is answered with its code', async (_name, text, code) => {
    const client = await SocketClient.open(bench.socketUrl)
    client.ws.send(text)
    expect(await client.next('error')).toMatchObject({ code, retryable: false })
    client.send({ type: 'ping', id: 9 })
    expect((await client.next('pong')).id).toBe(9)
    client.ws.close()
  })

  it('[MSG2] binary rubbish is answered with its code', async () => {
    const client = await SocketClient.open(bench.socketUrl)
    client.ws.send(Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 197) % 256)))
    expect(await client.next('error')).toMatchObject({ code: 'badRequest' })
    client.ws.close()
  })

  it('[MSG4] a message of 1 MB ends the connection with 1009', async () => {
    const client = await SocketClient.open(bench.socketUrl)
    client.ws.send('x'.repeat(1_048_576))
    expect((await client.ended).code).toBe(1009)
  })

  it('text that is not UTF-8 ends the connection with 1007', async () => {
    const client = await SocketClient.open(bench.socketUrl)
    client.ws.send(Buffer.from([0x7b, 0xff, 0x7d]), { binary: false })
    expect((await client.ended).code).toBe(1007)
  })

  it('[SUB6] 10,000 topics: as many as the limit, the rest are rejected, in messages that fit', async () => {
    const client = await SocketClient.open(bench.socketUrl)
    const outcome = { taken: 0, rejected: 0 }
    for (let part = 0; part < 10; part++) {
      const topics = Array.from({ length: 1000 }, (_, at) => `quote/t${part * 1000 + at}`)
      client.send({ type: 'subscribe', id: part, topics })
      const answer = await client.next('subscribed')
      outcome.taken += answer.topics.length
      outcome.rejected += answer.rejected.filter(({ code }) => code === 'tooManyTopics').length
    }
    expect(outcome).toEqual({ taken: 500, rejected: 9500 })
    client.ws.close()
  })

  it('[ERR2] errors without end end the connection with 4503', async () => {
    const client = await SocketClient.open(bench.socketUrl)
    for (let turn = 0; turn < 30; turn++) client.ws.send('nonsense')
    expect((await client.ended).code).toBe(4503)
  })

  it('[ERR3] messages without end end the connection with 4504', async () => {
    const client = await SocketClient.open(bench.socketUrl)
    for (let id = 0; id < 200; id++) client.send({ type: 'ping', id })
    expect((await client.ended).code).toBe(4504)
    expect(client.messages).toContainEqual(
      expect.objectContaining({ type: 'error', code: 'rateLimited', retryable: true }),
    )
  })

  it('[HS1] an unknown path is refused with 404, [HS2] a wrong subprotocol with 400', async () => {
    const path = await rawRequest(bench.port, handshake('/socket.io/?EIO=4&transport=websocket'))
    expect([path.status, path.body]).toEqual([404, expect.stringContaining('"notFound"')])
    const offer = await rawRequest(bench.port, handshake('/ws', { 'Sec-WebSocket-Protocol': 'graphql-ws' }))
    expect([offer.status, offer.body]).toEqual([400, expect.stringContaining('"badRequest"')])
  })

  it('bytes that are not HTTP, and a connection that says nothing, harm nobody', async () => {
    const silent = connect(bench.port, '127.0.0.1')
    const rubbish = await rawRequest(bench.port, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n')
    expect(rubbish.status).toBe(400)
    silent.destroy()
  })

  it('a healthy client beside them gets all its frames, in order and in time', async () => {
    await expect.poll(() => moved).toBeGreaterThan(30)
    clearInterval(moving)
    bench.market.set(BTC, { last: 'end' })
    const seen: string[] = []
    const numbers: number[] = []
    while (seen.at(-1) !== 'end') {
      const frame = await healthy.next('frame')
      numbers.push(frame.n)
      for (const { state } of frame.snapshots ?? []) if ('last' in state) seen.push(String(state.last))
      for (const [, , changes] of frame.deltas ?? []) seen.push(String(changes.last))
      // A frame that has a predecessor names it: none was left out.
      if (frame.prev !== undefined) expect(frame.prev).toBe(numbers.at(-2))
    }
    const values = seen
      .slice(0, -1)
      .filter((last) => last !== 'undefined')
      .map(Number)
    expect([...values].sort((a, b) => a - b)).toEqual(values)
    // 20 Hz over a market that moves at 50 Hz: no more than two or three changes in one frame, but for one slow turn.
    const jumps = values.slice(1).map((value, at) => value - (values[at] ?? 0))
    expect(Math.max(...jumps)).toBeLessThan(25)
    expect(healthy.messages.filter(({ type }) => type === 'error')).toEqual([])
    expect(bench.logged().filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([])
  })
})
