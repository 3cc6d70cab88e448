import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { hello } from '../client/test/linked.js'
import { runExample } from './run-example.js'

const BTC = 'quote/usdm:BTCUSDT'

it('keeps a topic over two processes: the second shows it at once and gets a delta', async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, path: '/ws' })
  await once(server, 'listening')
  const resumes: unknown[] = []
  server.on('connection', (socket) => {
    socket.send(JSON.stringify(hello(Date.now())))
    socket.on('message', (data) => {
      const message = JSON.parse((data as Buffer).toString('utf8')) as { type: string; id: number; resume?: object }
      if (message.type !== 'subscribe') return
      resumes.push(message.resume)
      const start = message.resume === undefined ? 'snapshot' : 'resume'
      const topics = [{ topic: BTC, ref: 1, hz: 2, start }]
      socket.send(JSON.stringify({ type: 'subscribed', id: message.id, ts: 1, topics, rejected: [] }))
      const snapshots = [{ ref: 1, epoch: 'e', offset: 7, state: { last: '1', bid: '0.9' } }]
      const parts = start === 'snapshot' ? { snapshots } : { deltas: [[1, 9, { last: '2' }]] }
      socket.send(JSON.stringify({ type: 'frame', n: 1, ts: 1, at: 1, ...parts }))
    })
  })
  const folder = mkdtempSync(join(tmpdir(), 'tickwall-resume-'))
  const gateway = `ws://127.0.0.1:${String((server.address() as AddressInfo).port)}/ws`
  const args = ['--gateway', gateway, '--file', join(folder, 'btc.json'), BTC]
  const examples = [runExample('resume-topic.mjs', ...args)]
  try {
    expect(await examples[0]?.line()).toBe('snapshot 7 {"last":"1","bid":"0.9"}')
    expect(await examples[0]?.interrupt()).toBe(0)
    const second = runExample('resume-topic.mjs', ...args)
    examples.push(second)
    expect(await second.line()).toBe('kept 7 {"last":"1","bid":"0.9"}')
    expect(await second.line()).toBe('resume 9 {"last":"2","bid":"0.9"}')
    expect(resumes).toEqual([undefined, { [BTC]: ['e', 7] }])
    expect(await second.interrupt()).toBe(0)
  } finally {
    for (const example of examples) example.kill()
    server.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
