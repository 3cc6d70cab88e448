import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { gatewayBench } from '../fakes/gateway-bench.js'
import { SocketClient } from '../fakes/socket-client.js'

describe('the pace that a gateway asks its source for', () => {
  let bench: Awaited<ReturnType<typeof gatewayBench>>

  beforeEach(async () => {
    bench = await gatewayBench()
  })
  afterEach(() => bench.gateway.close())

  it('is that of the fastest rate in use, over all clients', async () => {
    const { source, socketUrl } = bench
    expect(source.fastest()).toBeNull()
    const slow = await SocketClient.open(socketUrl)
    slow.send({ type: 'subscribe', id: 1, topics: ['quote/x:A'], maxHz: 2 })
    await slow.next('subscribed')
    expect(source.fastest()).toBe(2)
    const fast = await SocketClient.open(socketUrl)
    fast.send({ type: 'subscribe', id: 1, topics: ['quote/x:A'], maxHz: 'raw' })
    await fast.next('subscribed')
    expect(source.fastest()).toBe('raw')
    fast.send({ type: 'rate', id: 2, topics: ['quote/x:A'], maxHz: 20 })
    await fast.next('rated')
    expect(source.fastest()).toBe(20)
    fast.ws.close()
    await fast.ended
    await expect.poll(() => source.fastest(), { timeout: 15_000 }).toBe(2)
    slow.ws.close()
    await expect.poll(() => source.fastest(), { timeout: 15_000 }).toBeNull()
  })
})
