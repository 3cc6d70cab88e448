import { describe, expect, it } from 'vitest'
import { stall, type ConsumerHealth } from './stall.js'

const limits = { joinMs: 20_000, fetchMs: 5_000, progressMs: 15_000 }
const health = (over: Partial<ConsumerHealth> = {}): ConsumerHealth => ({
  startedMs: 1_000,
  joinedMs: 2_000,
  fetchedMs: 50_000,
  idleMs: null,
  stuckSinceMs: null,
  hasCrashed: false,
  ...over,
})

describe('stall', () => {
  it.each<[string, ConsumerHealth, number | null, number, string | null]>([
    ['fetches answered', health(), 500, 51_000, null],
    ['no fetch answered for 5 s', health(), 500, 55_001, 'notFetching'],
    ['no fetch answered, but the brokers are back for less', health(), 52_000, 57_000, null],
    ['no fetch answered, and neither does anybody else', health(), null, 900_000, null],
    ['never a fetch since it joined', health({ fetchedMs: null }), 500, 7_001, 'notFetching'],
    ['not joined yet', health({ joinedMs: null, fetchedMs: null }), 500, 21_000, null],
    ['not joined for 20 s', health({ joinedMs: null, fetchedMs: null }), 500, 21_001, 'notJoining'],
    ['not joined, but the brokers are back for less', health({ joinedMs: null, fetchedMs: null }), 5_000, 24_000, null],
    ['unread records for a while', health({ stuckSinceMs: 40_000 }), 500, 54_000, null],
    ['unread records for 15 s', health({ stuckSinceMs: 36_000 }), 500, 51_001, 'notProgressing'],
    ['unread records, but it has joined since', health({ stuckSinceMs: 1_000, joinedMs: 49_000 }), 500, 51_001, null],
    ['no fetch answered, for all was paused lately', health({ idleMs: 896_000 }), 500, 900_000, null],
    ['no fetch answered since it was paused', health({ idleMs: 894_999 }), 500, 900_000, 'notFetching'],
    ['crashed', health({ hasCrashed: true }), 500, 51_000, 'crashed'],
    ['crashed while the brokers are gone', health({ hasCrashed: true }), null, 51_000, null],
  ])('%s', (_name, consumer, reachableSinceMs, nowMs, expected) => {
    expect(stall(consumer, reachableSinceMs, nowMs, limits)).toBe(expected)
  })
})
