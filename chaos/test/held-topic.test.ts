import { RING_SIZES } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import type { KeptRecord } from '../src/log/kept-log.js'
import { Epochs } from '../src/verify/epochs.js'
import { HeldTopic } from '../src/verify/held-topic.js'
import { Truth } from '../src/verify/truth.js'

const START_MS = 1_700_000_000_000
const BARS = 'bars/x:A/1s'
const SEEN_AT = 4

const records = Array.from({ length: 10 }, (_, offset): KeptRecord => {
  const timestamp = START_MS + offset * 1000
  const trade = {
    type: 'trade',
    instrument: 'x:A',
    time: timestamp,
    price: '100.2',
    size: '1',
    id: `t${String(offset)}`,
  }
  return { offset, timestamp, key: 'x:A', value: JSON.stringify(trade) }
})

/** What a client holds that was given an empty list of bars in the middle of a log, and nothing after it. */
function heldEmpty(horizons: number[][]): HeldTopic {
  const log = [{ log: 'ticks' as const, partitions: [records], horizons }]
  const held = new HeldTopic(BARS, new Truth(log, [BARS], new Map([[BARS, [SEEN_AT]]])), new Epochs())
  held.received.applySnapshot({ epoch: 'e1', offset: SEEN_AT, state: { items: [], size: RING_SIZES.bars } })
  return held
}

describe('a topic that a client was told nothing more of', () => {
  it('is at its end where its gateway began behind a truncation and withholds the bars [STA7]', () => {
    expect(heldEmpty([[0], [3]]).isAtEnd()).toBe(true)
  })
  it('was left behind where every gateway has seen the whole log', () => {
    expect(heldEmpty([[0]]).isAtEnd()).toBe(false)
  })
})
