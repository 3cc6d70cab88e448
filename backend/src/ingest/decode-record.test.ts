import { describe, expect, it } from 'vitest'
import type { BadReason } from './bad-reason.js'
import { decodeRecord, FUTURE_TOLERANCE_MS, MAX_RECORD_BYTES } from './decode-record.js'
import type { LogName, LogRecord } from './source.js'

const timestamp = 1_723_161_255_343
const record = (value: Buffer | string | null, key: Buffer | string | null = 'x:A'): LogRecord => ({
  offset: 7,
  timestamp,
  publishedAt: timestamp,
  key: key === null ? null : Buffer.from(key),
  value: value === null ? null : Buffer.from(value),
})
const trade = { type: 'trade', instrument: 'x:A', time: timestamp - 5, price: '61837.63', size: '0.02' }
const quote = { type: 'quote', instrument: 'x:A', bid: '1.10', ask: '1.2' }
const metric = { type: 'metric', host: 'web-1', name: 'cpu', value: 12.3 }
const json = (value: object, changes: object = {}): string => JSON.stringify({ ...value, ...changes })
const decodeTick = (value: string, key?: string) => decodeRecord('ticks', record(value, key))
const decodeMetric = (value: string, key = 'web-1') => decodeRecord('metrics', record(value, key))

describe('good records', () => {
  it('[REC2] decodes a trade, its decimals as text and as integers', () => {
    expect(decodeTick(json(trade, { side: 'buy', id: '3735683259' }))).toEqual({
      type: 'trade',
      instrument: 'x:A',
      time: timestamp - 5,
      price: { text: '61837.63', units: 6183763, scale: 2, places: 2 },
      size: { text: '0.02', units: 2, scale: 2, places: 2 },
      side: 'buy',
      id: '3735683259',
    })
  })

  it('[REC3] decodes a quote, its sizes optional', () => {
    expect(decodeTick(json(quote, { bidSize: '5', askSize: null }))).toMatchObject({
      type: 'quote',
      bid: { text: '1.10', places: 2 },
      bidSize: { text: '5' },
      ask: { text: '1.2' },
      askSize: null,
    })
  })

  it('[REC4] decodes a metric', () => {
    expect(decodeMetric(json(metric, { unit: 'percent' }))).toEqual({
      type: 'metric',
      host: 'web-1',
      name: 'cpu',
      unit: 'percent',
      time: timestamp,
      value: 12.3,
    })
  })

  it('[REC1] ignores unknown fields and takes optional ones that are null', () => {
    const nulls = { time: null, side: null, id: null, venue: 'x', constructor: 1 }
    expect(decodeTick(json(trade, nulls))).toMatchObject({ time: timestamp, side: null, id: null })
  })

  it('[REC5] takes the record timestamp for an event time that is absent', () => {
    expect(decodeTick(json(quote))).toMatchObject({ time: timestamp })
  })

  it('[REC5] takes any event time up to the tolerance, and any in the past', () => {
    for (const time of [0, timestamp + FUTURE_TOLERANCE_MS])
      expect(decodeTick(json(trade, { time }))).toMatchObject({ time })
  })

  it('[REC6] takes prices at and below zero, and sizes of zero', () => {
    for (const price of ['0', '-37.63', '-0']) {
      expect(decodeTick(json(trade, { price, size: '0' }))).toMatchObject({ price: { text: price } })
    }
  })

  it('[REC1] compares names beyond ASCII with the key as UTF-8', () => {
    const instrument = 'börse:東京'
    expect(decodeTick(json(quote, { instrument }), instrument)).toMatchObject({ instrument })
    expect(decodeRecord('ticks', record(json(quote, { instrument: 'é' }), Buffer.from([0xe9])))).toBe('keyMismatch')
  })

  it('keeps U+FFFD that was in the text itself', () => {
    expect(decodeTick(json(trade, { id: 'a\uFFFD' }))).toMatchObject({ id: 'a\uFFFD' })
  })
})

const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
const withField = (field: string, text: string): string => `${json(trade).slice(0, -1)},"${field}":${text}}`

