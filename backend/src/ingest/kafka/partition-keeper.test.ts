import { describe, expect, it, vi } from 'vitest'
import type { PartitionId, PartitionStart, RecordSink } from '../source.js'
import type { FoldedPartition } from './changes.js'
import type { ReachableObservation } from './observation.js'
import { PartitionKeeper, type PartitionKeeperOptions } from './partition-keeper.js'
import type { PartitionTable } from './partition-table.js'

const topicOf = (topicId: string, partitions: number): ReachableObservation['topics']['ticks'] => ({
  state: 'present',
  topicId,
  partitions: Array.from({ length: partitions }, (_, partition) => ({ partition, bounds: { low: 0, end: 7 } })),
})
const held = (partition: number): FoldedPartition => ({
  ...{ id: { log: 'ticks', partition }, topicId: 'old', next: 5, suspect: false, missingForMs: 0 },
})

/** A keeper whose brokers answer when they are told to. */
function keeper() {
  const done: string[] = []
  const answers: (() => void)[] = []
  const start: PartitionStart = { epoch: 'new', horizon: 0, horizonMs: null }
  const options = {
    topics: { ticks: 'ticks', metrics: 'metrics' },
    table: {
      open: ({ partition }: PartitionId) => done.push(`open ${String(partition)}`),
      close: () => undefined,
      hasCaughtUp: () => true,
    } as unknown as PartitionTable,
    sink: { close: ({ partition }: PartitionId) => done.push(`close ${String(partition)}`) } as unknown as RecordSink,
    opener: {
      start: () => new Promise<PartitionStart>((resolve) => answers.push(() => resolve(start))),
    } as unknown as PartitionKeeperOptions['opener'],
    readiness: { await: vi.fn(), done: vi.fn() } as unknown as PartitionKeeperOptions['readiness'],
    log: {} as PartitionKeeperOptions['log'],
    ...{ rebuilding: vi.fn(), opened: vi.fn() },
    isStopped: vi.fn(() => false),
  }
  const settled = () => vi.waitFor(() => expect(answers.length).toBeGreaterThan(0))
  return { keeper: new PartitionKeeper(options), done, answers, options, settled }
}
const seenAs = (ticks: ReachableObservation['topics']['ticks']): ReachableObservation => ({
  ...{ reachable: true, clusterId: 'c' },
  topics: { ticks, metrics: { state: 'missing' } },
})

describe('partitions of a topic that was made anew', () => {
  it('begin anew in one turn, so that no value of the topic before is shown meanwhile', async () => {
    const { keeper: kept, done, answers, settled } = keeper()
    const following = kept.follow([held(0), held(1), held(2)], seenAs(topicOf('new', 2)))
    await settled()
    // One answer alone changes nothing, whatever it is about.
    expect(answers).toHaveLength(2)
    answers[1]?.()
    await Promise.resolve()
    expect(done).toEqual([])
    answers[0]?.()
    await following
    expect(done).toEqual(['open 0', 'open 1', 'close 2'])
  })

  it('are left alone by one that was stopped while it asked', async () => {
    const { keeper: kept, done, answers, options, settled } = keeper()
    const following = kept.follow([held(0)], seenAs(topicOf('new', 1)))
    await settled()
    options.isStopped.mockReturnValue(true)
    answers[0]?.()
    await following
    expect(done).toEqual([])
  })
})
