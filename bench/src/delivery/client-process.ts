import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { serveParent } from '../worker-process.js'
import { quoteTopic, topicsOf, type ClientAnswer, type ClientRequest } from './plan.js'

/**
 * The load: sockets that read, count WebSocket frames by their headers and throw the bytes away, in a process of their
 * own, so that what is measured at the server is the server.
 */
const received = { frames: 0, bytes: 0 }

/** A masked text frame of a client (RFC 6455, 5.3); a zero mask leaves the payload as it is. */
function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  const header = payload.length < 126 ? Buffer.alloc(2) : Buffer.alloc(4)
  header[0] = 0x81
  header[1] = 0x80 | (payload.length < 126 ? payload.length : 126)
  if (payload.length >= 126) header.writeUInt16BE(payload.length, 2)
  return Buffer.concat([header, Buffer.alloc(4), payload])
}

/** Counts data frames across chunks without copying: keeps the header so far and how much payload is still to come. */
class FrameCounter {
  #skip = 0
  #header: number[] = []

  take(chunk: Buffer): void {
    let at = 0
    while (at < chunk.length) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, chunk.length - at)
        this.#skip -= step
        at += step
        continue
      }
      this.#header.push(chunk[at++] as number)
      const length = payloadBytes(this.#header)
      if (length === null) continue
      if (((this.#header[0] as number) & 0x0f) <= 2) received.frames++
      this.#skip = length
      this.#header = []
    }
  }
}

/** The payload's length once the header is whole (RFC 6455, 5.2; a server does not mask), else null. */
function payloadBytes(header: readonly number[]): number | null {
  const [, short] = header
  if (short === undefined) return null
  if (short < 126) return short
  const extended = short === 126 ? 2 : 8
  if (header.length < 2 + extended) return null
  return header.slice(2).reduce((length, byte) => length * 256 + byte, 0)
}

function open(port: number, topics: readonly number[], maxHz: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(
        `GET /ws HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
      )
    })
    socket.once('error', reject)
    socket.once('data', (head) => {
      const end = head.indexOf('\r\n\r\n')
      if (!head.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) return reject(new Error('not upgraded'))
      const counter = new FrameCounter()
      const take = (chunk: Buffer): void => {
        received.bytes += chunk.length
        counter.take(chunk)
      }
      take(head.subarray(end + 4))
      socket.on('data', take)
      socket.write(clientFrame(JSON.stringify({ type: 'subscribe', id: 1, topics: topics.map(quoteTopic), maxHz })))
      resolve(socket)
    })
  })
}

serveParent<ClientRequest, ClientAnswer>(async (request) => {
  if (request.ask === 'connect') {
    const { load, port, spread } = request
    // In hundreds, so that the accept queue never overflows.
    for (let client = 0; client < load.clients; client += 100) {
      const batch = Array.from({ length: Math.min(100, load.clients - client) }, (_, i) => client + i)
      await Promise.all(batch.map((one) => open(port, topicsOf(one, spread, load), load.hz)))
    }
  }
  return { ...received }
})
