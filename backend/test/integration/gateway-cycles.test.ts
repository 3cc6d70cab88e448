import { connect } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/config/parse-config.js'
import { createGateway } from '../../src/gateway/create-gateway.js'
import type { Gateway } from '../../src/gateway/start-gateway.js'
import { createLog } from '../../src/observe/log.js'
import { FedSource } from '../fakes/fed-source.js'
import { handshake } from '../fakes/raw-http.js'

const TOPICS = ['quote/x:A', 'quote/x:B', 'trades/x:A']
/** What is made once, compiled or kept for the next one belongs to no connection. */
const WARM_UP = 1000
const CYCLES = 10_000
const AT_ONCE = 25
const MEBIBYTE = 1_048_576

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** A text frame of a client, masked with zeros: then the payload is itself. */
function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  const head = Buffer.alloc(8)
  head[0] = 0x81
  head[1] = 0x80 | 126
  head.writeUInt16BE(payload.length, 2)
  return Buffer.concat([head, payload])
}

const SUBSCRIBE = clientFrame(JSON.stringify({ type: 'subscribe', id: 1, topics: TOPICS, maxHz: 20 }).padEnd(200))
const CLOSE = Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8])

/** Connects, subscribes, and leaves in one of three ways once it was answered. */
function cycle(port: number, way: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(Buffer.concat([Buffer.from(handshake('/ws')), SUBSCRIBE])),
    )
    let isLeaving = false
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => {
      if (isLeaving || !text.includes('"type":"subscribed"')) return
      isLeaving = true
      if (way === 0) socket.write(CLOSE)
      else if (way === 1) socket.resetAndDestroy()
      else socket.destroy()
    })
    socket.on('error', (err) => {
      if (!isLeaving) reject(err)
    })
    socket.on('close', () => resolve())
  })
}

describe('ten thousand connections that come and go', () => {
  let gateway: Gateway
  let port: number
  beforeAll(async () => {
    const source = new FedSource()
    // A log that is kept in memory would be what is measured.
    const log = createLog('silent', 'gw-cycles')
    gateway = await createGateway(parseConfig({ PORT: '0', DASHBOARD_DIR: '/nonexistent' }), { source, log })
    await gateway.ready
    port = Number(new URL(gateway.url).port)
    source.feed([
      {
        log: 'ticks',
        key: 'x:A',
        value: { type: 'trade', instrument: 'x:A', price: '1', size: '1', id: '1' },
        timeMs: Date.now(),
      },
    ])
  })
  afterAll(() => gateway.close())

  const cycles = async (count: number): Promise<void> => {
    for (let done = 0; done < count; done += AT_ONCE)
      await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => cycle(port, (done + i) % 3)))
    await expect.poll(() => gateway.parts.sessions.size, { timeout: 60_000 }).toBe(0)
  }
  /** What is left when nobody is there. */
  const left = async () => {
    const text = await gateway.parts.prometheus.text()
    const figures = ['connections', 'subscriptions', 'lanes', 'cohorts'].map(
      (name) => new RegExp(`^tickwall_${name} (\\d+)$`, 'm').exec(text)?.[1],
    )
    const series = text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length
    return { figures, series }
  }
  const handles = (): Record<string, number> => {
    const counts: Record<string, number> = {}
    for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1
    return counts
  }
  const heapBytes = (): number => {
    collect()
    return process.memoryUsage().heapUsed
  }

  it('leave nothing behind: no memory, handle, timer, lane or series', async () => {
    await cycles(WARM_UP)
    const before = { ...(await left()), handles: handles(), heap: heapBytes() }
    expect(before.figures).toEqual(['0', '0', '0', '0'])
    await cycles(CYCLES)
    expect(await left()).toEqual({ figures: before.figures, series: before.series })
    // Sockets that are closing, and the poll of this test, are gone in a moment.
    for (const kind of ['TCPSocketWrap', 'Timeout', 'Immediate', 'TCPServerWrap'])
      await expect
        .poll(() => handles()[kind] ?? 0, { timeout: 60_000 })
        .toBeLessThanOrEqual((before.handles[kind] ?? 0) + 1)
    expect((heapBytes() - before.heap) / MEBIBYTE).toBeLessThan(4)
    // As long as a machine that is busy takes.
  }, 600_000)
})
