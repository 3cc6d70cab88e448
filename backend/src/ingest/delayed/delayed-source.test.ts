import { BehaviorSubject } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../test/fakes/manual-clock.js'
import type { LogRecord, PartitionId, PartitionStart, RecordSink } from '../source.js'
import { agedTicks } from './aged-ticks.js'
import { DelayedSource } from './delayed-source.js'

const ID: PartitionId = { log: 'ticks', partition: 0 }
const OTHER: PartitionId = { log: 'metrics', partition: 0 }
const START: PartitionStart = { epoch: 'e', horizon: 0, horizonMs: null }
const DELAY_MS = 60_000

const noted = () => {
  const calls: string[] = []
  const positions = new Map<string, number>()
  const sink: RecordSink = {
    open: ({ log }, { horizon, horizonMs }) => {
      calls.push(`open ${log} ${String(horizon)}${horizonMs === null ? '' : ' partial'}`)
      positions.set(log, horizon - 1)
    },
    close: ({ log }) => void calls.push(`close ${log}`),
    records: ({ log }, records) => {
      calls.push(`records ${log} ${records.map(({ offset }) => offset).join()}`)
      positions.set(log, records.at(-1)?.offset ?? -1)
    },
    advance: ({ log }, offset) => void calls.push(`advance ${log} ${String(offset)}`),
    position: ({ log }) => positions.get(log) ?? null,
  }
  return { sink, calls, take: () => calls.splice(0) }
}

const setUp = (maxRecords?: number) => {
  const clock = new ManualClock()
  const source = new DelayedSource(
    { name: 'simulated', state: 'live', state$: new BehaviorSubject('live') },
    {
      ...{ delayMs: DELAY_MS, clock, knownAtMs: ({ timestamp }) => timestamp },
      ...(maxRecords === undefined ? {} : { maxRecords }),
    },
  )
  const [live, delayed] = [noted(), noted()]
  const feed = source.behind(live.sink)
  void source.start(delayed.sink)
  feed.open(ID, START)
  const record = (offset: number, agoMs = 0): LogRecord => {
    const timestamp = clock.nowMs() - agoMs
    return { offset, timestamp, key: null, value: null, publishedAt: clock.nowMs() }
  }
  return { clock, source, feed, live, delayed, record }
}

describe('DelayedSource', () => {
  it('[AUT11] passes everything on at once, and once more when it is old enough, never before', () => {
    const { clock, feed, live, delayed, record } = setUp()
    feed.records(ID, [record(0), record(1)])
    clock.advance(30_000)
    feed.records(ID, [record(2)])
    expect(live.take()).toEqual(['open ticks 0', 'records ticks 0,1', 'records ticks 2'])
    clock.advance(29_999)
    expect(delayed.take()).toEqual(['open ticks 0'])
    clock.advance(251)
    expect(delayed.take()).toEqual(['records ticks 0,1'])
    clock.advance(29_000)
    expect(delayed.take()).toEqual([])
    clock.advance(1000)
    expect(delayed.take()).toEqual(['records ticks 2'])
  })

  it('[AUT11] hands the past over while it is read, and nothing before what stands before it in the log', () => {
    const { clock, feed, delayed, record } = setUp()
    feed.records(ID, [record(0, 2 * DELAY_MS), record(1, DELAY_MS), record(2, 0), record(3, 2 * DELAY_MS)])
    expect(delayed.take()).toEqual(['open ticks 0', 'records ticks 0,1'])
    feed.advance(ID, 4)
    clock.advance(DELAY_MS)
    expect(delayed.take()).toEqual(['records ticks 2,3', 'advance ticks 4'])
  })

  it('has a log that ends where its fold is', async () => {
    const { clock, source, feed, record } = setUp()
    expect(await source.logEnd(ID)).toBe(0)
    expect(await source.logEnd(OTHER)).toBeNull()
    feed.records(ID, [record(0), record(1)])
    expect(await source.logEnd(ID)).toBe(0)
    clock.advance(DELAY_MS + 250)
    expect(await source.logEnd(ID)).toBe(2)
  })

  it('drops the newest where there are too many, and begins anew after them', () => {
    const { clock, feed, delayed, record } = setUp(3)
    feed.records(ID, [record(0), record(1), record(2), record(3), record(4)])
    clock.advance(DELAY_MS + 250)
    expect(delayed.take()).toEqual(['open ticks 0', 'records ticks 0,1,2'])
    feed.records(ID, [record(5)])
    clock.advance(DELAY_MS + 250)
    expect(delayed.take()).toEqual(['open ticks 5 partial', 'records ticks 5'])
    feed.records(ID, [record(6)])
    clock.advance(DELAY_MS + 250)
    expect(delayed.take()).toEqual(['records ticks 6'])
  })

  it('forgets what it holds of a partition that is gone or begun anew', () => {
    const { clock, feed, delayed, record } = setUp()
    feed.open(OTHER, START)
    feed.records(ID, [record(0)])
    feed.records(OTHER, [record(0)])
    feed.close(ID)
    feed.open(OTHER, { ...START, horizon: 7 })
    clock.advance(2 * DELAY_MS)
    expect(delayed.take()).toEqual(['open ticks 0', 'open metrics 0', 'close ticks', 'open metrics 7'])
  })

  it('lets go of thousands in turns', () => {
    const { clock, feed, delayed, record } = setUp()
    const from = clock.nowMs()
    feed.records(
      ID,
      Array.from({ length: 2500 }, (_, offset) => record(offset)),
    )
    clock.advance(DELAY_MS + 250 - (clock.nowMs() - from))
    expect(delayed.take().map((call) => call.split(',').length)).toEqual([1, 1000, 1000, 500])
  })

  it('says nothing more once it was stopped', async () => {
    const { clock, source, feed, delayed, record } = setUp()
    feed.records(ID, [record(0)])
    await source.stop()
    clock.advance(2 * DELAY_MS)
    expect(delayed.take()).toEqual(['open ticks 0'])
  })
})

describe('agedTicks', () => {
  it('[AUT11] tells of no publication after the timestamp of a record', () => {
    const told: number[] = []
    const ticks = agedTicks({
      ...{ open: () => {}, close: () => {}, advance: () => {}, turned: () => {}, position: () => null },
      fold: (_id, _tick, _offset, publishedAt) => void told.push(publishedAt),
    })
    const tick = { type: 'metric', host: 'h', name: 'n', unit: null, time: 1, value: 1 } as const
    ticks.fold(ID, tick, 0, 500, 400)
    ticks.fold(ID, tick, 1, 300, 400)
    expect(told).toEqual([400, 300])
  })
})
