import { createPublisher, freePort, startKafka } from '@tickwall/tools'
import { createServer, connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { topicRecords } from '../../src/produce/topic-records.js'

/** The first request of an idempotent producer (Kafka's protocol, API key 22). */
const INIT_PRODUCER_ID = 22
/** Behind the length of a request, 4 bytes. */
const API_KEY_AT = 4

describe('a publisher', () => {
  const endings: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end()
  })

  it('goes on where the broker ends a connection that was just asked for a producer number', async () => {
    const [port, broker] = [await freePort(), await freePort()]
    const topics = [
      { topic: 'ticks', partitions: 1 },
      { topic: 'metrics', partitions: 1 },
    ]
    let refused = 0
    const sockets = new Set<Socket>()
    const keep = (socket: Socket): void => {
      sockets.add(socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket)))
    }
    // All connections to the broker pass here, for this is the address that it tells.
    const proxy = createServer((client) => {
      const server = connect(broker, '127.0.0.1')
      keep(client)
      keep(server)
      client.on('data', (request) => {
        if (request.readInt16BE(API_KEY_AT) !== INIT_PRODUCER_ID || refused === 2) server.write(request)
        else {
          refused++
          client.end()
          server.destroy()
        }
      })
      server.pipe(client)
    }).listen(port, '127.0.0.1')
    endings.push(() => new Promise((done) => proxy.close(done)))
    endings.push(() => {
      for (const socket of sockets) socket.destroy()
      return Promise.resolve()
    })
    const kafka = await startKafka({
      port: broker,
      topics,
      config: { 'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}` },
    })
    endings.push(() => kafka.stop())

    const publisher = createPublisher({
      brokers: [`127.0.0.1:${port}`],
      topics: { ticks: 'ticks', metrics: 'metrics' },
    })
    endings.push(() => publisher.stop())
    await publisher.publish([{ log: 'ticks', key: 'a', value: '{}', eventTime: 0 }])
    expect(refused).toBe(2)
    expect(await topicRecords([kafka.brokers], 'ticks')).toBe(1)
  })
})
