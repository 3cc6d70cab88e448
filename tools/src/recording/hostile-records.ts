import type { BadReason } from '@tickwall/backend/ingest/bad-reason.js'
import type { PublishRecord } from '../producer/publish-chunks.js'

/** A record that must be refused, and why. */
export interface HostileRecord extends PublishRecord {
  readonly reason: BadReason
}

const MAX_BYTES = 1_048_576
const YEAR_2099_MS = Date.UTC(2099, 0, 1)

/**
 * Records that break the input contract, at least one for each reason, as raw keys and values: a gateway counts each under its reason
 * and goes on. `instrument` and `host` are the names they pretend to be about; `timeMs` is their event time.
 * One value has a little over 1 MiB, more than a broker takes by default (`max.message.bytes`).
 */
export function hostileRecords(instrument: string, host: string, timeMs: number): readonly HostileRecord[] {
  const trade = { type: 'trade', instrument, time: timeMs, price: '1.5', size: '2', side: 'buy', id: 'hostile' }
  const quote = { type: 'quote', instrument, time: timeMs, bid: '1.4', bidSize: '1', ask: '1.6', askSize: '1' }
  const metric = { type: 'metric', host, name: 'cpu.utilization', unit: 'percent', time: timeMs, value: 1 }
  const tick = (reason: BadReason, value: unknown, key = instrument): HostileRecord => ({
    log: 'ticks',
    key,
    value: typeof value === 'string' || value === null || Buffer.isBuffer(value) ? value : JSON.stringify(value),
    eventTime: timeMs,
    reason,
  })
  const reading = (reason: BadReason, value: unknown): HostileRecord => ({
    ...tick(reason, value, host),
    log: 'metrics',
  })
  return [
    tick('tombstone', null),
    tick('tooLarge', JSON.stringify({ ...trade, note: '' }).replace('""', `"${'x'.repeat(MAX_BYTES)}"`)),
    tick('notJson', ''),
    tick('notJson', '{"type":"trade","instrument":'),
    tick('notJson', `{"type":"trade","price":NaN}`),
    tick('notJson', Buffer.from([0xff, 0xfe, 0x7b, 0x7d])),
    tick('notObject', 'null'),
    tick('notObject', '[]'),
    tick('notObject', '"trade"'),
    tick('unknownType', {}),
    tick('unknownType', { ...trade, type: 'order' }),
    tick('unknownType', { ...trade, type: 1 }),
    tick('unknownType', metric),
    tick('unknownType', '{"__proto__":{"type":"trade"}}'),
    tick('badField', { ...trade, price: 1.5 }),
    tick('badField', { ...trade, size: null }),
    tick('badField', { ...trade, instrument: 7 }),
    tick('badField', { ...trade, side: 'both' }),
    tick('badField', { ...trade, id: '' }),
    tick('badField', { ...quote, ask: undefined }),
    tick('keyMismatch', trade, `${instrument}.other`),
    tick('badTime', { ...trade, time: 'now' }),
    tick('badTime', { ...trade, time: -1 }),
    tick('badTime', { ...quote, time: 0.5 }),
    tick('futureTime', { ...trade, time: YEAR_2099_MS }),
    tick('badDecimal', { ...trade, price: '1e3' }),
    tick('badDecimal', { ...trade, price: 'NaN' }),
    tick('badDecimal', { ...trade, price: '' }),
    tick('badDecimal', { ...trade, price: `0.${'1'.repeat(19)}` }),
    tick('badDecimal', { ...quote, bid: '.5' }),
    tick('badDecimal', { ...quote, askSize: '1,5' }),
    tick('negativeSize', { ...trade, size: '-0.1' }),
    tick('negativeSize', { ...quote, bidSize: '-1' }),
    reading('badField', { ...metric, value: '1' }),
    reading('badField', { ...metric, name: '' }),
    reading('badField', JSON.stringify(metric).replace('"value":1', '"value":1e999')),
    reading('keyMismatch', { ...metric, host: `${host}.other` }),
    reading('futureTime', { ...metric, time: YEAR_2099_MS }),
    reading('unknownType', trade),
  ]
}
