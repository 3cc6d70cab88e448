import { describe, expect, it } from 'vitest'
import { onFetchWait } from './fetch-wait.js'
import { prototypeOf } from './kafkajs-internals.js'

type Fetch = (this: object, nodeId: number) => Promise<unknown>

/** What kafkajs's own fetch asks a broker for, of a group with one partition to read. */
async function askedFor(groupId: string): Promise<unknown> {
  const asked: { maxWaitTime?: unknown }[] = []
  const ticks = { topic: 'ticks', partitions: [0] }
  const group = {
    groupId,
    maxWaitTime: 30,
    cluster: {
      refreshMetadataIfNecessary: async () => undefined,
      findBroker: async () => ({
        fetch: async (request: object) => {
          asked.push(request)
          return { responses: [] }
        },
      }),
    },
    checkForStaleAssignment: () => undefined,
    subscriptionState: { assigned: () => [ticks] },
    filterPartitionsByNode: (_nodeId: number, all: unknown) => all,
    seekOffsets: async () => undefined,
    offsetManager: { committedOffsets: () => ({ ticks: { 0: '-1' } }), nextOffset: () => '0' },
    getActiveTopicPartitions: () => ({ ticks: new Set([0]) }),
    recoverFromFetch: (error: unknown) => Promise.reject(error),
  }
  await (prototypeOf('consumer/consumerGroup.js', 'fetch')['fetch'] as Fetch).call(group, 1)
  return asked[0]?.maxWaitTime
}

describe('onFetchWait', () => {
  it('is asked before each fetch of its group, and of no other', async () => {
    let waitMs = 50
    const end = onFetchWait('ours', () => waitMs)
    expect(await askedFor('ours')).toBe(50)
    waitMs = 5
    expect(await askedFor('ours')).toBe(5)
    expect(await askedFor('theirs')).toBe(30)
    end()
    expect(await askedFor('ours')).toBe(30)
  })
})
