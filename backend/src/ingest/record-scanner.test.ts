import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRecord } from './decode-record.js'
import { PlacedRecord } from './placed-record.js'
import { RecordScanner } from './record-scanner.js'
import type { LogName, LogRecord } from './source.js'

const timestamp = 1_723_161_255_343
const record = (value: Buffer, key: string): LogRecord => ({
  offset: 7,
  timestamp,
  publishedAt: timestamp,
  key: Buffer.from(key),
  value,
})

/** Within other bytes, as records lie in a fetched batch: what follows could complete a record that was cut off. */
const within = (value: Buffer, before: string, after: string): Buffer => {
  const memory = Buffer.concat([Buffer.from(before), value, Buffer.from(after)])
  const start = Buffer.byteLength(before)
  return memory.subarray(start, start + value.length)
}

const scanner = new RecordScanner()
/** Whether it was scanned; fails where the scanner says anything that JSON.parse and the checks do not. */
function agrees(log: LogName, each: LogRecord): boolean {
  const tick = scanner.tick(log, each)
  expect(scanner.tick(log, placed(each))).toStrictEqual(tick)
  if (tick !== null) expect(tick).toStrictEqual(parseRecord(log, each))
  return tick !== null
}

/** The same record, its key and value left where they were received. */
function placed({ offset, timestamp: at, publishedAt, key, value }: LogRecord): PlacedRecord {
  const bytes = Buffer.concat([Buffer.from('xy'), key ?? Buffer.alloc(0), value ?? Buffer.alloc(0), Buffer.from('}')])
  const lengths = { keyLength: key?.length ?? -1, valueLength: value?.length ?? -1 }
  const place = { bytes: bytes.subarray(1), keyAt: 1, valueAt: 1 + (key?.length ?? 0), ...lengths }
  return new PlacedRecord(offset, at, publishedAt, place)
}

