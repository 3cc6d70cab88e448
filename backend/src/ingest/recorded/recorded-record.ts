import type { InputRecord } from '@tickwall/protocol'
import type { LogName } from '../source.js'

/** When a recorder saw something: a nanosecond clock does not fit a number. */
export interface ReceiveTime {
  /** Whole milliseconds since the epoch. */
  readonly ms: number
  /** Nanoseconds after them, 0 to 999,999. */
  readonly ns: number
}

/** One row of a recording as an input record. */
export interface RecordedRecord {
  readonly log: LogName
  readonly key: string
  /** Its `time` is the event time. */
  readonly value: InputRecord
  /** As the source tells it, ms; for rows without one, when they were received. */
  readonly eventTime: number
  readonly received: ReceiveTime
  /** How far the event time lies after the receive time, ms, by two clocks that need not agree; null where there is no own event time. */
  readonly clockLeadMs: number | null
}

/** The order in which a recorder saw things. */
export const compareReceived = (a: ReceiveTime, b: ReceiveTime): number => a.ms - b.ms || a.ns - b.ns

/** Reads nanoseconds since the epoch as a text of digits; null for anything else. */
export function parseNanoseconds(text: string): ReceiveTime | null {
  if (!/^\d{7,19}$/.test(text)) return null
  return { ms: Number(text.slice(0, -6)), ns: Number(text.slice(-6)) }
}

/** Reads seconds since the epoch as a decimal text, up to nine decimals; null for anything else. */
export function parseSeconds(text: string): ReceiveTime | null {
  const [, seconds, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,9}))?$/.exec(text) ?? []
  if (seconds === undefined) return null
  const ns = Number(fraction.padEnd(9, '0'))
  return { ms: Number(seconds) * 1_000 + Math.floor(ns / 1_000_000), ns: ns % 1_000_000 }
}
