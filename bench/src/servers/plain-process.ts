import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { serveParent } from '../worker-process.js'
import { instrumentOf, LatestQuotes } from './latest-quotes.js'
import type { ServerAnswer, ServerRequest } from './server.js'
import { usage } from './usage.js'

/** `ws.send(JSON.stringify(…))` per client and flush. */
const quotes = new LatestQuotes()
const clients = new Map<WebSocket, readonly string[]>()
const http = createServer()
const server = new WebSocketServer({ server: http, path: '/ws', perMessageDeflate: false })
let frames = 0

server.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    const { topics } = JSON.parse(data.toString()) as { topics: string[] }
    clients.set(socket, topics.map(instrumentOf))
  })
  socket.on('close', () => clients.delete(socket))
  socket.on('error', () => socket.terminate())
})

function flush(n: number): void {
  for (const [socket, instruments] of clients) {
    const deltas = quotes.deltas(instruments, n)
    if (deltas.length === 0) continue
    socket.send(JSON.stringify({ type: 'frame', n, ts: Date.now(), deltas }))
    frames++
  }
}

serveParent<ServerRequest, ServerAnswer>(async (request) => {
  if (request.ask === 'start') {
    quotes.start(request.load, flush)
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', 4096, resolve))
  }
  const { fed } = quotes
  return usage((http.address() as AddressInfo).port, { frames, connections: clients.size, fed, folded: fed })
})
