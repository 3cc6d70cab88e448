import { describe, expect, it } from 'vitest'
import { chooseHorizon, sessionStartOf, type BootstrapFrom, type LogLookups } from './horizon.js'

const dayMs = 86_400_000
const hourMs = 3_600_000
/** Midnight of some day. */
const midnightMs = 20_000 * dayMs

/** A log whose records have these timestamps, the first of them at offset `low`. */
function log(timestamps: readonly number[], low = 0): { bounds: { low: number; end: number }; lookups: LogLookups } {
  return {
    bounds: { low, end: low + timestamps.length },
    lookups: {
      timestampAt: async (offset) => timestamps[offset - low] ?? null,
      offsetAt: async (ms) => {
        const index = timestamps.findIndex((timestamp) => timestamp >= ms)
        return index < 0 ? null : low + index
      },
    },
  }
}

const choose = (
  timestamps: readonly number[],
  {
    from = 'earliest',
    maxRecords = 1_000,
    low = 0,
    sessionStartMs = 0,
  }: {
    from?: BootstrapFrom
    maxRecords?: number
    low?: number
    sessionStartMs?: number
  } = {},
) => {
  const { bounds, lookups } = log(timestamps, low)
  return chooseHorizon(bounds, { from, maxRecords, sessionStartMs }, lookups)
}

/** One record an hour for so many days, from midnight on. */
const hourly = (days: number): number[] => Array.from({ length: days * 24 }, (_, hour) => midnightMs + hour * hourMs)

describe('sessionStartOf', () => {
  it.each([
    [midnightMs, 0, midnightMs],
    [midnightMs - 1, 0, midnightMs - dayMs],
    [midnightMs + 9 * hourMs, 10 * hourMs, midnightMs - 14 * hourMs],
    [midnightMs + 10 * hourMs, 10 * hourMs, midnightMs + 10 * hourMs],
  ])('of %i, sessions from %i on, is %i', (ms, start, expected) => {
    expect(sessionStartOf(ms, start)).toBe(expected)
  })
})

describe('earliest', () => {
  it('is offset 0 of an untruncated log, before which nothing can have been missed', async () => {
    expect(await choose(hourly(2))).toEqual({ offset: 0, offsetMs: null, shortened: null })
    expect(await choose([])).toEqual({ offset: 0, offsetMs: null, shortened: null })
  })

  it('is the first record of a truncated log, with its time', async () => {
    expect(await choose(hourly(1), { low: 7 })).toEqual({ offset: 7, offsetMs: midnightMs, shortened: null })
  })

  it('cannot be said of a log that was truncated to nothing', async () => {
    expect(await choose([], { low: 7 })).toBeNull()
  })

  it('holds exactly as many records as allowed without being shortened', async () => {
    expect((await choose(hourly(2), { maxRecords: 48 }))?.shortened).toBeNull()
    expect((await choose(hourly(2), { maxRecords: 47 }))?.shortened).toBe('toSession')
  })

  it('moves to the earliest session that fits, one record before its first possible one', async () => {
    const horizon = await choose(hourly(10), { maxRecords: 60 })
    // 60 records reach back into day 7; days 8 and 9 fit whole. The last record stamped before 23:55 of day 7 is that of 23:00.
    expect(horizon).toEqual({ offset: 8 * 24 - 1, offsetMs: midnightMs + 8 * dayMs - hourMs, shortened: 'toSession' })
  })

  it('knows sessions that start at another hour', async () => {
    const horizon = await choose(hourly(10), { maxRecords: 60, sessionStartMs: 22 * hourMs })
    expect(horizon?.offset).toBe(7 * 24 + 21)
  })

  it('takes a session in only when what may have been stamped before its start fits too', async () => {
    // Stamped four minutes early: possibly the session's first record.
    const timestamps = [midnightMs - hourMs, midnightMs - 240_000, midnightMs + 1, midnightMs + 2]
    expect((await choose(timestamps, { maxRecords: 3 }))?.shortened).toBe('toRecords')
    expect(await choose([midnightMs - 2 * hourMs, ...timestamps], { maxRecords: 4 })).toMatchObject({ offset: 1 })
  })

  it('is that many records when even the newest session is larger', async () => {
    expect(await choose(hourly(1), { maxRecords: 5 })).toEqual({
      offset: 19,
      offsetMs: midnightMs + 19 * hourMs,
      shortened: 'toRecords',
    })
  })

  it('is found although timestamps are out of order', async () => {
    const timestamps = hourly(10)
    // Two records far before the cut that are stamped as if they were of the last days.
    timestamps[3] = midnightMs + 8 * dayMs + hourMs
    timestamps[4] = midnightMs + 9 * dayMs + hourMs
    expect((await choose(timestamps, { maxRecords: 60 }))?.shortened).toBe('toRecords')
  })
})

describe('previousSession', () => {
  it('counts from the newest record, and proves that the session is whole', async () => {
    const horizon = await choose(hourly(5), { from: 'previousSession' })
    expect(horizon).toEqual({ offset: 3 * 24 - 1, offsetMs: midnightMs + 3 * dayMs - hourMs, shortened: null })
  })

  it('is the whole log when that is shorter', async () => {
    expect(await choose(hourly(1), { from: 'previousSession' })).toEqual({ offset: 0, offsetMs: null, shortened: null })
    expect(await choose(hourly(1), { from: 'previousSession', low: 5 })).toMatchObject({
      offset: 5,
      offsetMs: midnightMs,
    })
  })

  it('is not bound by the number of records', async () => {
    expect((await choose(hourly(5), { from: 'previousSession', maxRecords: 1 }))?.offset).toBe(71)
  })
})

describe('a duration', () => {
  it('counts from the newest record', async () => {
    expect(await choose(hourly(5), { from: { ms: 3 * hourMs } })).toMatchObject({ offset: 5 * 24 - 4 })
  })

  it('is the whole log when that is shorter', async () => {
    expect(await choose(hourly(1), { from: { ms: 30 * dayMs } })).toEqual({
      offset: 0,
      offsetMs: null,
      shortened: null,
    })
  })
})
