import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PartitionId } from '../source.js'
import { FakeSourceClock } from '../testing/fake-source-clock.js'
import { MemorySink, nameOf } from '../testing/memory-sink.js'
import { catalogue } from './catalogue/catalogue.js'
import type { HostMetric, MetricReadings } from './host-metrics/host-metrics.js'
import { SimulatedSource } from './simulated-source.js'

const startMs = Date.UTC(2026, 2, 2, 9, 30)

class FixedReadings implements MetricReadings {
  stops = 0
  read(nowMs: number): Promise<HostMetric[]> {
    return Promise.resolve([{ type: 'metric', host: 'h', name: 'load.1m', unit: 'load', time: nowMs, value: 1 }])
  }
  stop(): void {
    this.stops++
  }
}

/** One source for all: filling it costs a second, and each test goes on from where the last one left the clock. */
describe('SimulatedSource', () => {
  let clock: FakeSourceClock
  let sink: MemorySink
  let metrics: FixedReadings
  let source: SimulatedSource

  beforeAll(async () => {
    clock = new FakeSourceClock(startMs)
    sink = new MemorySink()
    metrics = new FixedReadings()
    const epochOf = (id: PartitionId) => `nonce-${nameOf(id)}`
    source = new SimulatedSource({ clock, epochOf, metrics, tickPartitions: 3 })
    expect(source.state).toBe('catchingUp')
    await source.start(sink)
  })
  afterAll(() => source.stop())

  it('opens its partitions at offset 0 with the epochs it was given, nothing missed before', () => {
    expect(Object.fromEntries(sink.opened)).toEqual(
      Object.fromEntries(
        ['ticks-0', 'ticks-1', 'ticks-2', 'metrics-0'].map((name) => [
          name,
          { epoch: `nonce-${name}`, horizon: 0, horizonMs: null },
        ]),
      ),
    )
  })

  it('is live once its history is folded, with offsets that have no holes', async () => {
    expect(source.state).toBe('live')
    expect(sink.count).toBeGreaterThan(300_000)
    expect(sink.misplaced).toEqual([])
    for (const partition of [0, 1, 2]) {
      const id = { log: 'ticks', partition } as const
      expect(await source.logEnd(id)).toBe(sink.log.get(nameOf(id))!.length)
      expect(sink.log.get(nameOf(id))!.length).toBeGreaterThan(50_000)
    }
    expect(await source.logEnd({ log: 'ticks', partition: 3 })).toBeNull()
    expect(source.lag()).toContainEqual({ id: { log: 'metrics', partition: 0 }, lag: 0 })
  })

  it('hands over bytes with key and event time, in the order of event time of each partition, each key in one', () => {
    const homes = new Map<string, string>()
    for (const [name, records] of sink.log) {
      let last = 0
      for (const { key, value, timestamp, publishedAt } of records) {
        const record = JSON.parse(String(value)) as { instrument: string; time: number }
        const isRight =
          String(key) === record.instrument &&
          timestamp === record.time &&
          timestamp >= last &&
          timestamp <= startMs &&
          publishedAt === startMs &&
          (homes.get(record.instrument) ?? name) === name
        if (!isRight) expect.fail(`${name} ${String(value)}`)
        homes.set(record.instrument, name)
        last = timestamp
      }
    }
    expect(homes.size).toBe(catalogue.length)
  })

  it('goes on with the clock, and never ahead of it', async () => {
    const before = sink.count
    await clock.pass(3_000)
    expect(sink.count - before).toBeGreaterThan(2_000)
    expect(sink.count - before).toBeLessThan(6_000)
    expect(sink.log.get('ticks-0')!.every(({ timestamp }) => timestamp <= clock.nowMs())).toBe(true)
    expect(sink.misplaced).toEqual([])
  })

  it('reads metrics once a second', async () => {
    const before = sink.values('metrics').length
    const fromMs = clock.nowMs()
    await clock.pass(3_000)
    expect(sink.values('metrics').slice(before)).toEqual(
      [1, 2, 3].map((second) => expect.objectContaining({ name: 'load.1m', time: fromMs + second * 1_000 })),
    )
  })

  it('leaves out what a suspended process missed', async () => {
    const before = sink.count
    clock.leap(3_600_000)
    await clock.pass(1_000)
    expect(sink.count - before).toBeLessThan(6_000)
    expect(sink.count - before).toBeGreaterThan(800)
  })

  it('stops at once, for good, and more than once', async () => {
    await source.stop()
    await source.stop()
    const before = sink.count
    await clock.pass(2_000)
    expect(sink.count).toBe(before)
    expect(clock.pending).toBe(0)
    expect(metrics.stops).toBe(1)
  })
})

describe('a SimulatedSource that is stopped while it starts', () => {
  it('resolves its start and leaves no timer', async () => {
    const clock = new FakeSourceClock(startMs)
    const sink = new MemorySink()
    const source = new SimulatedSource({ clock, epochOf: nameOf, metrics: new FixedReadings() })
    const started = source.start(sink)
    await source.stop()
    await started
    expect(source.state).toBe('catchingUp')
    expect(sink.count).toBeLessThan(5_000)
    expect(clock.pending).toBe(0)
  })
})
