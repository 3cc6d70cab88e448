import { FakeSourceClock } from '../../../test/fakes/fake-source-clock.js'
import { RecordingSink } from '../../../test/fakes/recording-sink.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PartitionId } from '../source.js'
import { catalogue } from './catalogue/catalogue.js'
import type { HostMetric, MetricReadings } from './host-metrics/host-metrics.js'
import { SimulatedSource } from './simulated-source.js'

const startMs = Date.UTC(2026, 2, 2, 9, 30)

const ids: readonly PartitionId[] = [
  { log: 'ticks', partition: 0 },
  { log: 'ticks', partition: 1 },
  { log: 'ticks', partition: 2 },
  { log: 'metrics', partition: 0 },
]
const metricsLog: PartitionId = { log: 'metrics', partition: 0 }
const nameOf = ({ log, partition }: PartitionId) => `${log}-${partition}`
const countOf = (sink: RecordingSink) =>
  [...sink.partitions.values()].reduce((sum, { records }) => sum + records.length, 0)
/** Whether every partition has the offsets from 0 on without a hole. */
const isWhole = (sink: RecordingSink) =>
  [...sink.partitions.values()].every(
    ({ records, repeated }) => repeated === 0 && records.every(({ offset }, i) => offset === i),
  )

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
describe('SimulatedSource', { timeout: 30_000 }, () => {
  let clock: FakeSourceClock
  let sink: RecordingSink
  let metrics: FixedReadings
  let source: SimulatedSource

  beforeAll(async () => {
    clock = new FakeSourceClock(startMs)
    sink = new RecordingSink()
    metrics = new FixedReadings()
    const epochOf = (id: PartitionId) => `nonce-${nameOf(id)}`
    source = new SimulatedSource({ clock, epochOf, metrics, tickPartitions: 3 })
    expect(source.state).toBe('catchingUp')
    await source.start(sink)
  }, 60_000)
  afterAll(() => source.stop())

  it('opens its partitions at offset 0 with the epochs it was given, nothing missed before', () => {
    expect(sink.events).toEqual(
      ids.map((id) => ({
        kind: 'open',
        key: `${id.log}/${id.partition}`,
        start: { epoch: `nonce-${nameOf(id)}`, horizon: 0, horizonMs: null },
      })),
    )
  })

  it('is live once its history is folded, with offsets that have no holes', async () => {
    expect(source.state).toBe('live')
    expect(countOf(sink)).toBeGreaterThan(250_000)
    expect(isWhole(sink)).toBe(true)
    for (const id of ids.slice(0, 3)) {
      expect(await source.logEnd(id)).toBe(sink.of(id).records.length)
      expect(sink.of(id).records.length).toBeGreaterThan(40_000)
    }
    expect(await source.logEnd({ log: 'ticks', partition: 3 })).toBeNull()
    expect(source.lag()).toContainEqual({ id: metricsLog, lag: 0 })
  })

  it('hands over bytes with key and event time, in the order of event time of each partition, each key in one', () => {
    const homes = new Map<string, string>()
    for (const [name, { records }] of sink.partitions) {
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
    const before = countOf(sink)
    await clock.pass(3_000)
    expect(countOf(sink) - before).toBeGreaterThan(2_000)
    expect(countOf(sink) - before).toBeLessThan(6_000)
    expect(sink.of(ids[0]!).records.every(({ timestamp }) => timestamp <= clock.nowMs())).toBe(true)
    expect(isWhole(sink)).toBe(true)
  })

  it('reads metrics once a second', async () => {
    const before = sink.values(metricsLog).length
    const fromMs = clock.nowMs()
    await clock.pass(3_000)
    expect(
      sink
        .values(metricsLog)
        .slice(before)
        .map((value): unknown => JSON.parse(value)),
    ).toEqual([1, 2, 3].map((second) => expect.objectContaining({ name: 'load.1m', time: fromMs + second * 1_000 })))
  })

  it('leaves out what a suspended process missed', async () => {
    const before = countOf(sink)
    clock.leap(3_600_000)
    await clock.pass(1_000)
    expect(countOf(sink) - before).toBeLessThan(6_000)
    expect(countOf(sink) - before).toBeGreaterThan(800)
  })

  it('stops at once, for good, and more than once', async () => {
    await source.stop()
    await source.stop()
    const before = countOf(sink)
    await clock.pass(2_000)
    expect(countOf(sink)).toBe(before)
    expect(clock.pending).toBe(0)
    expect(metrics.stops).toBe(1)
  })
})

describe('a SimulatedSource that is stopped while it starts', () => {
  it('resolves its start and leaves no timer', async () => {
    const clock = new FakeSourceClock(startMs)
    const sink = new RecordingSink()
    const source = new SimulatedSource({ clock, epochOf: nameOf, metrics: new FixedReadings() })
    const started = source.start(sink)
    await source.stop()
    await started
    expect(source.state).toBe('catchingUp')
    expect(countOf(sink)).toBeLessThan(5_000)
    expect(clock.pending).toBe(0)
  })
})
