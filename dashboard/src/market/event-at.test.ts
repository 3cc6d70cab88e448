import { expect, it } from 'vitest'
import { eventAtMs } from './event-at.js'
import { TopicRecord } from './topic-record.js'

it.each([
  ['quote/x:A', {}, null],
  ['quote/x:A', { tickAt: 5 }, 5],
  ['quote/x:A', { quoteAt: 6 }, 6],
  ['quote/x:A', { tickAt: 9, quoteAt: 6 }, 9],
  ['quote/x:A', { tickAt: 5, quoteAt: 6 }, 6],
  ['trades/x:A', {}, null],
  ['trades/x:A', { items: [], size: 200 }, null],
  [
    'trades/x:A',
    {
      items: [
        [1, 7, '1', '1', null, null],
        [2, 8, '1', '1', null, null],
      ],
      size: 200,
    },
    8,
  ],
  ['metric/web-1/cpu', { at: 3, value: 1 }, 3],
  ['bars/x:A/1m', { items: [[60_000, '1', '1', '1', '1', '1', 1]], size: 500 }, null],
] as const)('of %s with %o it is %s', (topic, state, expected) => {
  const record = new TopicRecord(topic)
  record.update({
    topic,
    content: { type: 'whole', state: state as never, position: { epoch: 'e', offset: 1 }, receivedAtMs: 10, lost: 0 },
  })
  expect(eventAtMs(record.view)).toBe(expected)
})
