import { beforeEach, describe, expect, it } from 'vitest'
import { ConsumerKeeper, type KeepableConsumer } from './consumer-keeper.js'

let nowMs = 0
const quiet = () => undefined
const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs }
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet, fatal: quiet }

interface FakeConsumer extends KeepableConsumer {
  crash: unknown
  fetchedMs: number | null
  isReleased: boolean
}

function setUp() {
  const made: FakeConsumer[] = []
  const stalls: string[] = []
  const keeper = new ConsumerKeeper<FakeConsumer>(clock, log, (why) => stalls.push(why))
  const create = (topics: readonly string[]): FakeConsumer => {
    const startedMs = nowMs
    const consumer: FakeConsumer = {
      topics,
      crash: null,
      fetchedMs: null,
      isReleased: false,
      health() {
        return {
          startedMs,
          joinedMs: startedMs,
          fetchedMs: this.fetchedMs,
          idleMs: null,
          hasCrashed: this.crash !== null,
        }
      },
      async release() {
        this.isReleased = true
      },
    }
    made.push(consumer)
    return consumer
  }
  const review = (topics: readonly string[] = ['ticks'], reachableSinceMs: number | null = 0) =>
    keeper.review({ topics, reachableSinceMs, stuckSinceMs: null, create })
  return { keeper, made, stalls, review }
}

describe('ConsumerKeeper', () => {
  beforeEach(() => {
    nowMs = 1_000
  })

  it('starts one consumer for what there is to read, and none without brokers or topics', () => {
    const { keeper, made, review } = setUp()
    review([], 0)
    review(['ticks'], null)
    expect(made).toEqual([])
    review(['ticks'], 0)
    review(['ticks'], 0)
    expect(made.length).toBe(1)
    expect(keeper.current).toBe(made[0])
  })

  it('replaces it when the topics change, at once', () => {
    const { keeper, made, review } = setUp()
    review(['ticks'])
    review(['ticks', 'metrics'])
    expect(made.map(({ topics, isReleased }) => [topics, isReleased])).toEqual([
      [['ticks'], true],
      [['ticks', 'metrics'], false],
    ])
    expect(keeper.isWaiting).toBe(false)
    review([])
    expect(keeper.current).toBeNull()
  })

  it('replaces one that stalls', () => {
    const { made, stalls, review } = setUp()
    review()
    nowMs += 5_001
    review()
    expect([made[0]?.isReleased, stalls]).toEqual([true, ['notFetching']])
    nowMs += 200
    review()
    expect(made.length).toBe(2)
  })

  it('waits longer after each crash, up to 15 s, and forgets that once a fetch is answered', () => {
    const { keeper, made, review } = setUp()
    const pauses = Array.from({ length: 9 }, () => {
      review()
      const consumer = made.at(-1)
      if (consumer !== undefined) consumer.crash = new Error('crashed')
      const startedMs = nowMs
      for (review(); keeper.current === null; nowMs += 100) review()
      return nowMs - 100 - startedMs
    })
    expect(pauses).toEqual([200, 400, 800, 1_600, 3_200, 6_400, 12_800, 15_000, 15_000])
    const consumer = made.at(-1)
    if (consumer !== undefined) consumer.fetchedMs = nowMs
    review()
    if (consumer !== undefined) consumer.crash = new Error('crashed')
    review()
    nowMs += 200
    review()
    expect(keeper.current).not.toBeNull()
  })

  it('leaves a crashed one alone while the brokers are gone', () => {
    const { keeper, made, review } = setUp()
    review()
    const [consumer] = made
    if (consumer !== undefined) consumer.crash = new Error('crashed')
    review(['ticks'], null)
    expect(keeper.current).toBe(consumer)
  })

  it('ends it with itself', async () => {
    const { keeper, made, review } = setUp()
    review()
    await keeper.stop()
    expect(made[0]?.isReleased).toBe(true)
    expect(keeper.current).toBeNull()
  })
})
