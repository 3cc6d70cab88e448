import type { HostMetric } from '@tickwall/backend/ingest/simulated/host-metrics/host-metrics.js'
import { FakeSourceClock } from '../../../backend/test/fakes/fake-source-clock.js'
import { beforeEach, describe, expect, it } from 'vitest'
import type { PublishRecord } from '../producer/publish-chunks.js'
import { produceSimulated, type SimulatedFeed } from './produce-simulated.js'

const startMs = Date.UTC(2026, 2, 2, 9, 30)

describe('produceSimulated', { timeout: 30_000 }, () => {
  let clock: FakeSourceClock
  let ending: AbortController
  let published: PublishRecord[]

  beforeEach(() => {
    clock = new FakeSourceClock(startMs)
    ending = new AbortController()
    published = []
  })

  const produce = (options: Partial<SimulatedFeed> = {}) =>
    produceSimulated({
      clock,
      signal: ending.signal,
      seed: 1,
      rate: 1_200,
      hasHistory: false,
      publisher: {
        publish: (records) => {
          for (const record of records) published.push(record)
          return Promise.resolve()
        },
      },
      metrics: {
        read: (nowMs): Promise<HostMetric[]> =>
          Promise.resolve([{ type: 'metric', host: 'web-1', name: 'load.1m', unit: 'load', time: nowMs, value: 2 }]),
        stop: () => undefined,
      },
      ...options,
    })

  it('publishes the market as its clock goes on, and the metrics once a second', async () => {
    const produced = produce()
    await clock.pass(3_000)
    ending.abort()
    await produced
    const ticks = published.filter(({ log }) => log === 'ticks')
    expect(ticks.length).toBeGreaterThan(2_000)
    expect(ticks.length).toBeLessThan(6_000)
    for (const { key, value, eventTime } of ticks) {
      const record = JSON.parse(String(value)) as { instrument: string; time: number }
      if (record.instrument !== key || record.time !== eventTime || eventTime < startMs) expect.fail(String(value))
    }
    const metrics = published.filter(({ log }) => log === 'metrics')
    expect(metrics.map(({ key, eventTime }) => [key, eventTime - startMs])).toEqual([
      ['web-1', 1_000],
      ['web-1', 2_000],
      ['web-1', 3_000],
    ])
    expect(clock.pending).toBe(0)
  })

  it('publishes history first when wanted, and ends within it when told so', async () => {
    const produced = produce({
      hasHistory: true,
      publisher: {
        publish: (records) => {
          for (const record of records) published.push(record)
          if (published.length > 20_000) ending.abort()
          return Promise.resolve()
        },
      },
    })
    await produced
    expect(published.length).toBeGreaterThan(20_000)
    expect(published.length).toBeLessThan(40_000)
    expect(published[0]!.eventTime).toBeLessThan(startMs - 60 * 86_400_000)
  })

  it('loses nothing of what a broker held up for seconds, and leaves out what it held up for an hour', async () => {
    let holdMs = 0
    const produced = produce({
      publisher: {
        publish: (records) => {
          for (const record of records) published.push(record)
          clock.leap(holdMs)
          holdMs = 0
          return Promise.resolve()
        },
      },
    })
    await clock.pass(500)
    holdMs = 20_000
    const before = published.length
    await clock.pass(500)
    await clock.pass(500)
    expect(published.length - before).toBeGreaterThan(15_000)
    const between = published.length
    holdMs = 3_600_000
    await clock.pass(500)
    await clock.pass(500)
    expect(published.length - between).toBeLessThan(10_000)
    ending.abort()
    await produced
  })
})
