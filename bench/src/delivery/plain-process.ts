import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { serveParent } from '../worker-process.js'
import type { Load, ServerAnswer, ServerRequest } from './plan.js'
import { roundOfRecords } from './records.js'
import { usage } from './usage.js'

/**
 * The server that the tutorials teach: parses each record, keeps the latest object per instrument, and at each
 * interval sends every client `JSON.stringify` of what changed among its topics. It conflates too, so that only the
 * way of making and sending frames differs.
 */
interface Latest {
  changed: Record<string, unknown>
}
const latest = new Map<string, Latest>()
const clients = new Map<WebSocket, readonly string[]>()
const http = createServer()
const server = new WebSocketServer({ server: http, path: '/ws', perMessageDeflate: false })
let frames = 0

server.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    const { topics } = JSON.parse(data.toString()) as { topics: string[] }
    clients.set(
      socket,
      topics.map((topic) => topic.slice('quote/'.length)),
    )
  })
  socket.on('close', () => clients.delete(socket))
})

function fold(value: Buffer): void {
  const { type, instrument, time, ...fields } = JSON.parse(value.toString()) as Record<string, unknown> & {
    instrument: string
  }
  let entry = latest.get(instrument)
  if (entry === undefined) latest.set(instrument, (entry = { changed: {} }))
  if (type === 'trade')
    Object.assign(entry.changed, { last: fields.price, lastSize: fields.size, lastSide: fields.side, tickAt: time })
  else Object.assign(entry.changed, fields, { quoteAt: time })
}

function flush(n: number): void {
  for (const [socket, instruments] of clients) {
    const deltas: unknown[] = []
    for (const instrument of instruments) {
      const changes = latest.get(instrument)?.changed
      if (changes !== undefined) deltas.push([instrument, n, changes])
    }
    socket.send(JSON.stringify({ type: 'frame', n, ts: Date.now(), deltas }))
    frames++
  }
  for (const entry of latest.values()) entry.changed = {}
}

async function start(load: Load): Promise<void> {
  let round = 0
  setInterval(() => {
    round++
    for (const { value } of roundOfRecords(round, load.topics, Date.now())) fold(value)
    flush(round)
  }, 1000 / load.hz)
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', 4096, resolve))
}

serveParent<ServerRequest, ServerAnswer>(async (request) => {
  if (request.ask === 'start') await start(request.load)
  return usage((http.address() as AddressInfo).port, frames)
})
