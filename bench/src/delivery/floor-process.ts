import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { serveParent } from '../worker-process.js'
import type { Load, ServerAnswer, ServerRequest } from './plan.js'
import { usage } from './usage.js'

/** The floor: the same bytes to the same number of sockets at the same rate, and nothing else: no state, no choice, no encoding. */
const sockets = new Set<Socket>()
let frames = 0
let server: Server | null = null

function accept(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
}

function start(load: Load, frameBytes: number): Promise<void> {
  const payload = frameBytes - 4
  const frame = Buffer.alloc(frameBytes, 0x78)
  frame[0] = 0x81
  frame[1] = 126
  frame.writeUInt16BE(payload, 2)
  const http = createServer()
  server = http
  http.on('upgrade', (request, socket: Socket) => {
    socket.setNoDelay(true)
    const key = request.headers['sec-websocket-key'] ?? ''
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept(key)}\r\n\r\n`,
    )
    sockets.add(socket)
    socket.on('data', () => {})
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  })
  setInterval(() => {
    for (const socket of sockets) {
      socket.write(frame)
      frames++
    }
  }, 1000 / load.hz)
  return new Promise((resolve) => http.listen(0, '127.0.0.1', 4096, resolve))
}

serveParent<ServerRequest, ServerAnswer>(async (request) => {
  if (request.ask === 'start') await start(request.load, request.frameBytes)
  return usage((server?.address() as AddressInfo).port, frames)
})
