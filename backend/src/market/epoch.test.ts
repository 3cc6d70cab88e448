import { RING_SIZES } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import { epochOf, FOLD_VERSION, type EpochParts } from './epoch.js'

const parts: EpochParts = {
  log: 'ticks',
  partition: 3,
  clusterId: 'cluster',
  topicId: 'topic',
  nonce: null,
  sessionStartMs: 0,
}

describe('epochOf', () => {
  it('[POS1] is the same for the same log and the same fold', () => {
    expect(epochOf({ ...parts })).toBe(epochOf(parts))
    expect(epochOf({ ...parts, ringSizes: RING_SIZES, foldVersion: FOLD_VERSION })).toBe(epochOf(parts))
    expect(epochOf(parts)).toMatch(/^[0-9a-f]{12}$/)
  })

  it.each<Partial<EpochParts>>([
    { log: 'metrics' },
    { partition: 4 },
    { clusterId: 'cluster2' },
    { clusterId: null },
    { topicId: 'topic2' },
    { topicId: null, nonce: 'topic' },
    { sessionStartMs: 1 },
    { ringSizes: { ...RING_SIZES, bars: 499 } },
    { foldVersion: FOLD_VERSION + 1 },
  ])('[POS1] is another one with %o', (changed) => {
    expect(epochOf({ ...parts, ...changed })).not.toBe(epochOf(parts))
  })
})
