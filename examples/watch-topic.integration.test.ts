import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { hello } from '../client/test/linked.js'
import { runExample } from './run-example.js'

it('prints what a gateway sends, and ends when interrupted', async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, path: '/ws' })
  await once(server, 'listening')
  server.on('connection', (socket) => {
    socket.send(JSON.stringify(hello(Date.now())))
    socket.on('message', (data) => {
      const message = JSON.parse((data as Buffer).toString('utf8')) as { type: string; id: number; topics: string[] }
      if (message.type !== 'subscribe') return
      const topics = message.topics.map((topic) => ({ topic, ref: 1, hz: 2, start: 'snapshot' }))
      socket.send(JSON.stringify({ type: 'subscribed', id: message.id, ts: 1, topics, rejected: [] }))
      const part = { ref: 1, epoch: 'e', offset: 7, state: { last: '61837.63' } }
      socket.send(JSON.stringify({ type: 'frame', n: 1, ts: 1, at: 1, snapshots: [part] }))
    })
  })
  const { port } = server.address() as AddressInfo
  const example = runExample('watch-topic.mjs', '--gateway', `ws://127.0.0.1:${String(port)}/ws`, 'quote/usdm:BTCUSDT')
  try {
    expect(await example.line()).toBe('quote/usdm:BTCUSDT 7 {"last":"61837.63"}')
    expect(await example.interrupt()).toBe(0)
  } finally {
    example.kill()
    server.close()
  }
})
