import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { runExample } from './run-example.js'

const BTC = 'quote/usdm:BTCUSDT'

it('polls on from cursor to cursor, also after a refusal, and ends when interrupted', async () => {
  const frame = (parts: object) => ({ type: 'frame', n: 1, ts: 1, at: 1, ...parts })
  const part = { ref: 0, epoch: 'e', offset: 7, state: { last: '61837.63' } }
  const answers: [number, object][] = [
    [200, { frame: frame({ snapshots: [part] }), notices: [], cursor: 'c1' }],
    [503, { code: 'notReady', message: 'the server is not ready' }],
    [
      200,
      { frame: frame({ deltas: [[0, 9, { bid: '61837.60' }]] }), notices: [{ reason: 'sourceBack' }], cursor: 'c2' },
    ],
  ]
  const asked: Record<string, unknown>[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (more: string) => (text += more))
    request.on('end', () => {
      asked.push(JSON.parse(text) as Record<string, unknown>)
      // A poll after the last one waits, as for a market that has gone quiet.
      const [status, body] = answers.shift() ?? []
      if (status !== undefined) response.writeHead(status, { 'retry-after': '1' }).end(JSON.stringify(body))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const example = runExample('poll-topic.mjs', '--gateway', `http://127.0.0.1:${String(port)}`, BTC)
  try {
    expect(await example.line()).toBe(`${BTC} 7 snapshot {"last":"61837.63"}`)
    expect(await example.line()).toBe(`${BTC} 9 delta {"bid":"61837.60"}`)
    expect(await example.interrupt()).toBe(0)
    const rest = { topics: [BTC], maxHz: 2, waitMs: 25_000 }
    expect(asked.slice(0, 3)).toEqual([
      { ...rest, cursor: null },
      { ...rest, cursor: 'c1' },
      { ...rest, cursor: 'c1' },
    ])
  } finally {
    example.kill()
    server.closeAllConnections()
    server.close()
  }
})
