import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startNginx, type LocalNginx } from '@tickwall/tools'

/** An upstream that records what reaches it and answers as it is told. */
class Upstream {
  readonly seen: IncomingMessage[] = []
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end('ok')
  readonly #server: Server = createServer((incoming, response) => {
    this.seen.push(incoming)
    this.answer(incoming, response)
  })

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** A WebSocket upgrade is answered with this status and nothing else. */
  refuseUpgrades(status: number): void {
    this.#onUpgrade((socket) => {
      socket.end(`HTTP/1.1 ${status} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
    })
  }

  acceptUpgrades(): void {
    this.#onUpgrade((socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n')
      socket.pipe(socket)
    })
  }

  #onUpgrade(answer: (socket: Duplex) => void): void {
    this.#server.removeAllListeners('upgrade').on('upgrade', (incoming, socket) => {
      this.seen.push(incoming)
      answer(socket)
    })
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    if (!this.#server.listening) return
    this.#server.close()
    await once(this.#server, 'close')
  }
}

let upstreams: [Upstream, Upstream]
let nginx: LocalNginx

beforeEach(async () => {
  upstreams = [new Upstream(), new Upstream()]
  const [first, second] = await Promise.all(upstreams.map((upstream) => upstream.listen()))
  nginx = await startNginx({ addresses: { 'gateway-1:8080': first!, 'gateway-2:8080': second! } })
  for (const upstream of upstreams) upstream.seen.length = 0
})

afterEach(async () => {
  await nginx.stop()
  await Promise.all(upstreams.map((upstream) => upstream.close()))
})

interface Ask {
  readonly path?: string
  /** The loopback address it comes from; the third number decides the gateway. */
  readonly from?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Makes it a POST. */
  readonly body?: string
}

const ask = ({ path = '/', from = '127.0.0.1', headers = {}, body }: Ask = {}) =>
  request({
    ...{ port: nginx.port, host: '127.0.0.1', path, localAddress: from, headers, agent: false },
    method: body === undefined ? 'GET' : 'POST',
  }).end(body)

async function answer(asked: Ask = {}): Promise<IncomingMessage> {
  const [response] = (await once(ask(asked), 'response')) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
  return response
}

const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket' }

/** The upstream that the loopback's own network is mapped to, and the other one. */
async function ownAndOther(): Promise<[Upstream, Upstream]> {
  await answer()
  const [first, second] = upstreams
  const pair: [Upstream, Upstream] = first.seen.length > 0 ? [first, second] : [second, first]
  for (const upstream of upstreams) upstream.seen.length = 0
  return pair
}

describe('nginx.conf', () => {
  it('keeps a network on one gateway and spreads many over both', async () => {
    const [own, other] = await ownAndOther()
    for (let times = 0; times < 5; times++) await answer()
    expect([own.seen.length, other.seen.length]).toEqual([5, 0])
    for (let third = 1; third <= 20; third++) await answer({ from: `127.0.${third}.1` })
    expect(own.seen.length).toBeGreaterThan(8)
    expect(other.seen.length).toBeGreaterThan(3)
  })

  it('tells the gateway who asks, by which name and how, and believes a proxy before it', async () => {
    const [own] = await ownAndOther()
    await answer({ from: '127.0.0.9', headers: { Host: 'wall.example' } })
    expect(own.seen[0]?.headers).toMatchObject({
      host: 'wall.example',
      'x-real-ip': '127.0.0.9',
      'x-forwarded-for': '127.0.0.9',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'wall.example',
    })
    expect(own.seen[0]?.headers).not.toHaveProperty('upgrade')
    await answer({ headers: { 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '192.0.2.1' } })
    expect(own.seen[1]?.headers).toMatchObject({
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '192.0.2.1, 127.0.0.1',
    })
  })

  it('passes a WebSocket upgrade on, and bytes both ways after it', async () => {
    const [own] = await ownAndOther()
    own.acceptUpgrades()
    const [, socket] = (await once(ask({ path: '/ws', headers: upgrade }), 'upgrade')) as [unknown, Socket]
    expect(own.seen[0]?.headers).toMatchObject({ upgrade: 'websocket', connection: 'upgrade' })
    socket.write('echo')
    expect(String((await once(socket, 'data'))[0])).toBe('echo')
    socket.destroy()
  })

  it('moves the clients of a gateway that refuses them for draining', async () => {
    const [own, other] = await ownAndOther()
    own.refuseUpgrades(503)
    other.acceptUpgrades()
    const [, socket] = (await once(ask({ path: '/ws', headers: upgrade }), 'upgrade')) as [unknown, Socket]
    socket.destroy()
    expect([own.seen.length, other.seen.length]).toEqual([1, 1])
  })

  it('brings a crowd back at once after both gateways refused in turn, however long their connections last', async () => {
    const [own, other] = await ownAndOther()
    const sockets: Socket[] = []
    const open = async (from: string): Promise<void> => {
      const [, socket] = (await once(ask({ path: '/ws', headers: upgrade, from }), 'upgrade')) as [unknown, Socket]
      sockets.push(socket)
    }
    for (const [draining, staying] of [
      [own, other],
      [other, own],
    ] as const) {
      draining.refuseUpgrades(503)
      staying.acceptUpgrades()
      for (let third = 1; third <= 8; third++) await open(`127.0.${third}.1`)
    }
    own.acceptUpgrades()
    other.acceptUpgrades()
    for (let third = 1; third <= 40; third++) await open(`127.0.${third}.1`)
    expect(sockets).toHaveLength(56)
    for (const socket of sockets) socket.destroy()
  })

  it('hands on what a gateway says to a client that is not welcome', async () => {
    const [own, other] = await ownAndOther()
    own.answer = (_, response) => response.writeHead(429).end()
    expect((await answer()).statusCode).toBe(429)
    expect(other.seen).toHaveLength(0)
  })

  it('goes on with the other gateway when one is gone', async () => {
    const [own, other] = await ownAndOther()
    await own.close()
    expect((await answer()).statusCode).toBe(200)
    expect(other.seen).toHaveLength(1)
  })

  it('lets an event of /sse leave when it is written', async () => {
    const [own] = await ownAndOther()
    let end: () => void = () => undefined
    own.answer = (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.write('data: 1\n\n')
      end = () => response.end()
    }
    const [response] = (await once(ask({ path: '/sse' }), 'response')) as [IncomingMessage]
    expect(String((await once(response, 'data'))[0])).toBe('data: 1\n\n')
    end()
    await once(response.resume(), 'end')
  })

  it('lets go of a stream at the gateway when its client is gone', async () => {
    const [own] = await ownAndOther()
    const ended: Promise<unknown>[] = []
    own.answer = (incoming, response) => {
      ended.push(once(incoming.socket, 'close'))
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.write('data: 1\n\n')
    }
    const asked = ask({ path: '/sse', body: '{"topics":["quote/a"]}' })
    const [response] = (await once(asked, 'response')) as [IncomingMessage]
    expect(String((await once(response, 'data'))[0])).toBe('data: 1\n\n')
    asked.on('error', () => undefined)
    asked.destroy()
    // Else the gateway would go on for a client that is gone.
    await Promise.all(ended)
  })

  it.each(['/sse', '/poll'])('moves who POSTs to %s to the other gateway when its own is draining', async (path) => {
    const [own, other] = await ownAndOther()
    own.answer = (_, response) => response.writeHead(503, { 'Retry-After': '2' }).end()
    expect((await answer({ path, body: '{"topics":["quote/a"]}' })).statusCode).toBe(200)
    expect([own.seen.length, other.seen.length]).toEqual([1, 1])
    expect(other.seen[0]?.method).toBe('POST')
  })

  it('takes the long queries of a long poll', async () => {
    expect((await answer({ path: `/poll?cursor=${'x'.repeat(12_000)}` })).statusCode).toBe(200)
  })

  it('does not tell its version', async () => {
    expect((await answer()).headers.server).toBe('nginx')
  })
})
