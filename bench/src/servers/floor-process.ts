import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Load } from '../feed/load.js'
import { serveParent } from '../worker-process.js'
import type { ServerAnswer, ServerRequest } from './server.js'
import { usage } from './usage.js'

/** The floor: the same bytes to as many sockets at the same rate, and nothing else: no state, no choice, no encoding. */
const sockets = new Set<Socket>()
const http = createServer()
let frames = 0

/** The longest payload whose length has two bytes (RFC 6455, 5.2); real frames are below it. */
const MAX_PAYLOAD = 65_535

const accept = (key: string): string =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')

function frameOf(bytes: number): Buffer {
  const frame = Buffer.alloc(Math.min(bytes, MAX_PAYLOAD), 'f')
  const payload = frame.length - (frame.length < 128 ? 2 : 4)
  frame[0] = 0x81
  if (payload < 126) frame[1] = payload
  else {
    frame[1] = 126
    frame.writeUInt16BE(payload, 2)
  }
  return frame
}

function start({ hz }: Load, frameBytes: number): Promise<void> {
  const frame = frameOf(frameBytes)
  http.on('upgrade', (request, socket: Socket) => {
    socket.setNoDelay(true)
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept(request.headers['sec-websocket-key'] ?? '')}\r\n\r\n`,
    )
    sockets.add(socket)
    socket.on('data', () => {})
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  })
  setInterval(() => {
    for (const socket of sockets) socket.write(frame)
    frames += sockets.size
  }, 1000 / hz)
  return new Promise((resolve) => http.listen(0, '127.0.0.1', 4096, resolve))
}

serveParent<ServerRequest, ServerAnswer>(async (request) => {
  if (request.ask === 'start') await start(request.load, request.frameBytes)
  return usage((http.address() as AddressInfo).port, { frames, connections: sockets.size })
})
