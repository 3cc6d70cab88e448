import { connect } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { gatewayBench } from '../fakes/gateway-bench.js'
import { SECRET, token } from '../fakes/issuer.js'
import { handshake } from '../fakes/raw-http.js'

const CYCLES = 10_000
const WARM_UP = 1000
const AT_ONCE = 50
/** What is compiled meanwhile takes some; a session that stayed would be 10 kB, in all 90 MB. */
const MAX_GROWTH_BYTES = 16_000_000

/** A text message as a client sends it, masked with zeros. */
function message(text: string): Buffer {
  const payload = Buffer.from(text)
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload])
}

const collect = ((): (() => void) => {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
})()

describe('10,000 clients that come and go', () => {
  it('leave memory, handles, timers, lanes and series of metrics where they were', async () => {
    const bench = await gatewayBench({
      environment: {
        ...{ AUTH: 'jwt', JWT_SECRET: SECRET, LOG_LEVEL: 'warn' },
        ...{
          LIMIT_CONNECTION_RATE: '100000',
          LIMIT_CONNECTIONS_PER_ADDRESS: '1000',
          LIMIT_CONNECTIONS_PER_USER: '1000',
        },
        TRUSTED_PROXIES: '127.0.0.1',
      },
    })
    const { parts } = bench.gateway
    bench.market.set('quote/a', { last: '1' })
    const bearers = await Promise.all(['ada', 'bob', 'cleo'].map((user) => token({ user })))
    const subscribe = message('{"type":"subscribe","id":1,"topics":["quote/a","trades/b"]}')
    /** Every third is cut off, every third is refused, the others leave in good order. */
    const cycle = (i: number): Promise<void> =>
      new Promise((resolve, reject) => {
        const Authorization = `Bearer ${i % 3 === 0 ? 'none' : (bearers[i % bearers.length] ?? '')}`
        const request = handshake('/ws', { Authorization, 'X-Real-IP': `10.0.${(i >> 8) & 255}.${i & 255}` })
        const socket = connect(bench.port, '127.0.0.1', () => socket.write(request))
        let text = ''
        let isAsked = false
        let isLeaving = false
        socket.on('data', (chunk: Buffer) => {
          text += chunk.toString('latin1')
          if (!isAsked && text.includes('"hello"')) {
            isAsked = true
            socket.write(subscribe)
          }
          if (isLeaving || !text.includes('"snapshots"')) return
          isLeaving = true
          if (i % 3 === 1) socket.destroy()
          else socket.end(Buffer.from([0x88, 0x80, 0, 0, 0, 0]))
        })
        socket.on('error', reject)
        socket.on('close', () => resolve())
      })
    const run = async (from: number, to: number): Promise<void> => {
      for (let i = from; i < to; i += AT_ONCE)
        await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => cycle(i + at)))
      await expect.poll(() => parts.sessions.size, { timeout: 30_000 }).toBe(0)
      // Rates of those who came are forgotten once they have their full measure again.
      await expect.poll(() => parts.doorkeeper.remembered, { timeout: 30_000 }).toBe(0)
    }
    const state = async () => {
      collect()
      const resources = process.getActiveResourcesInfo()
      const series = (await parts.prometheus.text()).split('\n')
      return {
        heapBytes: process.memoryUsage().heapUsed,
        timers: resources.filter((name) => name === 'Timeout').length,
        sockets: resources.filter((name) => name === 'TCPSocketWrap').length,
        series: series.filter((line) => line !== '').length,
        lanes: series.find((line) => line.startsWith('tickwall_lanes ')),
        subscriptions: series.find((line) => line.startsWith('tickwall_subscriptions ')),
        cohorts: parts.sessions.cohorts,
        holders: [bench.market.holders('quote/a'), bench.market.holders('trades/b')],
      }
    }
    await run(0, WARM_UP)
    await expect.poll(async () => (await state()).sockets, { timeout: 30_000 }).toBe(0)
    const before = await state()
    await run(WARM_UP, CYCLES)
    await expect.poll(async () => (await state()).sockets, { timeout: 30_000 }).toBe(0)
    const { heapBytes, timers, ...after } = await state()
    const { heapBytes: heapBefore, timers: timersBefore, ...rest } = before
    expect(after).toEqual(rest)
    expect(after).toMatchObject({
      lanes: 'tickwall_lanes 0',
      subscriptions: 'tickwall_subscriptions 0',
      holders: [0, 0],
    })
    // The test's own polling has some.
    expect(timers - timersBefore).toBeLessThan(5)
    expect(heapBytes - heapBefore).toBeLessThan(MAX_GROWTH_BYTES)
    expect(bench.measures.refused.total('unauthorized')).toBe(Math.ceil(CYCLES / 3))
    await bench.gateway.close()
  })
})