const logs: readonly LogName[] = ['ticks', 'metrics']
const names = fc.constantFrom('x:A', 'binance-usdm:BTCUSDT', 'web-1', 'a b', 'x~y')
const digits = (maxLength: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${maxLength}}$`))
const decimals = fc.oneof(
  fc.tuple(digits(6), digits(8)).map(([whole, fraction]) => `${whole}.${fraction}`),
  digits(9),
  fc.constantFrom('0', '-0', '0.00', '-0.0', '100', '1.10', '00.5', '-37.63', '61837.63000000'),
  fc.tuple(digits(30), digits(18)).map(([whole, fraction]) => `-${whole}.${fraction}`.slice(0, 42)),
)
const times = fc.oneof(fc.nat(4e12), fc.constantFrom(0, timestamp, timestamp + 300_000, timestamp + 300_001))
const ids = fc.oneof(fc.stringMatching(/^[0-9]{1,12}$/), fc.constantFrom('a', 'x'.repeat(64)))

const goodTrade = fc.record(
  {
    type: fc.constant('trade'),
    instrument: names,
    time: fc.option(times),
    price: decimals,
    size: decimals,
    side: fc.constantFrom('buy', 'sell', null),
    id: fc.option(ids),
  },
  { requiredKeys: ['type', 'instrument', 'price', 'size'] },
)
const goodQuote = fc.record(
  {
    type: fc.constant('quote'),
    instrument: names,
    time: fc.option(times),
    bid: decimals,
    bidSize: fc.option(decimals),
    ask: decimals,
    askSize: fc.option(decimals),
  },
  { requiredKeys: ['type', 'instrument', 'bid', 'ask'] },
)
const goodMetric = fc.record(
  {
    type: fc.constant('metric'),
    host: names,
    name: names,
    unit: fc.option(ids),
    time: fc.option(times),
    value: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()),
  },
  { requiredKeys: ['type', 'host', 'name', 'value'] },
)
const good = fc.oneof(goodTrade, goodQuote, goodMetric)
const subjectOf = (value: object): string =>
  String('instrument' in value ? value.instrument : 'host' in value ? value.host : '')

/** Values that a field may be given wrongly, spelled as JSON or as something like it. */
const oddValues = fc.oneof(
  fc.constantFrom(
    'null',
    'true',
    '1e3',
    '-1',
    '1.5',
    '007',
    '"\\u0031"',
    '"a\\"b"',
    '""',
    '"börse:東京"',
    '"\u0000"',
    '"trade"',
    '"buy"',
    '"buyer"',
    '"1e5"',
    '".5"',
    '"5."',
    '"--1"',
    '"1..2"',
    '{}',
    '[1]',
    '9007199254740993',
    '"metrics"',
    '1e999',
    '-0',
    'nul',
    '"+1"',
    '" 1"',
    '"12345678901234567890.123456789012345678"',
  ),
  fc.json(),
  decimals.map((text) => JSON.stringify(text)),
)
const fieldNames = fc.constantFrom(
  ...['type', 'instrument', 'time', 'price', 'size', 'side', 'id', 'bid', 'bidSize', 'ask', 'askSize', 'host', 'name'],
  ...['value', 'unit', 'types', 'prices', 'i', '', '__proto__', 'constructor', 'ty\\u0070e', 'bidsize'],
)
const gaps = fc.constantFrom('', '', '', ' ', '  ', '\t', '\n', '\u00a0')

/** The fields of a good record in any order, some of them replaced, repeated or spaced. */
const oddText = fc
  .tuple(good, fc.array(fc.tuple(fieldNames, oddValues), { maxLength: 2 }), fc.nat(), gaps, gaps, gaps)
  .map(([value, odd, turn, beforeColon, afterColon, afterComma]) => {
    const spelled = Object.entries(value).map(([field, each]) => [field, JSON.stringify(each)] as const)
    const at = turn % spelled.length
    const all = [...spelled.slice(at), ...odd, ...spelled.slice(0, at)]
    const text = all.map(([field, each]) => `"${field}"${beforeColon}:${afterColon}${each}`).join(`,${afterComma}`)
    return { text: `{${text}}`, key: subjectOf(value) }
  })

describe('RecordScanner', () => {
  it('[REC1] takes every ordinary record, and yields what JSON.parse and the checks do', () => {
    const spaced = fc.tuple(good, fc.boolean()).map(([value, isSpaced]) => ({
      value,
      text: isSpaced
        ? JSON.stringify(value, null, 1).replaceAll(/\n */g, '').replaceAll(',"', ', "')
        : JSON.stringify(value),
    }))
    fc.assert(
      fc.property(spaced, fc.string(), fc.string(), ({ value, text }, before, after) => {
        const each = record(within(Buffer.from(text), before, after), subjectOf(value))
        for (const log of logs) {
          const isGood = typeof parseRecord(log, each) !== 'string'
          expect(agrees(log, each)).toBe(isGood)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('[REC1] never says anything else of records in any order, with odd values, doubled fields and spaces', () => {
    let scanned = 0
    fc.assert(
      fc.property(oddText, ({ text, key }) => {
        for (const log of logs) scanned += Number(agrees(log, record(Buffer.from(text), key)))
      }),
      { numRuns: 5_000 },
    )
    expect(scanned).toBeGreaterThan(0)
  })

  it('[REC1] never says anything else of records that were cut off, damaged or misspelled', () => {
    const damage = fc.array(
      fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('"\\{}:,.- 09e')))),
      {
        maxLength: 3,
      },
    )
    fc.assert(
      fc.property(good, damage, fc.nat(), fc.boolean(), (value, changes, cut, isCut) => {
        const bytes = Buffer.from(JSON.stringify(value))
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte
        const length = isCut ? cut % bytes.length : bytes.length
        const each = record(within(bytes.subarray(0, length), '{', bytes.subarray(length).toString()), subjectOf(value))
        for (const log of logs) agrees(log, each)
      }),
      { numRuns: 5_000 },
    )
  })

  it('[REC1] leaves to the checks what is not good, and what is not plain', () => {
    const trade = { type: 'trade', instrument: 'x:A', price: '1', size: '2' }
    const tick = (value: object, key = 'x:A', log: LogName = 'ticks') =>
      scanner.tick(log, record(Buffer.from(JSON.stringify(value)), key))
    expect(tick(trade)).not.toBeNull()
    expect(tick(trade, 'x:B')).toBeNull()
    expect(tick(trade, 'x:A', 'metrics')).toBeNull()
    expect(tick({ ...trade, size: '-2' })).toBeNull()
    expect(tick({ ...trade, price: '1e5' })).toBeNull()
    expect(tick({ ...trade, time: timestamp + 300_001 })).toBeNull()
    expect(tick({ ...trade, instrument: 'börse' }, 'börse')).toBeNull()
    expect(tick({ ...trade, id: '' })).toBeNull()
    const { key, value } = record(Buffer.from(JSON.stringify(trade)), 'x:A')
    for (const lacking of [
      { key, value: null },
      { key: null, value },
    ]) {
      const each = { offset: 0, timestamp, publishedAt: 0, ...lacking }
      expect(scanner.tick('ticks', each)).toBeNull()
      expect(scanner.tick('ticks', placed(each))).toBeNull()
      expect(placed(each)).toMatchObject(lacking)
    }
  })

  it('yields long values whole', () => {
    const each = { type: 'trade', instrument: 'x:A', price: '61837.63000000', size: '2', id: '123456789012345' }
    expect(scanner.tick('ticks', record(Buffer.from(JSON.stringify(each)), 'x:A'))).toMatchObject({
      price: { text: '61837.63000000', units: 6183763, scale: 2, places: 8 },
      id: '123456789012345',
    })
  })
})
