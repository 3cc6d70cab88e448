import { beforeEach, describe, expect, it } from 'vitest'
import { Ingest, type IngestObserver } from './ingest.js'
import type { LogRecord, PartitionId, PartitionStart, TickSink } from './source.js'
import type { Tick } from './tick.js'

const id: PartitionId = { log: 'ticks', partition: 3 }
const start: PartitionStart = { epoch: 'e', horizon: 10, horizonMs: null }

/** Writes down what reaches it. */
class TickBook implements TickSink {
  readonly offsets: number[] = []
  readonly ticks: Tick[] = []
  turns = 0
  at: number | null = null

  open(_id: PartitionId, { horizon }: PartitionStart): void {
    this.at = horizon - 1
  }
  close(): void {
    this.at = null
  }
  fold(_id: PartitionId, tick: Tick, offset: number): void {
    this.ticks.push(tick)
    this.offsets.push(offset)
    this.at = offset
  }
  advance(_id: PartitionId, offset: number): void {
    this.at = offset
  }
  position(): number | null {
    return this.at
  }
  turned(): void {
    this.turns += 1
  }
}

class EventBook implements IngestObserver {
  readonly events: unknown[] = []
  publishedAt = 0
  bad(...[reason, , offset, key, value]: Parameters<IngestObserver['bad']>): void {
    this.events.push(['bad', reason, offset, String(key), String(value)])
  }
  folded(count: number, { partition }: PartitionId, publishedAt: number): void {
    this.publishedAt = publishedAt
    this.events.push(['folded', count, partition])
  }
  ignored(count: number, { partition }: PartitionId): void {
    this.events.push(['ignored', count, partition])
  }
}

const record = (offset: number, value: string | null = null): LogRecord => ({
  offset,
  timestamp: 1000,
  publishedAt: 1000,
  key: Buffer.from('x:A'),
  value: Buffer.from(value ?? '{"type":"trade","instrument":"x:A","price":"1","size":"1"}'),
})

describe('Ingest', () => {
  let sink: TickBook
  let observer: EventBook
  let ingest: Ingest
  beforeEach(() => {
    sink = new TickBook()
    observer = new EventBook()
    ingest = new Ingest(sink, observer)
    ingest.open(id, start)
  })

  it('folds good records in order, then ends the turn once', () => {
    ingest.records(id, [record(10), record(11), { ...record(14), publishedAt: 1400 }])
    expect(observer.publishedAt).toBe(1400)
    expect(sink.offsets).toEqual([10, 11, 14])
    expect(sink.turns).toBe(1)
    expect(observer.events).toEqual([['folded', 3, 3]])
  })

  it('[REC7] counts a bad record by its reason, moves past it and goes on', () => {
    ingest.records(id, [record(10), record(11, '{'), record(12, '{"type":"x"}'), record(13)])
    expect(sink.offsets).toEqual([10, 13])
    expect(observer.events).toEqual([
      ['bad', 'notJson', 11, 'x:A', '{'],
      ['bad', 'unknownType', 12, 'x:A', '{"type":"x"}'],
      ['folded', 2, 3],
    ])
  })

  it('[REC7] moves past bad records at the end of a call', () => {
    ingest.records(id, [record(10, 'x')])
    expect(ingest.position(id)).toBe(10)
    expect(sink.turns).toBe(0)
  })

  it('ignores and counts what is at or below the fold position, also within one call', () => {
    ingest.records(id, [record(9), record(10), record(10), record(11, 'x'), record(11), record(12)])
    expect(sink.offsets).toEqual([10, 12])
    expect(observer.events.slice(1)).toEqual([
      ['folded', 2, 3],
      ['ignored', 3, 3],
    ])
  })

  it('ignores records after an offset that was moved over', () => {
    ingest.advance(id, 12)
    ingest.records(id, [record(12), record(13)])
    expect(sink.offsets).toEqual([13])
  })

  it('ignores and counts records of a partition that is not open', () => {
    ingest.close(id)
    ingest.records(id, [record(10), record(11)])
    expect(sink.offsets).toEqual([])
    expect(observer.events).toEqual([['ignored', 2, 3]])
    expect(ingest.position(id)).toBeNull()
  })
})
