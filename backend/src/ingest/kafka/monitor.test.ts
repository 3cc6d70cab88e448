import { describe, expect, it } from 'vitest'
import type { ClusterMetadata } from './cluster-metadata.js'
import { observe } from './monitor.js'

const topics = { ticks: 'market', metrics: 'hosts' }
const metadata: ClusterMetadata = {
  clusterId: 'cluster',
  brokers: [],
  topics: [
    { topic: 'hosts', error: 'unknownTopic', topicId: null, partitions: [] },
    {
      topic: 'market',
      error: 'none',
      topicId: 'topic-a',
      partitions: [
        { partition: 1, leader: 1 },
        { partition: 0, leader: -1 },
      ],
    },
  ],
}

describe('observe', () => {
  it('shows each topic with the bounds of its partitions', async () => {
    const queries = {
      metadata: async () => metadata,
      bounds: async () => [{ low: 3, end: 9 }, null],
      reset: () => expect.unreachable(),
    }
    expect(await observe(queries, topics)).toEqual({
      reachable: true,
      clusterId: 'cluster',
      topics: {
        ticks: {
          state: 'present',
          topicId: 'topic-a',
          partitions: [
            { partition: 1, bounds: { low: 3, end: 9 } },
            { partition: 0, bounds: null },
          ],
        },
        metrics: { state: 'missing' },
      },
    })
  })

  it.each([
    ['forbidden', 'forbidden'],
    ['invalidName', 'invalidName'],
    ['unavailable', 'unknown'],
  ] as const)('tells a topic that is %s from one that is missing', async (error, state) => {
    const queries = {
      metadata: async () => ({ ...metadata, topics: [{ topic: 'market', error, topicId: null, partitions: [] }] }),
      bounds: async () => [],
      reset: () => expect.unreachable(),
    }
    const unknown = { state: 'unknown' }
    expect(await observe(queries, topics)).toMatchObject({ topics: { ticks: { state }, metrics: unknown } })
  })

  it('begins again with fresh connections when nobody answers', async () => {
    let resets = 0
    const cause = new Error('refused')
    const queries = {
      metadata: () => Promise.reject(cause),
      bounds: async () => [],
      reset: () => {
        resets += 1
      },
    }
    expect(await observe(queries, topics)).toEqual({ reachable: false, cause })
    expect(resets).toBe(1)
  })
})
