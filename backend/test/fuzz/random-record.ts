import type { InputRecord } from '@tickwall/protocol'
import { FUTURE_TOLERANCE_MS } from '../../src/ingest/decode-record.js'
import type { LogRecord } from '../../src/ingest/source.js'
import { DAY_MS } from '../../src/market/session-clock.js'
import type { Die } from './die.js'

const PRICES = ['10', '10.0', '9.99', '10.01', '11.5', '-3', '0', '90071992547409931.5']
const SIZES = ['1', '0', '0.10', '2.000000000000000001', '7']

/** A record without its place in a log. */
export type Content = Omit<LogRecord, 'offset'>

/** How long before its record an event happened, ms; negative = a clock that runs ahead. */
function delayMs(die: Die): number {
  switch (die.weighted({ none: 60, late: 25, veryLate: 5, dayLate: 4, ahead: 6 })) {
    case 'none':
      return die.below(20)
    case 'late':
      return die.below(70_000)
    case 'veryLate':
      return die.below(20 * 3_600_000)
    case 'dayLate':
      return DAY_MS
    case 'ahead':
      return -die.pick([1, 1000, 61_000, FUTURE_TOLERANCE_MS])
  }
}

export function randomTick(die: Die, instrument: string, id: string, nowMs: number): Content {
  const time = die.chance(0.05) ? null : nowMs - delayMs(die)
  const optionalSize = (): string | null => (die.chance(0.3) ? null : die.pick(SIZES))
  return asContent(
    die.chance(0.7)
      ? {
          type: 'trade',
          instrument,
          time,
          price: die.pick(PRICES),
          size: die.pick(SIZES),
          side: die.pick(['buy', 'sell', null]),
          id: die.chance(0.5) ? id : null,
        }
      : {
          type: 'quote',
          instrument,
          time,
          bid: die.pick(PRICES),
          bidSize: optionalSize(),
          ask: die.pick(PRICES),
          askSize: optionalSize(),
        },
    instrument,
    nowMs,
    die,
  )
}

/** A monitor's clock does not run ahead: at a horizon its seconds are shown earlier than bars. */
export function randomMetric(die: Die, host: string, name: string, nowMs: number): Content {
  const time = nowMs - Math.max(0, delayMs(die))
  const unit = die.pick(['percent', 'percent', null])
  return asContent(
    { type: 'metric', host, name, unit, time, value: die.pick([1, 2.5, -0.1, 1e15, 0]) },
    host,
    nowMs,
    die,
  )
}

/** What a broken producer may write. */
export function badRecord(die: Die, key: string, nowMs: number): Content {
  const good = { type: 'trade', instrument: key, time: nowMs, price: '1', size: '1' }
  const value = die.pick([
    null,
    '{',
    '[]',
    '{"type":"other"}',
    JSON.stringify({ ...good, size: '-1' }),
    JSON.stringify({ ...good, price: '1e5' }),
    JSON.stringify({ ...good, instrument: `${key}2` }),
    JSON.stringify({ ...good, time: nowMs + FUTURE_TOLERANCE_MS + 1 }),
  ])
  return {
    timestamp: nowMs,
    publishedAt: nowMs,
    key: Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
  }
}

const asContent = (record: InputRecord, key: string, nowMs: number, die: Die): Content => ({
  timestamp: nowMs,
  publishedAt: nowMs - die.below(5),
  key: Buffer.from(key),
  value: Buffer.from(JSON.stringify(record)),
})
