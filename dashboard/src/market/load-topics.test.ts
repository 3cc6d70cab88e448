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

it('loads quotes and metrics, not the many bars', async () => {
  const asked: string[] = []
  const loaded = await loadTopics((path) => {
    asked.push(path)
    const isQuotes = path.includes('query=quote/')
    const topic = isQuotes ? { topic: 'quote/x:A', kind: 'quote' } : { topic: 'metric/h/n', kind: 'metric' }
    // An instrument may be called so.
    return Promise.resolve(Response.json({ topics: [topic, { topic: 'trades/metric%2Fx', kind: 'trades' }] }))
  })
  expect(loaded).toMatchObject({ ok: true, instruments: ['x:A'], metrics: [{ host: 'h', name: 'n' }] })
  expect(asked).toEqual(['/api/topics?query=quote/&limit=10000', '/api/topics?query=metric/&limit=10000'])
})

it.each([
  ['HTTP 503', () => Promise.resolve(new Response('', { status: 503 }))],
  ['SyntaxError', () => Promise.resolve(new Response('<html>'))],
  ['TypeError', () => Promise.reject(new TypeError('x'))],
])('says why it could not: %s', async (failure, answer) => {
  expect(await loadTopics(answer)).toEqual({ ok: false, failure })
  const metricsOnly = (path: string) =>
    path.includes('quote/') ? Promise.resolve(Response.json({ topics: [] })) : answer()
  expect(await loadTopics(metricsOnly)).toEqual({ ok: false, failure })
})
