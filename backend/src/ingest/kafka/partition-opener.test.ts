import { beforeEach, describe, expect, it } from 'vitest'
import type { LogIdentity } from './kafka-source-options.js'
import { PartitionOpener, type Opening } from './partition-opener.js'

const opening = (over: Partial<Opening> = {}): Opening => ({
  id: { log: 'ticks', partition: 2 },
  topic: 'market',
  topicId: 'topic-a',
  clusterId: 'cluster',
  bounds: { low: 0, end: 10 },
  cause: 'appeared',
  ...over,
})

let identities: LogIdentity[]
let said: string[]
let asked: number
let policy: string | null
let opener: PartitionOpener

beforeEach(() => {
  ;[identities, said, asked, policy] = [[], [], 0, 'delete']
  let names = 0
  const say = (_fields: object, message: string): void => void said.push(message)
  opener = new PartitionOpener({
    queries: {
      cleanupPolicy: async () => {
        asked += 1
        return policy
      },
      timestampAt: async (_partition, offset) => (offset < 10 ? 1_000 + offset : null),
      offsetAt: async () => null,
    },
    policy: { from: 'earliest', maxRecords: 100, sessionStartMs: 0 },
    epochOf: (identity) => `epoch-${identities.push(identity)}`,
    nonce: () => `nonce-${++names}`,
    log: { debug: say, info: say, warn: say, error: say, fatal: say },
  })
})

describe('PartitionOpener', () => {
  it('names a proven log by what it is, and nothing of this process', async () => {
    expect(await opener.start(opening())).toEqual({ epoch: 'epoch-1', horizon: 0, horizonMs: null })
    expect(identities).toEqual([{ clusterId: 'cluster', topicId: 'topic-a', nonce: null, partition: 2, log: 'ticks' }])
  })

  it.each([{ topicId: null }, { clusterId: null }])(
    'gives an unproven log another name each time: %o',
    async (over) => {
      await opener.start(opening(over))
      await opener.start(opening(over))
      expect(identities.map(({ nonce }) => nonce)).toEqual(['nonce-1', 'nonce-2'])
    },
  )

  it('keeps the name of a log that was truncated, and never again trusts that of one that shrank', async () => {
    await opener.start(opening({ cause: 'truncated' }))
    await opener.start(opening({ cause: 'shrunk' }))
    await opener.start(opening({ cause: 'truncated' }))
    await opener.start(opening({ cause: 'recreated', topicId: 'topic-b' }))
    expect(identities.map(({ nonce }) => nonce)).toEqual([null, 'nonce-1', 'nonce-2', null])
  })

  it('has no name yet for a log that was truncated to nothing', async () => {
    expect(await opener.start(opening({ bounds: { low: 10, end: 10 } }))).toBeNull()
    expect(await opener.start(opening({ bounds: { low: 4, end: 10 } }))).toMatchObject({ horizon: 4, horizonMs: 1_004 })
  })

  it.each(['compact', 'delete,compact'])(
    'refuses a topic with cleanup.policy %s, until it is changed',
    async (wrong) => {
      policy = wrong
      await expect(opener.start(opening())).rejects.toMatchObject({ code: 'compactedTopic', retryable: false })
      policy = 'delete'
      expect(await opener.start(opening())).not.toBeNull()
    },
  )

  it('asks once a topic, and says when it is not told', async () => {
    policy = null
    await opener.start(opening())
    await opener.start(opening({ id: { log: 'ticks', partition: 3 } }))
    expect(asked).toBe(1)
    expect(said.filter((line) => line.includes('compacted')).length).toBe(1)
    await opener.start(opening({ topicId: 'topic-b' }))
    expect(asked).toBe(2)
  })
})
