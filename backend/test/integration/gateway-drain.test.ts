import { afterEach, describe, expect, it } from 'vitest'
import { gatewayBench, type BenchOptions, type GatewayBench } from '../fakes/gateway-bench.js'
import { handshake, rawRequest } from '../fakes/raw-http.js'
import { SocketClient } from '../fakes/socket-client.js'

describe('the end of a gateway', () => {
  const open: GatewayBench[] = []
  const start = async (options: BenchOptions = {}): Promise<GatewayBench> => {
    const bench = await gatewayBench(options)
    open.push(bench)
    return bench
  }
  afterEach(() => Promise.all(open.splice(0).map(({ gateway }) => gateway.close())))

  it('[CLS3] refuses new clients, announces the close to each, then closes with 1012', async () => {
    const bench = await start({ environment: { DRAIN_MS: '600', DRAIN_SPREAD_MS: '4000' } })
    const clients = await Promise.all(Array.from({ length: 12 }, () => SocketClient.open(bench.socketUrl)))
    const closed = bench.gateway.close()

    const [probe, refused] = await Promise.all([fetch(`${bench.url}/readyz`), rawRequest(bench.port, handshake('/ws'))])
    expect(probe.status).toBe(503)
    expect(await probe.json()).toMatchObject({ code: 'notReady', reasons: ['draining'] })
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '2'])

    const announced = await Promise.all(clients.map((client) => client.next('closing')))
    for (const { code, reason, retryAfterMs } of announced) {
      expect([code, reason]).toEqual([1012, 'restarting'])
      expect(retryAfterMs).toBeGreaterThanOrEqual(0)
      expect(retryAfterMs).toBeLessThanOrEqual(4000)
    }
    expect(new Set(announced.map(({ retryAfterMs }) => retryAfterMs)).size).toBeGreaterThan(3)
    for (const client of clients) expect(await client.ended).toEqual({ code: 1012, reason: 'restarting' })
    await closed
    expect(bench.measures.closed.total('restarting')).toBe(12)
    expect(bench.source.isStopped).toBe(true)
  })

  it('[CLS3] goes on with frames until the close', async () => {
    const bench = await start({ environment: { DRAIN_MS: '1000' } })
    const clients = await Promise.all(Array.from({ length: 10 }, () => SocketClient.open(bench.socketUrl)))
    for (const client of clients) client.send({ type: 'subscribe', id: 1, topics: ['quote/a'], maxHz: 'raw' })
    await Promise.all(clients.map((client) => client.next('subscribed')))
    const closed = bench.gateway.close()
    await Promise.all(clients.map((client) => client.next('closing')))
    bench.market.set('quote/a', { last: '7' })
    const last = clients.at(-1)
    expect(JSON.stringify(await last?.next('frame'))).toContain('"7"')
    await closed
  })

  it('is quick when nobody is there, and once is enough', async () => {
    const bench = await start({ environment: { DRAIN_MS: '8000' } })
    const startMs = Date.now()
    await Promise.all([bench.gateway.close(), bench.gateway.close()])
    expect(Date.now() - startMs).toBeLessThan(1000)
  })

  it('does not wait for a request that does not end, nor for idle connections', async () => {
    const bench = await start()
    // Headers that never end.
    const hanging = rawRequest(bench.port, 'GET /healthz HTTP/1.1\r\nHost: x\r\n')
    await fetch(`${bench.url}/healthz`)
    const startMs = Date.now()
    await bench.gateway.close()
    expect(Date.now() - startMs).toBeLessThan(1500)
    await hanging.catch(() => null)
  })

  it('ends a gateway that never became ready', async () => {
    const bench = await start({ isReady: false })
    await bench.gateway.close()
    expect(bench.source.isStopped).toBe(true)
  })

  it('tells who waits, and who probes, that the source cannot start', async () => {
    const bench = await start({ isReady: false })
    bench.source.fail(new Error('no such recording'))
    await expect(bench.gateway.ready).rejects.toThrow('no such recording')
    expect(await (await fetch(`${bench.url}/readyz`)).json()).toMatchObject({ code: 'notReady', reasons: ['failed'] })
  })

  it('says in one sentence that a port is in use', async () => {
    const first = await start()
    await expect(gatewayBench({ environment: { PORT: String(first.port) } })).rejects.toMatchObject({
      name: 'OperatingFault',
      code: 'portInUse',
      message: `Port ${first.port} of 127.0.0.1 is in use: end what uses it, or choose another with PORT.`,
    })
  })
})

describe('a source that is lost and comes back', () => {
  it('[NTC2] is told to every client', async () => {
    const bench = await gatewayBench()
    const client = await SocketClient.open(bench.socketUrl)
    expect(await client.next('hello')).toMatchObject({ source: 'live' })
    bench.source.state$.next('lost')
    expect(await client.next('notice')).toMatchObject({ reason: 'sourceLost' })
    bench.source.state$.next('catchingUp')
    bench.source.state$.next('live')
    expect(await client.next('notice')).toMatchObject({ reason: 'sourceBack' })
    await bench.gateway.close()
  })
})
