import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type Socket } from 'socket.io'
import { serveParent } from '../worker-process.js'
import { instrumentOf, LatestQuotes } from './latest-quotes.js'
import type { ServerAnswer, ServerRequest } from './server.js'
import { usage } from './usage.js'

/**
 * One `emit` per client and flush, over WebSocket alone, without compression: what Socket.IO does at its cheapest. A room a
 * topic would mean one packet a topic and client.
 */
const quotes = new LatestQuotes()
const clients = new Map<Socket, readonly string[]>()
const http = createServer()
const io = new Server(http, {
  transports: ['websocket'],
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
  // Clients of a load that only count do not answer pings.
  pingInterval: 3_600_000,
})
let frames = 0

io.on('connection', (socket) => {
  socket.on('subscribe', (topics: string[]) => clients.set(socket, topics.map(instrumentOf)))
  socket.on('disconnect', () => clients.delete(socket))
})

function flush(n: number): void {
  for (const [socket, instruments] of clients) {
    const deltas = quotes.deltas(instruments, n)
    if (deltas.length === 0) continue
    socket.emit('frame', { n, ts: Date.now(), deltas })
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
