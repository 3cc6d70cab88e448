import type { Server } from 'node:http'
import { connect } from 'node:net'
import { CLOSE_CODES } from '@tickwall/protocol'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { gatewayBench, type GatewayBench } from '../fakes/gateway-bench.js'
import { handshake, rawRequest } from '../fakes/raw-http.js'
import { SocketClient } from '../fakes/socket-client.js'

const BTC = 'quote/usdm:BTCUSDT'

describe('the traps of platform-ws', () => {
  let bench: GatewayBench
  beforeAll(async () => {
    bench = await gatewayBench()
  })
  afterAll(() => bench.gateway.close())

  it('[MSG5] replies out of order: a thousand pings are answered in theirs', async () => {
    const quick = await gatewayBench({ environment: { LIMIT_MESSAGES_PER_SECOND: '10000' } })
    const client = await SocketClient.open(quick.socketUrl)
    for (let id = 0; id < 1000; id++) client.send({ type: 'ping', id })
    for (let id = 0; id < 1000; id++) expect((await client.next('pong')).id).toBe(id)
    await quick.gateway.close()
  })

  it.each([
    ['not JSON', 'nonsense', 'badRequest'],
    ['not an object', '[]', 'badRequest'],
    ['an unknown type', '{"type":"steal","id":1}', 'unknownType'],
    ['an event of Nest', '{"event":"ping","data":1}', 'badRequest'],
    ['a prototype key', '{"__proto__":{"type":"ping"},"id":1}', 'badRequest'],
  ])('[MSG2] bad JSON and unknown events vanish: %s is answered', async (_name, text, code) => {
    const client = await SocketClient.open(bench.socketUrl)
    client.ws.send(text)
    expect(await client.next('error')).toMatchObject({ code })
    client.ws.close()
    await client.ended
  })

  it('[MSG2] a binary message is answered', async () => {
    const client = await SocketClient.open(bench.socketUrl)
    client.ws.send(Buffer.from([0, 255, 1]))
    expect(await client.next('error')).toMatchObject({ code: 'badRequest' })
    client.ws.close()
    await client.ended
  })

  it('[MSG4] a message over the limit ends the connection with 1009, one at the limit does not', async () => {
    const client = await SocketClient.open(bench.socketUrl)
    const long = (bytes: number): string => `{"type":"ping","id":1,"pad":"${'x'.repeat(bytes - 31)}"}`
    const atLimit = long(65_536)
    expect(Buffer.byteLength(atLimit)).toBe(65_536)
    client.ws.send(atLimit)
    await client.next('pong')
    client.ws.send(`${atLimit} `)
    expect((await client.ended).code).toBe(CLOSE_CODES.tooBig.code)
  })

  it('ends are counted by reason: ours, theirs, and none', async () => {
    const { closed } = bench.measures
    const before = { normal: closed.total('normal'), abnormal: closed.total('abnormal'), other: closed.total('other') }
    const [polite, rude, odd] = await Promise.all([1, 2, 3].map(() => SocketClient.open(bench.socketUrl)))
    polite?.ws.close(1000)
    rude?.ws.terminate()
    odd?.ws.close(4999)
    await vi.waitFor(() => {
      expect(closed.total('normal')).toBe(before.normal + 1)
      expect(closed.total('abnormal')).toBe(before.abnormal + 1)
      expect(closed.total('other')).toBe(before.other + 1)
      expect(bench.gateway.parts.sessions.size).toBe(0)
    })
  })

  it('replies ignore the backlog: a reader that stops is skipped, and its memory stays bounded', async () => {
    const client = await SocketClient.open(bench.socketUrl)
    client.send({ type: 'subscribe', id: 1, topics: [BTC], maxHz: 20 })
    await client.next('subscribed')
    client.ws.pause()
    const big = 'x'.repeat(400_000)
    const { skipped, catchUps } = bench.measures
    let turn = 0
    while (skipped.total === 0) {
      bench.market.set(BTC, { last: `${big}${++turn}` })
      await new Promise((resolve) => setTimeout(resolve, 60))
      expect(turn).toBeLessThan(200)
    }
    bench.market.set(BTC, { last: 'newest' })
    client.ws.resume()
    for (;;) {
      const frame = await client.next('frame')
      if (JSON.stringify(frame).includes('"newest"')) break
    }
    expect(catchUps.total).toBeGreaterThan(0)
    client.ws.close()
    await client.ended
  })

  it('control messages and frames keep their order, though frames go past ws', async () => {
    const client = await SocketClient.open(bench.socketUrl)
    client.send({ type: 'subscribe', id: 1, topics: ['quote/order'], maxHz: 'raw' })
    await client.next('subscribed')
    bench.market.set('quote/order', { last: '1' })
    for (let turn = 2; turn < 15; turn++) {
      bench.market.set('quote/order', { last: String(turn) })
      client.send({ type: 'ping', id: turn })
      await client.next('pong')
    }
    const numbers = client.messages.flatMap((message) => (message.type === 'frame' ? [message.n] : []))
    expect(numbers.length).toBeGreaterThan(5)
    expect([...numbers].sort((a, b) => a - b)).toEqual(numbers)
    client.ws.close()
    await client.ended
  })

  it('an error of one connection is not an error of the server', async () => {
    const received = await new Promise<string>((resolve) => {
      let text = ''
      const socket = connect(bench.port, '127.0.0.1', () => socket.write(handshake('/ws')))
      socket.setEncoding('latin1')
      // A frame with reserved bits set: the connection is failed (RFC 6455, 5.2).
      socket.once('data', () => socket.write(Buffer.from([0xf1, 0x80, 0, 0, 0, 0])))
      socket.on('data', (chunk: string) => (text += chunk))
      socket.on('close', () => resolve(text))
    })
    expect(received.endsWith('\x88\x02\x03\xea')).toBe(true)
    expect(bench.logged().filter(({ level }) => level === 'error')).toEqual([])
  })
})

describe('the end of the adapter', () => {
  it('shutdown gives 1006: clients get 1012 and its reason, one that does not answer is cut off', async () => {
    const bench = await gatewayBench()
    const polite = await SocketClient.open(bench.socketUrl)
    const deaf = await SocketClient.open(bench.socketUrl)
    deaf.ws.pause()
    const startMs = Date.now()
    await bench.gateway.close()
    expect(await polite.ended).toEqual({ code: CLOSE_CODES.restarting.code, reason: 'restarting' })
    expect(Date.now() - startMs).toBeLessThan(2000)
    deaf.ws.terminate()
  })

  it('dispose takes its listener off the server it was given', async () => {
    const bench = await gatewayBench()
    const server = bench.gateway.app.getHttpServer() as Server
    expect(server.listenerCount('upgrade')).toBe(1)
    expect((await rawRequest(bench.port, handshake('/ws'))).status).toBe(101)
    await bench.gateway.close()
    expect(server.listenerCount('upgrade')).toBe(0)
    expect(server.listening).toBe(false)
  })
})