/** Everything a producer, a mistake or a malicious hand may put into a log, and the reason it is counted under. */
const hostile: readonly (readonly [string, LogName, LogRecord, BadReason])[] = [
  ['no value', 'ticks', record(null), 'tombstone'],
  ['an empty value', 'ticks', record(''), 'notJson'],
  ['white space', 'ticks', record('  '), 'notJson'],
  ['text', 'ticks', record('price=1'), 'notJson'],
  ['half an object', 'ticks', record(json(trade).slice(0, -1)), 'notJson'],
  ['a byte order mark', 'ticks', record(`\uFEFF${json(trade)}`), 'notJson'],
  ['NaN as a word', 'metrics', record('{"type":"metric","host":"web-1","name":"cpu","value":NaN}', 'web-1'), 'notJson'],
  ['bytes that are not UTF-8', 'ticks', record(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])), 'notJson'],
  [
    'bytes that are not UTF-8 inside a field',
    'ticks',
    record(Buffer.from(json(trade, { id: 'é' }), 'latin1')),
    'notJson',
  ],
  ['random bytes', 'ticks', record(Buffer.from(Array.from({ length: 256 }, (_, i) => i))), 'notJson'],
  ['null', 'ticks', record('null'), 'notObject'],
  ['a number', 'ticks', record('1'), 'notObject'],
  ['a text in JSON', 'ticks', record('"trade"'), 'notObject'],
  ['a list', 'ticks', record(`[${json(trade)}]`), 'notObject'],
  ['a deep list', 'ticks', record(deep), 'notObject'],
  ['one byte too many', 'ticks', record(json(trade).padEnd(MAX_RECORD_BYTES + 1)), 'tooLarge'],
  ['no type', 'ticks', record('{}'), 'unknownType'],
  ['a type of the wrong type', 'ticks', record('{"type":1}'), 'unknownType'],
  ['an unknown type', 'ticks', record(json(trade, { type: 'order' })), 'unknownType'],
  ['the name of an inherited property', 'ticks', record('{"type":"toString"}'), 'unknownType'],
  ['fields only behind __proto__', 'ticks', record(`{"__proto__":${json(trade)}}`), 'unknownType'],
  ['a metric among ticks', 'ticks', record(json(metric), 'web-1'), 'unknownType'],
  ['a trade among metrics', 'metrics', record(json(trade)), 'unknownType'],
  ['no instrument', 'ticks', record(json(trade, { instrument: undefined })), 'badField'],
  ['an instrument of the wrong type', 'ticks', record(json(trade, { instrument: ['x:A'] })), 'badField'],
  ['an empty instrument', 'ticks', record(json(trade, { instrument: '' }), ''), 'badField'],
  ['an instrument of 129 bytes', 'ticks', record(json(trade, { instrument: `${'é'.repeat(64)}x` })), 'badField'],
  ['a control character in a name', 'ticks', record(json(trade, { instrument: 'x:\n' }), 'x:\n'), 'badField'],
  ['half a surrogate pair in a name', 'ticks', record(withField('instrument', '"\\ud800"')), 'badField'],
  ['no price', 'ticks', record(json(trade, { price: null })), 'badField'],
  ['a price as a number', 'ticks', record(json(trade, { price: 61837.63 })), 'badField'],
  ['a price as an object', 'ticks', record(json(trade, { price: { toString: '1' } })), 'badField'],
  ['an unknown side', 'ticks', record(json(trade, { side: 'BUY' })), 'badField'],
  ['a side of an inherited name', 'ticks', record(json(trade, { side: 'constructor' })), 'badField'],
  ['an id as a number', 'ticks', record(json(trade, { id: 3735683259 })), 'badField'],
  ['an empty id', 'ticks', record(json(trade, { id: '' })), 'badField'],
  ['an id of 65 characters', 'ticks', record(json(trade, { id: 'i'.repeat(65) })), 'badField'],
  ['a quote without an ask', 'ticks', record(json(quote, { ask: undefined })), 'badField'],
  ['a bid size as a number', 'ticks', record(json(quote, { bidSize: 5 })), 'badField'],
  ['no host', 'metrics', record(json(metric, { host: undefined }), 'web-1'), 'badField'],
  ['a name that is no segment', 'metrics', record(json(metric, { name: '' }), 'web-1'), 'badField'],
  ['a value as text', 'metrics', record(json(metric, { value: '12.3' }), 'web-1'), 'badField'],
  ['no value field', 'metrics', record(json(metric, { value: undefined }), 'web-1'), 'badField'],
  [
    'a value beyond a double',
    'metrics',
    record('{"type":"metric","host":"web-1","name":"cpu","value":1e999}', 'web-1'),
    'badField',
  ],
  ['a unit of 65 characters', 'metrics', record(json(metric, { unit: 'u'.repeat(65) }), 'web-1'), 'badField'],
  ['a unit of 1 MB', 'metrics', record(json(metric, { unit: 'u'.repeat(1_000_000) }), 'web-1'), 'badField'],
  ['no key', 'ticks', record(json(trade), null), 'keyMismatch'],
  ['another key', 'ticks', record(json(trade), 'x:B'), 'keyMismatch'],
  ['a longer key', 'ticks', record(json(trade), 'x:AB'), 'keyMismatch'],
  ['a key of 1 MB', 'ticks', record(json(trade), 'x'.repeat(1_000_000)), 'keyMismatch'],
  ['a key in another case', 'ticks', record(json(trade), 'x:a'), 'keyMismatch'],
  ['another host', 'metrics', record(json(metric), 'web-2'), 'keyMismatch'],
  ['a time as text', 'ticks', record(json(trade, { time: '1723161255343' })), 'badTime'],
  ['a broken time', 'ticks', record(json(trade, { time: 1723161255.5 })), 'badTime'],
  ['a time before the epoch', 'ticks', record(json(trade, { time: -1 })), 'badTime'],
  ['a time in nanoseconds', 'ticks', record(json(trade, { time: 1_723_161_255_343_000_000 })), 'badTime'],
  ['a time in 2099', 'ticks', record(json(trade, { time: 4_070_908_800_000 })), 'futureTime'],
  [
    'a time a moment too far ahead',
    'ticks',
    record(json(trade, { time: timestamp + FUTURE_TOLERANCE_MS + 1 })),
    'futureTime',
  ],
  ['no time and no timestamp', 'ticks', { ...record(json(quote)), timestamp: -1 }, 'badTime'],
  ['an exponent', 'ticks', record(json(trade, { price: '6e4' })), 'badDecimal'],
  ['NaN', 'ticks', record(json(trade, { price: 'NaN' })), 'badDecimal'],
  ['infinity', 'ticks', record(json(trade, { size: 'Infinity' })), 'badDecimal'],
  ['an empty price', 'ticks', record(json(trade, { price: '' })), 'badDecimal'],
  ['19 decimals', 'ticks', record(json(trade, { price: '0.1234567890123456789' })), 'badDecimal'],
  ['a million digits', 'ticks', record(json(trade, { price: '9'.repeat(1_000_000) })), 'badDecimal'],
  ['a bad bid size', 'ticks', record(json(quote, { bidSize: '1,5' })), 'badDecimal'],
  ['a bad ask size', 'ticks', record(json(quote, { askSize: '+1' })), 'badDecimal'],
  ['a negative size', 'ticks', record(json(trade, { size: '-0.02' })), 'negativeSize'],
  ['a negative bid size', 'ticks', record(json(quote, { bidSize: '-1' })), 'negativeSize'],
  ['a negative ask size', 'ticks', record(json(quote, { askSize: '-1' })), 'negativeSize'],
]

describe('bad records', () => {
  it.each(hostile)('[REC7] refuses %s', (_what, log, bad, reason) => {
    expect(decodeRecord(log, bad)).toBe(reason)
  })

  it('[REC1] takes a value of exactly the greatest length', () => {
    expect(decodeTick(json(trade).padEnd(MAX_RECORD_BYTES))).toMatchObject({ type: 'trade' })
  })

  it('[REC1] takes deep nesting in a field it does not know', () => {
    expect(decodeTick(withField('extra', deep))).toMatchObject({ type: 'trade' })
  })

  it('leaves the prototype of everything as it was', () => {
    expect(decodeTick(withField('__proto__', '{"side":"buy","polluted":true}'))).toMatchObject({ side: null })
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})
