import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { jsonCodec } from '../../src/lanes/frame-codec.js'
import { WebSocketTransport } from '../../src/gateway/websocket-transport.js'
import { openFrame, type FrameBytes } from '../../src/lanes/frame-bytes.js'
import { ReusedSpace, type FrameSpace } from '../../src/lanes/frame-space.js'
import { handshake } from '../fakes/raw-http.js'

const frame = (n: number, pad = '', space?: FrameSpace): FrameBytes => {
  const text = JSON.stringify({ frame: n, pad })
  const opened = openFrame(n, 'text', Buffer.byteLength(text), space)
  opened.payload.write(text)
  return opened
}

/** `closeTimeout` is an option of ws that its types do not know yet. */
const options = { noServer: true, perMessageDeflate: false, closeTimeout: 100 }

/** The numbers of the next `count` frames and answers that a client is sent. */
async function numbersOf(client: WebSocket, count: number): Promise<number[]> {
  const numbers: number[] = []
  await new Promise<void>((resolve) => {
    client.on('message', (data) => {
      const message = JSON.parse(String(data)) as { frame?: number; id?: number }
      numbers.push(message.frame ?? message.id ?? -1)
      if (numbers.length === count) resolve()
    })
    client.resume()
  })
  return numbers
}

describe('WebSocketTransport', () => {
  const http = createServer()
  let server: WebSocketServer
  let port: number

  beforeEach(async () => {
    server = new WebSocketServer(options)
    http.removeAllListeners('upgrade')
    http.on('upgrade', (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (ws) => server.emit('connection', ws, request)),
    )
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    port = (http.address() as AddressInfo).port
  })
  afterEach(async () => {
    for (const client of server.clients) client.terminate()
    http.close()
    await once(http, 'close')
  })

  async function accept(open: () => void): Promise<{ ws: WebSocket; socket: Socket; transport: WebSocketTransport }> {
    const connection = once(server, 'connection') as Promise<[WebSocket, IncomingMessage]>
    open()
    const [ws, { socket }] = await connection
    return { ws, socket, transport: new WebSocketTransport(ws, socket, jsonCodec) }
  }

  it('keeps the order of frames and control messages, whatever is backed up', async () => {
    const client = new WebSocket(`ws://127.0.0.1:${port}`)
    const { transport } = await accept(() => {})
    await once(client, 'open')
    client.pause()
    const pad = 'x'.repeat(20_000)
    for (let n = 0; n < 2000; n += 2) {
      transport.write(frame(n, pad))
      transport.send(JSON.stringify({ type: 'pong', id: n + 1, ts: 0 }))
      if (n % 100 === 0) transport.ping()
    }
    expect(transport.unsentBytes).toBeGreaterThan(65_536)
    expect(await numbersOf(client, 2000)).toEqual(Array.from({ length: 2000 }, (_, n) => n))
    expect(transport.unsentBytes).toBe(0)
    client.terminate()
  })

  it('writes together what belongs together, in its order', async () => {
    const client = new WebSocket(`ws://127.0.0.1:${port}`)
    const { transport, socket } = await accept(() => {})
    await once(client, 'open')
    const messages: unknown[] = []
    client.on('message', (data) => messages.push(JSON.parse(String(data))))
    const write = vi.spyOn(socket, 'write')
    transport.gather()
    transport.send(JSON.stringify({ type: 'pong', id: 'first ✓', ts: 0 }))
    expect(transport.write(frame(2))).toBe(false)
    expect(transport.unsentBytes).toBeGreaterThan(40)
    transport.send(JSON.stringify({ type: 'pong', id: 3, ts: 0 }))
    transport.handOver()
    expect(write).toHaveBeenCalledTimes(1)
    transport.gather()
    transport.handOver()
    transport.handOver()
    expect(write).toHaveBeenCalledTimes(1)
    await expect.poll(() => messages.length).toBe(3)
    expect(messages).toMatchObject([{ id: 'first ✓' }, { frame: 2 }, { id: 3 }])
    client.terminate()
  })

  it('keeps what was gathered whole, however full the sockets are that it goes to in turn', async () => {
    const clients = [0, 1].map(() => new WebSocket(`ws://127.0.0.1:${port}`, { autoPong: false }))
    const transports: WebSocketTransport[] = []
    for (const client of clients) {
      transports.push((await accept(() => {})).transport)
      if (client.readyState !== WebSocket.OPEN) await once(client, 'open')
      client.pause()
    }
    const pad = 'x'.repeat(5000)
    for (let id = 0; id < 2000; id++) {
      for (const transport of transports) {
        transport.gather()
        transport.send(JSON.stringify({ type: 'pong', id, ts: 0 }))
        transport.write(frame(id, pad))
        transport.handOver()
      }
    }
    expect(Math.min(...transports.map(({ unsentBytes }) => unsentBytes))).toBeGreaterThan(65_536)
    for (const client of clients) {
      expect(await numbersOf(client, 4000)).toEqual(Array.from({ length: 4000 }, (_, n) => Math.floor(n / 2)))
      client.terminate()
    }
  })

  it('hands over what was gathered before it closes', async () => {
    const client = new WebSocket(`ws://127.0.0.1:${port}`)
    const { transport } = await accept(() => {})
    const messages: unknown[] = []
    client.on('message', (data) => messages.push(JSON.parse(String(data))))
    transport.gather()
    transport.send(JSON.stringify({ type: 'pong', id: 'last', ts: 0 }))
    transport.close('tooManyErrors')
    transport.handOver()
    const [code] = (await once(client, 'close')) as [number]
    expect([messages, code]).toEqual([[{ type: 'pong', id: 'last', ts: 0 }], 4503])
  })

  it('tells when a frame is still read, so that its memory can be used again where it is not', async () => {
    const client = new WebSocket(`ws://127.0.0.1:${port}`)
    const { transport } = await accept(() => {})
    await once(client, 'open')
    client.pause()
    const space = new ReusedSpace()
    const pad = 'x'.repeat(10_000)
    let held = 0
    for (let n = 0; n < 2000; n++) {
      const isTaken = transport.write(frame(n, pad, space))
      expect(isTaken).toBe(transport.unsentBytes === 0)
      if (!isTaken) held++
      space.reset(!isTaken)
    }
    expect(held).toBeGreaterThan(100)
    expect(held).toBeLessThan(2000)
    const order: number[] = []
    const all = new Promise<void>((resolve) => {
      client.on('message', (data) => {
        const text = String(data)
        if (text.endsWith(`${pad}"}`)) order.push((JSON.parse(text) as { frame: number }).frame)
        if (text.includes('"frame":1999')) resolve()
      })
    })
    client.resume()
    await all
    expect(order).toEqual(Array.from({ length: 2000 }, (_, n) => n))
    client.terminate()
  })

  it('closes with code and reason, once, and is silent from then on', async () => {
    const client = new WebSocket(`ws://127.0.0.1:${port}`)
    const { transport } = await accept(() => {})
    const messages: unknown[] = []
    client.on('message', (data) => messages.push(String(data)))
    transport.close('slowConsumer')
    transport.close('internalError')
    transport.write(frame(1))
    transport.send(JSON.stringify({ type: 'pong', id: 1, ts: 0 }))
    transport.ping()
    const [code, reason] = (await once(client, 'close')) as [number, Buffer]
    expect([code, reason.toString()]).toEqual([4001, 'slowConsumer'])
    expect(messages).toEqual([])
  })

  it('tells its own reason for the end, and the code of the peer where that ended it', async () => {
    const client = new WebSocket(`ws://127.0.0.1:${port}`)
    const { transport } = await accept(() => {})
    expect(transport.codeOfEnd(1006)).toBe(1006)
    transport.close('heartbeatLost')
    expect(transport.codeOfEnd(1006)).toBe(4000)
    await once(client, 'close')
  })

  it('cuts off a peer that does not answer the close', async () => {
    let peer: Socket | undefined
    const { ws, transport } = await accept(() => {
      peer = connect(port, '127.0.0.1', () => peer?.write(handshake('/')))
      peer.resume()
    })
    transport.close('restarting')
    const [code] = (await once(ws, 'close')) as [number]
    expect(code).toBe(1006)
    peer?.destroy()
  })

  it('cuts off a peer that has hung up its half and reads nothing', async () => {
    let peer: Socket | undefined
    const { ws, transport } = await accept(() => {
      peer = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => peer?.write(handshake('/')))
    })
    // More than kernels buffer, so that the server's half cannot end either.
    for (let n = 0; n < 800; n++) transport.write(frame(n, 'x'.repeat(20_000)))
    peer?.end()
    await expect.poll(() => ws.readyState).toBe(WebSocket.CLOSING)
    transport.close('heartbeatLost')
    await once(ws, 'close')
    peer?.destroy()
  })

  it('throws nothing when the socket is gone', async () => {
    const client = new WebSocket(`ws://127.0.0.1:${port}`)
    const { ws, socket, transport } = await accept(() => {})
    await once(client, 'open')
    socket.destroy()
    await once(ws, 'close')
    transport.write(frame(1))
    transport.send(JSON.stringify({ type: 'pong', id: 1, ts: 0 }))
    transport.ping()
    transport.close('restarting')
    expect(transport.unsentBytes).toBe(0)
    client.terminate()
  })
})
