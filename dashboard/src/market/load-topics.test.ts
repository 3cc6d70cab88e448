import { expect, it } from 'vitest'
import { loadTopics, sortTopics } from './load-topics.js'

it('sorts what the gateway has into instruments and metrics, names decoded', () => {
  expect(
    sortTopics({
      topics: [
        { topic: 'quote/usdm:BTCUSDT', kind: 'quote' },
        { topic: 'trades/usdm:BTCUSDT', kind: 'trades' },
        { topic: 'bars/usdm:BTCUSDT/1m', kind: 'bars' },
        { topic: 'quote/x:A%2FB', kind: 'quote' },
        { topic: 'metric/web%201/cpu.utilization', kind: 'metric', unit: 'percent' },
        { topic: 'metric/web-1/load', kind: 'metric' },
      ],
    }),
  ).toEqual({
    instruments: ['usdm:BTCUSDT', 'x:A/B'],
    metrics: [
      { host: 'web 1', name: 'cpu.utilization', unit: 'percent', topic: 'metric/web%201/cpu.utilization' },
      { host: 'web-1', name: 'load', unit: null, topic: 'metric/web-1/load' },
    ],
  })
})

it.each([
  [null],
  [7],
  [{}],
  [{ topics: {} }],
  [{ topics: [null, 7, {}, { topic: 1, kind: 'quote' }, { topic: 'quote/%', kind: 'quote' }] }],
])('finds nothing in %o', (answer) => {
  expect(sortTopics(answer)).toEqual({ instruments: [], metrics: [] })
})

it('loads, and says why it could not', async () => {
  const asked: string[] = []
  const good = await loadTopics((path) => {
    asked.push(path)
    return Promise.resolve(Response.json({ topics: [{ topic: 'quote/x:A', kind: 'quote' }] }))
  })
  expect(good).toEqual({ ok: true, instruments: ['x:A'], metrics: [] })
  expect(asked[0]).toMatch(/^\/api\/topics\?limit=\d+$/)
  expect(await loadTopics(() => Promise.resolve(new Response('', { status: 503 })))).toEqual({
    ok: false,
    failure: 'HTTP 503',
  })
  expect(await loadTopics(() => Promise.resolve(new Response('<html>')))).toEqual({ ok: false, failure: 'SyntaxError' })
  expect(await loadTopics(() => Promise.reject(new TypeError('x')))).toEqual({ ok: false, failure: 'TypeError' })
})
