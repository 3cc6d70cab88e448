import { GATEWAY_FIELDS } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../test/fakes/manual-clock.js'
import { GatewayWatch, type GatewayFacts } from './gateway-watch.js'
import { SysTopics } from './sys-topics.js'

const NOW: ReturnType<GatewayFacts['now']> = {
  ...{ server: 'gw-1', build: '1', phase: 'ready', source: 'live', startedAt: 5 },
  ...{ connections: 1, streams: 0, subscriptions: 2, lanes: 1, cohorts: 1, conflationRatio: 0 },
  ...{ skippedFrames: 0, catchUps: 0, sendFailures: 0, refused: 0, drainProgress: 0, heapBytes: 1, residentBytes: 2 },
}

function watched() {
  const clock = new ManualClock(0)
  const topic = new SysTopics(() => 'e').topic('gateway')
  const given = { records: 0, segments: 0, frames: 0, bytes: 0 }
  let observations = 0
  const delay = { isStarted: false, ms: undefined as number | undefined }
  let looks = 0
  const facts: GatewayFacts = {
    now: () => {
      looks++
      return NOW
    },
    counted: () => ({ ...given }),
    latency: () =>
      Promise.resolve({
        fold: [
          { le: 0.01, count: observations },
          { le: Infinity, count: observations },
        ],
        flush: [{ le: Infinity, count: 0 }],
      }),
    loopDelay: {
      start: () => void (delay.isStarted = true),
      stop: () => void (delay.isStarted = false),
      takeMs: () => delay.ms,
    },
  }
  const watch = new GatewayWatch(topic, facts, clock)
  return { clock, topic, watch, given, delay, looks: () => looks, observe: (count: number) => (observations += count) }
}

/** A look asks for the histograms, which answer at the end of the turn. */
const turn = (): Promise<void> => Promise.resolve()

describe('GatewayWatch', () => {
  it('[SYS3] looks at once, then every second, and tells rates of the time between', async () => {
    const { clock, topic, watch, given, delay } = watched()
    watch.hold()
    expect(topic.state()).toEqual({ ...NOW, sampledAt: 0 })
    Object.assign(given, { records: 100, segments: 50, frames: 25, bytes: 5000 })
    delay.ms = 1.5
    clock.advance(1000)
    await turn()
    expect(topic.state()).toEqual({
      ...NOW,
      ...{ sampledAt: 1000, eventLoopDelayMs: 1.5 },
      ...{ recordsPerSecond: 100, segmentsPerSecond: 50, framesPerSecond: 25, bytesPerSecond: 5000 },
    })
    const fields: readonly string[] = GATEWAY_FIELDS
    expect(Object.keys(topic.state())).toEqual(fields.filter((field) => field in topic.state()))
  })

  it('[SYS3] tells percentiles of the stages that had any observation in the last ten seconds', async () => {
    const { clock, topic, watch, observe } = watched()
    watch.hold()
    await turn()
    observe(10)
    clock.advance(1000)
    await turn()
    clock.advance(1000)
    await turn()
    expect(topic.state()).toMatchObject({ latency: { fold: { p50Ms: 5, p95Ms: 9.5, p99Ms: 9.9 } } })
    expect(topic.state()).not.toHaveProperty('latency.flush')
    for (let i = 0; i < 12; i++) {
      clock.advance(1000)
      await turn()
    }
    expect(topic.state()).not.toHaveProperty('latency')
  })

  it('looks on for ten seconds after the last has left, then no more', () => {
    const { clock, watch, delay, looks } = watched()
    watch.hold()
    watch.hold()
    watch.release()
    clock.advance(30_000)
    expect(looks()).toBe(31)
    watch.release()
    clock.advance(5000)
    expect([looks(), delay.isStarted]).toEqual([36, true])
    watch.hold()
    watch.release()
    expect(looks()).toBe(36)
    clock.advance(60_000)
    expect([looks(), delay.isStarted]).toEqual([45, false])
    watch.hold()
    expect([looks(), delay.isStarted]).toEqual([46, true])
    watch.stop()
    watch.stop()
    clock.advance(60_000)
    expect(looks()).toBe(46)
  })

  it('has no rate of a time that is too short, or before which nothing is known', () => {
    const { clock, topic, watch, given } = watched()
    watch.hold()
    watch.release()
    clock.advance(20_000)
    given.frames = 5000
    watch.hold()
    expect(topic.state()).not.toHaveProperty('framesPerSecond')
  })
})
