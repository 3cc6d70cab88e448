import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import type { Load } from '../feed/load.js'
import { serveParent } from '../worker-process.js'
import type { ServerAnswer, ServerRequest } from './server.js'
import { usage } from './usage.js'

/** The floor: the same bytes to as many sockets at the same rate, and nothing else: no state, no choice, no encoding. */
let frames = 0
let connections = 0
/** By group. */
let members: Socket[][] = []
const http = createServer()

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

/** Sockets that are written to together when writes are spread: about 5 ms of work. */
const GROUP = 1000
const TURN_MS = 2
const ASK_EVERY = 16

/** Writes to every socket of a group; in turns, so that the event loop goes on in between. */
function writeGroup(frame: Buffer, group: readonly Socket[], turnMs: number): void {
  let next = 0
  const goOn = (): void => {
    const untilMs = performance.now() + turnMs
    for (; next < group.length; next++) {
      // The clock is asked now and then only: this is the floor.
      if (next % ASK_EVERY === 0 && performance.now() > untilMs) {
        setImmediate(goOn)
        return
      }
      group[next]?.write(frame)
      frames++
    }
  }
  goOn()
}

function flow({ clients, hz }: Load, frame: Buffer, pattern: 'burst' | 'spread'): void {
  const everyMs = 1000 / hz
  const groups = pattern === 'burst' ? 1 : Math.ceil(clients / GROUP)
  members = Array.from({ length: groups }, () => [])
  for (let group = 0; group < groups; group++) {
    const write = (): void => writeGroup(frame, members[group] ?? [], pattern === 'burst' ? Infinity : TURN_MS)
    setTimeout(() => setInterval(write, everyMs), (group * everyMs) / groups)
  }
}

function start({ load, frameBytes, pattern = 'burst' }: Extract<ServerRequest, { ask: 'start' }>): Promise<void> {
  flow(load, frameOf(frameBytes), pattern)
  http.on('upgrade', (request, socket: Socket) => {
    socket.setNoDelay(true)
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept(request.headers['sec-websocket-key'] ?? '')}\r\n\r\n`,
    )
    members[connections++ % members.length]?.push(socket)
    socket.on('data', () => {})
    socket.on('error', () => socket.destroy())
    socket.on('close', () => connections--)
  })
  return new Promise((resolve) => http.listen(0, '127.0.0.1', 4096, resolve))
}

serveParent<ServerRequest, ServerAnswer>(async (request) => {
  if (request.ask === 'start') await start(request)
  return usage((http.address() as AddressInfo).port, { frames, connections })
})
