import { beforeEach, describe, expect, it } from 'vitest'
import { RecordingSink } from '../../../test/fakes/recording-sink.js'
import type { Observation } from './observation.js'
import { PartitionTable } from './partition-table.js'

const topics = { ticks: 'market.ticks', metrics: 'host.metrics' }
const id = { log: 'ticks', partition: 0 } as const
const start = { epoch: 'e', horizon: 10, horizonMs: 1 }

const seen = (end: number | null): Observation => ({
  reachable: true,
  clusterId: 'c',
  topics: {
    ticks: {
      state: 'present',
      topicId: 't',
      partitions: [{ partition: 0, bounds: end === null ? null : { low: 0, end } }],
    },
    metrics: { state: 'missing' },
  },
})

let sink: RecordingSink
let table: PartitionTable
const readTo = (offset: number): boolean => {
  sink.advance(id, offset)
  return table.progressed(id)
}

beforeEach(() => {
  sink = new RecordingSink()
  table = new PartitionTable(topics, sink)
})

describe('PartitionTable', () => {
  it('catches up with where the log went when it was opened', () => {
    table.open(id, 't', start, 20)
    expect(table.isCatchingUp).toBe(true)
    expect(table.next(id)).toBe(10)
    expect(readTo(18)).toBe(false)
    expect(table.lag(true)).toEqual([{ id, lag: 1 }])
    expect(readTo(19)).toBe(true)
    expect(readTo(20)).toBe(false)
    expect(table.hasCaughtUp(id)).toBe(true)
    expect(table.isCatchingUp).toBe(false)
    expect(table.lag(true)).toEqual([{ id, lag: 0 }])
    expect(table.lag(false)).toEqual([{ id, lag: null }])
  })

  it('has caught up with an empty log at once', () => {
    table.open(id, 't', start, 10)
    expect(table.hasCaughtUp(id)).toBe(true)
    expect(table.isCatchingUp).toBe(false)
  })

  it('has to catch up again when the brokers are back, or it begins anew', () => {
    table.open(id, 't', start, 10)
    table.observed(seen(30), 0, true)
    expect(table.isCatchingUp).toBe(true)
    table.open(id, 't', { ...start, horizon: 30 }, 30)
    expect(table.isCatchingUp).toBe(false)
    table.open(id, 't', start, 40)
    table.close(id)
    expect(table.isCatchingUp).toBe(false)
  })

  it('finds partitions by Kafka topic', () => {
    table.open(id, 't', start, 10)
    expect(table.find('market.ticks', 0)).toEqual(id)
    expect(table.find('market.ticks', 1)).toBeNull()
    expect(table.find('host.metrics', 0)).toBeNull()
    expect(table.topics()).toEqual(['market.ticks'])
  })

  it('notes since when unread records have been waiting', () => {
    table.open(id, 't', start, 20)
    table.observed(seen(20), 1_000, false)
    expect(table.stuckSinceMs()).toBe(1_000)
    table.observed(seen(25), 2_000, false)
    expect(table.stuckSinceMs()).toBe(1_000)
    readTo(15)
    table.observed(seen(25), 3_000, false)
    expect(table.stuckSinceMs()).toBe(3_000)
    table.observed({ reachable: false, cause: null }, 4_000, false)
    expect(table.stuckSinceMs()).toBeNull()
    readTo(24)
    table.observed(seen(25), 5_000, false)
    expect(table.stuckSinceMs()).toBeNull()
  })

  it('notes what is suspect or missing until it is seen again', () => {
    table.open(id, 't', start, 20)
    readTo(19)
    table.suspect(id)
    expect(table.folded(0)[0]?.suspect).toBe(true)
    table.observed(seen(19), 0, false)
    expect(table.folded(0)[0]?.suspect).toBe(true)
    table.observed(seen(20), 0, false)
    expect(table.folded(0)[0]?.suspect).toBe(false)
    const gone: Observation = {
      reachable: true,
      clusterId: 'c',
      topics: { ticks: { state: 'missing' }, metrics: { state: 'missing' } },
    }
    table.observed(gone, 1_000, false)
    table.observed(gone, 2_000, false)
    expect(table.folded(3_000)[0]?.missingForMs).toBe(2_000)
    table.observed(seen(20), 4_000, false)
    expect(table.folded(5_000)[0]?.missingForMs).toBe(0)
  })

  it('has lost a partition without leader, not one that is gone', () => {
    table.open(id, 't', start, 20)
    expect(table.hasLost(seen(20))).toBe(false)
    expect(table.hasLost(seen(null))).toBe(true)
    const gone: Observation = {
      reachable: true,
      clusterId: 'c',
      topics: { ticks: { state: 'missing' }, metrics: { state: 'missing' } },
    }
    expect(table.hasLost(gone)).toBe(false)
  })
})
