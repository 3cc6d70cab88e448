import { describe, expect, it } from 'vitest'
import { changesOf, type FoldedPartition } from './changes.js'
import type { Observation, SeenTopic } from './observation.js'

const id = { log: 'ticks', partition: 0 } as const
const fold = (over: Partial<FoldedPartition> = {}): FoldedPartition => ({
  id,
  topicId: 'topic-a',
  next: 100,
  suspect: false,
  missingForMs: 0,
  ...over,
})
const missing: SeenTopic = { state: 'missing' }
const present = (low: number, end: number, topicId: string | null = 'topic-a'): SeenTopic => ({
  state: 'present',
  topicId,
  partitions: [{ partition: 0, bounds: { low, end } }],
})
const seen = (ticks: SeenTopic, metrics: SeenTopic = missing): Observation => ({
  reachable: true,
  clusterId: 'cluster',
  topics: { ticks, metrics },
})

describe('changesOf', () => {
  it.each<[string, FoldedPartition, SeenTopic]>([
    ['the log has grown', fold(), present(0, 200)],
    ['the log is as it was', fold(), present(0, 100)],
    ['what has been read is deleted', fold(), present(100, 100)],
    ['the topic is not shown', fold(), { state: 'unknown' }],
    ['the topic has only just vanished', fold({ missingForMs: 5_000 }), missing],
    [
      'the partition has no leader',
      fold(),
      { state: 'present', topicId: 'topic-a', partitions: [{ partition: 0, bounds: null }] },
    ],
    ['the id cannot be compared', fold({ topicId: null }), present(0, 100, 'topic-b')],
    ['the id is no longer told', fold(), present(0, 100, null)],
  ])('asks for nothing when %s', (_name, folded, topic) => {
    expect(changesOf([folded], seen(topic))).toEqual([])
  })

  it('asks for nothing when nobody answers', () => {
    expect(changesOf([fold()], { reachable: false, cause: null })).toEqual([])
  })

  it.each<[string, FoldedPartition, SeenTopic]>([
    ['recreated', fold(), present(0, 500, 'topic-b')],
    ['recreated', fold({ suspect: true }), present(0, 0, 'topic-b')],
    ['truncated', fold(), present(101, 200)],
    ['shrunk', fold({ suspect: true }), present(0, 99)],
  ])('begins anew: %s', (cause, folded, topic) => {
    expect(changesOf([folded], seen(topic))).toEqual([{ kind: 'open', id, cause }])
  })

  it('only suspects a log that ends too early the first time', () => {
    expect(changesOf([fold()], seen(present(0, 99)))).toEqual([{ kind: 'suspect', id }])
  })

  it('opens what appeared once it has a leader', () => {
    const topic: SeenTopic = {
      state: 'present',
      topicId: 'topic-a',
      partitions: [
        { partition: 0, bounds: { low: 0, end: 100 } },
        { partition: 1, bounds: { low: 0, end: 0 } },
        { partition: 2, bounds: null },
      ],
    }
    expect(changesOf([fold()], seen(topic, present(3, 9)))).toEqual([
      { kind: 'open', id: { log: 'ticks', partition: 1 }, cause: 'appeared' },
      { kind: 'open', id: { log: 'metrics', partition: 0 }, cause: 'appeared' },
    ])
  })

  it('closes what has been missing for more than 5 s, and partitions a new topic lacks', () => {
    expect(changesOf([fold({ missingForMs: 5_001 })], seen(missing))).toEqual([{ kind: 'close', id }])
    const second = { log: 'ticks', partition: 1 } as const
    expect(changesOf([fold({ id: second })], seen(present(0, 0, 'topic-b')))).toContainEqual({
      kind: 'close',
      id: second,
    })
  })
})
