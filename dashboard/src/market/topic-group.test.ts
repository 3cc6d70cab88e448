import { expect, it } from 'vitest'
import { groupOf } from './topic-group.js'

it.each([
  ['quote/usdm:BTCUSDT', 'venue:usdm'],
  ['trades/usdm:BTCUSDT', 'venue:usdm'],
  ['bars/usdm%3AETHUSDT/1m', 'venue:usdm'],
  ['quote/ACME', 'instrument:ACME'],
  ['metric/web-1/cpu.utilization', 'host:web-1'],
  ['quote/', 'quote/'],
])('%s is judged with %s', (topic, expected) => {
  expect(groupOf(topic)).toBe(expected)
})
