import { expect, it } from 'vitest'
import { packUpdates, unpackUpdates } from './packed-updates.js'
import type { TopicUpdate } from './port-message.js'

it('what is packed is what is read', () => {
  const updates: TopicUpdate[] = [
    {
      topic: 'quote/x:Ω%2F',
      content: {
        type: 'changes',
        changes: { last: '61837.60', trades: 5, ask: null, decimals: { price: 2, size: 3 } } as never,
        position: { epoch: 'e1', offset: 9_007_199_254_740_991 },
        receivedAtMs: 1_000.25,
        lost: 0,
        isCatchUp: false,
      },
    },
    {
      topic: 'trades/x:A',
      content: {
        type: 'whole',
        state: { items: [[1, 0, '1', '0.1', 'buy', null]], size: 200 } as never,
        position: { epoch: '', offset: -1 },
        receivedAtMs: 1,
        lost: 3,
      },
      standing: { stage: 'current', denied: null, degradedHz: 'raw', gapAtMs: 7 },
    },
    {
      topic: 'quote/',
      standing: {
        stage: 'denied',
        denied: { topic: 'quote/', code: 'unknownTopic', message: 'no such “topic”' },
        degradedHz: 0.2,
        gapAtMs: null,
      },
    },
  ]
  expect(unpackUpdates(packUpdates(updates))).toEqual(updates)
})
