import type { BadReason } from './bad-reason.js'

/** How far an event time may lie after its record's timestamp, ms: clocks of producers differ, a year does not. */
export const FUTURE_TOLERANCE_MS = 300_000

const isMs = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

/** The event time of a record, ms: its own field, or where that is absent or null the record's timestamp. */
export function eventTime(time: unknown, timestamp: number): number | BadReason {
  if (!isMs(timestamp)) return 'badTime'
  if (time === undefined || time === null) return timestamp
  if (!isMs(time)) return 'badTime'
  return time > timestamp + FUTURE_TOLERANCE_MS ? 'futureTime' : time
}
