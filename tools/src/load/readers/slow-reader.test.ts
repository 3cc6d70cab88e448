import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { clientFrame } from './client-frame.js'
import { startSlowReader } from './slow-reader.js'

/** A text as a server frames it: not masked. */
const serverFrame = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0x81, 126, text.length >> 8, text.length & 0xff]), Buffer.from(text)])
/** The text of a masked frame of up to 65,535 bytes. */
function unmasked(frame: Buffer): string {
  const start = (frame[1] as number) === (0x80 | 126) ? 4 : 2
  const mask = frame.subarray(start, start + 4)
  return Buffer.from(frame.subarray(start + 4).map((byte, i) => byte ^ (mask[i % 4] as number))).toString()
}

let server: Server
let heard: string[]
const sockets: Socket[] = []

beforeEach(async () => {
  heard = []
  server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n')
      socket.write(serverFrame('{"type":"hello","ts":1}'))
      socket.on('data', (bytes: Buffer) => {
        const text = unmasked(bytes)
        heard.push(text)
        if (!text.includes('subscribe')) return
        socket.write(serverFrame('{"type":"frame","n":77,"ts":1,"at":1,"deltas":[]}'))
        // More than every buffer on the way holds.
        socket.write(Buffer.alloc(16 * 2 ** 20))
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  server.close()
  await once(server, 'close')
})

const start = (bytesPerSecond: number, acksOnce = false) =>
  startSlowReader({
    ...{ host: '127.0.0.1', port: (server.address() as AddressInfo).port, topics: ['quote/a'], maxHz: 2 },
    ...{ bytesPerSecond, acksOnce },
  })

describe('startSlowReader', () => {
  it('subscribes, then reads nothing, while one that is allowed to reads on', async () => {
    const still = start(0, true)
    await vi.waitFor(() => expect(heard).toHaveLength(2), 10_000)
    expect(JSON.parse(heard[0] ?? '')).toMatchObject({ type: 'subscribe', topics: ['quote/a'], maxHz: 2 })
    expect(JSON.parse(heard[1] ?? '')).toEqual({ type: 'ack', n: 77 })
    const before = still.bytesRead
    const slow = start(1_000_000)
    await vi.waitFor(() => expect(slow.bytesRead).toBeGreaterThan(100_000), 30_000)
    // One chunk may have been on its way.
    expect(still.bytesRead).toBeLessThanOrEqual(before + 1024)
    expect(heard.filter((text) => text.includes('"ack"'))).toHaveLength(1)
    still.close()
    slow.close()
    await vi.waitFor(() => expect([still.hasEnded, slow.hasEnded]).toEqual([true, true]), 10_000)
  })
})

describe('clientFrame', () => {
  it.each([[5], [125], [126], [5000]])('masks a text of %d characters', (length) =>
    expect(unmasked(clientFrame('x'.repeat(length)))).toBe('x'.repeat(length)),
  )
})
