import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import { bystanderBars, watchBystanders } from './bystanders.js'

let http: Server
let heard: string[]
let atSubscribe: (socket: WebSocket) => void

beforeEach(async () => {
  heard = []
  http = createServer((_request, response) => response.end('{"topics":[{"topic":"quote/a","kind":"quote"}]}'))
  new WebSocketServer({ server: http }).on('connection', (socket) => {
    socket.send(
      JSON.stringify({
        ...{
          type: 'hello',
          ts: Date.now(),
          version: 1,
          server: 'gateway-1',
          build: '1',
          session: 's',
          heartbeatMs: 5000,
        },
        ...{ windowMs: 3000, rates: [2], source: 'live' },
        limits: { topics: 500, messageBytes: 65536, messagesPerSecond: 20 },
      }),
    )
    socket.on('message', (data: Buffer) => {
      heard.push(data.toString())
      if (data.toString().includes('subscribe')) atSubscribe(socket)
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  http.closeAllConnections()
  http.close()
})

const watch = (): ReturnType<typeof watchBystanders> => {
  const nowMs = Date.now()
  return watchBystanders({
    ...{ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, count: 1, topics: 2, maxHz: 2 },
    ...{ fromMs: nowMs, calmFromMs: nowMs, cutAtMs: nowMs + 60_000, toMs: nowMs + 1500 },
    signal: new AbortController().signal,
  })
}
const frame = (n: number, prev: number | null, ageMs: number): string =>
  `{"type":"frame","n":${n},${prev === null ? '' : `"prev":${prev},`}"ts":${Date.now()},"at":${Date.now() - ageMs},"deltas":[[1,2,{}]]}`

describe('watchBystanders', () => {
  it('takes the age of shared frames, acknowledges, and sees what is missing', async () => {
    atSubscribe = (socket) => {
      for (const text of [frame(1, null, 90_000), frame(2, 1, 5000), frame(4, 3, 5000)]) socket.send(text)
    }
    const { calmMs, stormMs, gaps, ended } = await watch()
    expect(calmMs).toHaveLength(2)
    expect(Math.min(...calmMs)).toBeGreaterThan(4000)
    expect(Math.max(...calmMs)).toBeLessThan(60_000)
    expect({ stormMs, gaps, ended }).toEqual({ stormMs: [], gaps: 1, ended: 0 })
    expect(heard.map((text) => JSON.parse(text) as unknown)).toContainEqual({ type: 'ack', n: 4 })
  })
  it('counts an end', async () => {
    atSubscribe = (socket) => socket.terminate()
    expect((await watch()).ended).toBe(1)
  })
})

describe('bystanderBars', () => {
  const missed = (calmMs: number[], stormMs: number[], gaps = 0, ended = 0): string[] =>
    bystanderBars({ calmMs, stormMs, gaps, ended }, 1)
      .filter(({ pass }) => !pass)
      .map(({ name }) => name.replace(/^.*?: /, ''))
  it('allows twice the calm, no gap and no end, and never passes without frames', () => {
    expect(missed([300], [600])).toEqual([])
    expect(missed([300], [601])).toEqual(['tick age p99 in the ten seconds after the cut, against before'])
    expect(missed([300], [300], 1, 1)).toEqual(['frame gaps', 'refused or ended'])
    expect(missed([300], [])).toContain('tick age p99 in the ten seconds after the cut, against before')
  })
})
