import { describe, expect, it } from 'vitest'
import { onFetch, type FetchTerms } from './fetch-terms.js'
import { prototypeOf } from './kafkajs-internals.js'

type Fetch = (this: object, nodeId: number) => Promise<unknown>
interface Asked {
  readonly minBytes: number
  readonly maxWaitTime: number
}

/** Kafkajs's own fetch, of a group with one partition to read, and what it asks a broker for. */
function fetchOf(groupId: string) {
  const asked: Asked[] = []
  const ticks = { topic: 'ticks', partitions: [0] }
  const group = {
    groupId,
    minBytes: 7,
    maxWaitTime: 30,
    cluster: {
      refreshMetadataIfNecessary: async () => undefined,
      findBroker: async () => ({
        fetch: async ({ minBytes, maxWaitTime }: Asked) => {
          asked.push({ minBytes, maxWaitTime })
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
  const fetch = prototypeOf('consumer/consumerGroup.js', 'fetch')['fetch'] as Fetch
  return { asked, fetched: fetch.call(group, 1) }
}

async function askedFor(groupId: string): Promise<Asked | undefined> {
  const { asked, fetched } = fetchOf(groupId)
  await fetched
  return asked[0]
}

describe('onFetch', () => {
  it('is asked before each fetch of its group, and of no other', async () => {
    let terms: FetchTerms = { minBytes: 1000, maxWaitMs: 50, pauseMs: 0 }
    const end = onFetch('ours', () => terms)
    expect(await askedFor('ours')).toEqual({ minBytes: 1000, maxWaitTime: 50 })
    terms = { minBytes: 1, maxWaitMs: 5, pauseMs: 1 }
    expect(await askedFor('ours')).toEqual({ minBytes: 1, maxWaitTime: 5 })
    expect(await askedFor('theirs')).toEqual({ minBytes: 7, maxWaitTime: 30 })
    end()
    expect(await askedFor('ours')).toEqual({ minBytes: 7, maxWaitTime: 30 })
  })

  it('lets a fetch wait for a timer only where there is a pause', async () => {
    let pauseMs = 0
    const end = onFetch('ours', () => ({ minBytes: 1, maxWaitMs: 5, pauseMs }))
    /** Timers and sockets have their turn only after all that waits for promises alone. */
    const askedInOneTurn = async (): Promise<number> => {
      const { asked, fetched } = fetchOf('ours')
      for (let i = 0; i < 100; i++) await Promise.resolve()
      const soon = asked.length
      await fetched
      expect(asked).toHaveLength(1)
      return soon
    }
    expect(await askedInOneTurn()).toBe(1)
    pauseMs = 1
    expect(await askedInOneTurn()).toBe(0)
    end()
  })
})
