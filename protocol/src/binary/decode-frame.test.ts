import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyFrame } from '../../test/arbitrary-states.js'
import { binaryDelta, binaryFrame, binarySnapshot, joined } from '../../test/encoded-frame.js'
import { decodeBinaryFrame } from './decode-frame.js'

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values)
const head = bytes(0x08, 0x07, 0x18, 0x05, 0x20, 0x04)
/** A delta of these bytes, in a frame. */
const delta = (...part: number[]): Uint8Array => joined([head, bytes(0x32, part.length, ...part)])
const snapshot = (...part: number[]): Uint8Array => joined([head, bytes(0x2a, part.length, ...part)])
const tenByteVarint = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]

const quote = {
  last: '61837.63',
  lastSize: '0.02',
  lastSide: 'buy',
  bid: '61837.60',
  bidSize: '1.50',
  ask: '61837.70',
  askSize: '0.75',
  tickAt: 1723161255343,
}

/** Random frames are many; a busy machine is slow. */
const PATIENCE_MS = 120_000

describe('decodeBinaryFrame', () => {
  it('[BIN3] reads a head alone', () => {
    expect(decodeBinaryFrame(head)).toEqual({ ok: true, message: { type: 'frame', n: 7, ts: 5, at: 4 } })
  })

  it('[BIN4] tells a quote update in 35 bytes, with its sums in 45', () => {
    expect(binaryDelta(412, 48_211_034, quote).length).toBeLessThanOrEqual(35)
    const { tickAt, ...before } = quote
    const withSums = { ...before, volume: '1234.56', turnover: '75925003.1875', tickAt }
    expect(binaryDelta(412, 48_211_034, withSums).length).toBeLessThanOrEqual(45)
  })

  it.each([
    ['a fixed number of decimals', { last: '61837.60', bid: '61837.00', ask: '0.00' }],
    ['decimals as they come', { last: '61837.6', bid: '61837', ask: '0' }],
    ['many zeros at the end', { last: '61837.63000000', bid: '61837.60000000' }],
    ['eighteen decimals', { last: '1.000000000000000001', bid: '1.000000000000000000' }],
    ['both in one feed', { last: '61837.60', bid: '61837.6', ask: '61838' }],
    ['signs', { last: '-37.63', bid: '-0.5', ask: '0.5', high: '-0', low: '-0.00' }],
    ['leading zeros', { last: '007.5', bid: '00', ask: '0.5' }],
    ['units around 2^53', { last: '9007199254740991', bid: '9007199254740993', lastSize: '9007199254740991' }],
    ['sums beyond 2^53', { volume: '90071992547409.93', turnover: '1844674407370955.1615' }],
    ['sums beyond 2^64', { volume: '18446744073709551616', turnover: '123456789012345678901.000000000000000001' }],
    ['sums with decimals of their own', { volume: '0.123456789', turnover: '0.123456789012345678', last: '5' }],
  ])('[BIN5] gives the texts of prices and sizes back digit for digit: %s', (_, changes) => {
    expect(
      decodeBinaryFrame(
        binaryFrame({ head: { n: 1, prev: 0, ts: 1, at: 1 }, snapshots: [], deltas: [[1, 2, changes]] }),
      ),
    ).toMatchObject({ message: { prev: 0, deltas: [[1, 2, changes]] } })
  })

  it('[BIN6] prints sums beyond 2^53 exactly', () => {
    const changes = { last: '61837.63', lastSize: '0.020', volume: '151234.567', turnover: '9345678901.23457' }
    const part = binaryDelta(1, 2, changes)
    expect(part.length).toBeLessThan(35)
    expect(decodeBinaryFrame(joined([head, part]))).toMatchObject({ message: { deltas: [[1, 2, changes]] } })
  })

  it.each([
    ['volume', { lastSize: '2', volume: '0.125' }],
    ['turnover', { last: '5', lastSize: '2', volume: '7', turnover: '0.123456' }],
    ['turnover alone', { turnover: '0.123456789012345' }],
    ['turnover beside fixed prices', { last: '61837.60', lastSize: '2', turnover: '0.123456' }],
  ])('[BIN6] tells a sum with more decimals than its neighbours as a number: %s', (_, changes) => {
    const part = binaryDelta(1, 2, changes)
    expect(part.length).toBeLessThan(24)
    expect(new TextDecoder().decode(part)).not.toContain('.')
    expect(decodeBinaryFrame(joined([head, part]))).toMatchObject({ message: { deltas: [[1, 2, changes]] } })
  })

  it('[BIN8] reads what has the most places that there may be', () => {
    expect(decodeBinaryFrame(delta(0x22, 0x07, 0x92, 0x88, 0x80, 0x01, 0xc0, 0x04, 0x02))).toMatchObject({
      message: { deltas: [[0, 0, { last: '0.010000000000000000' }]] },
    })
  })

  it('[BIN7] tells removed fields, and lists that are empty', () => {
    const changes = { lastSide: null, bidSize: null, prevClose: null, partial: null, unit: null }
    const parts = [
      binaryDelta(1, 2, changes),
      binarySnapshot({ ref: 3, epoch: 'e', offset: 4, state: { items: [], size: 200 } }),
    ]
    expect(decodeBinaryFrame(joined([head, ...parts]))).toMatchObject({
      message: {
        deltas: [[1, 2, changes]],
        snapshots: [{ ref: 3, epoch: 'e', offset: 4, state: { items: [], size: 200 } }],
      },
    })
  })

  it('[BIN10] tells fields without a number by name, and that they ceased', () => {
    const changes = { connections: 3, latency: { fold: { p50Ms: 1.5 } }, lagRecords: null, ['__proto__']: 'data' }
    const state = { '0b9c7f5e0b9c7f5e': { text: '停机 <b>', until: 1723161255343 } }
    const parts = [binaryDelta(1, 2, changes), binarySnapshot({ ref: 3, epoch: 'e', offset: 4, state })]
    const decoded = decodeBinaryFrame(joined([head, ...parts]))
    expect(decoded).toEqual({
      ok: true,
      message: {
        ...{ type: 'frame', n: 7, ts: 5, at: 4 },
        deltas: [[1, 2, changes]],
        snapshots: [{ ref: 3, epoch: 'e', offset: 4, state }],
      },
    })
  })

  it.each(['', '7', '[]', 'null', '{"a":', '"a"'])('[BIN10] refuses %j in the place of fields by name', (text) => {
    const more = [...new TextEncoder().encode(text)]
    expect(decodeBinaryFrame(delta(0xaa, 0x01, more.length, ...more))).toMatchObject({ ok: false })
  })

  it('[BIN9] has U+FFFD for half a surrogate pair', () => {
    const part = binaryDelta(1, 2, { unit: 'a\ud800b' })
    expect(decodeBinaryFrame(joined([head, part]))).toMatchObject({
      message: { deltas: [[1, 2, { unit: 'a\ufffdb' }]] },
    })
  })

  it.each([
    ['a varint', bytes(0xf8, 0x06, 0x01)],
    ['the longest varint', bytes(0xf8, 0x06, ...tenByteVarint)],
    ['bytes', bytes(0xfa, 0x06, 0x02, 0xff, 0xff)],
    ['eight bytes', bytes(0xf9, 0x06, 1, 2, 3, 4, 5, 6, 7, 8)],
    ['four bytes', bytes(0xfd, 0x06, 1, 2, 3, 4)],
    ['a known field of another wire type', bytes(0x0a, 0x01, 0x09)],
  ])('[BIN8] skips a field that it does not know: %s', (_, unknown) => {
    const part = binaryDelta(1, 2, quote)
    const inside = joined([bytes(0x32, unknown.length + 2, 0x08, 0x01), unknown])
    expect(decodeBinaryFrame(joined([unknown, head, unknown, part, unknown, inside]))).toEqual({
      ok: true,
      message: {
        type: 'frame',
        n: 7,
        ts: 5,
        at: 4,
        deltas: [
          [1, 2, quote],
          [1, 0, {}],
        ],
      },
    })
  })

  it('[BIN8] ignores bits of a shape, and numbers of fields, that it does not know', () => {
    // shape: TRADES and bit 25 (of 10 more scale bits: 35); 9 trades; the value of bit 25.
    const shape = [0x80, 0x80, 0x80, 0x82, 0x80, 0x01]
    expect(decodeBinaryFrame(delta(0x08, 0x01, 0x22, 0x08, ...shape, 0x09, 0x63))).toEqual({
      ok: true,
      message: { type: 'frame', n: 7, ts: 5, at: 4, deltas: [[1, 0, { trades: 9 }]] },
    })
    expect(
      decodeBinaryFrame(delta(0x92, 0x01, 0x02, 0x63, 0x01, 0x9a, 0x01, 0x01, 0x64, 0xa2, 0x01, 0x01, 0x41)),
    ).toEqual({
      ok: true,
      message: { type: 'frame', n: 7, ts: 5, at: 4, deltas: [[0, 0, { lastSize: null }]] },
    })
  })

  it.each([
    ['nothing', bytes()],
    ['no number', bytes(0x18, 0x05)],
    ['the number 0', bytes(0x08, 0x00)],
    ['a number beyond 2^53', bytes(0x08, ...tenByteVarint)],
    ['a varint without an end', bytes(0x08, 0x80)],
    ['a varint of eleven bytes', bytes(0x08, ...tenByteVarint.map(() => 0xff), 0x01)],
    ['JSON', new TextEncoder().encode('{"type":"frame","n":1,"ts":1,"at":1}')],
    ['the tag 0', joined([head, bytes(0x00)])],
    ['field 0', joined([head, bytes(0x02, 0x00)])],
    ['a tag beyond 2^32', joined([head, bytes(...tenByteVarint)])],
    ['a group', joined([head, bytes(0x33, 0x34)])],
    ['wire type 7', joined([head, bytes(0xff, 0x06)])],
    ['a part longer than the frame', joined([head, bytes(0x32, 0x02, 0x08)])],
    ['a part of 2^53 bytes', joined([head, bytes(0x32, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f)])],
    ['an unknown field longer than the frame', joined([head, bytes(0xfa, 0x06, 0x7f)])],
    ['eight bytes that are seven', joined([head, bytes(0xf9, 0x06, 1, 2, 3, 4, 5, 6, 7)])],
    ['four bytes that are three', joined([head, bytes(0xfd, 0x06, 1, 2, 3)])],
    ['a ref beyond 2^53', delta(0x08, ...tenByteVarint)],
    ['offset -2', delta(0x10, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01)],
    ['an offset beyond 2^53', delta(0x10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f)],
    ['an epoch of 65 characters', snapshot(0x1a, 65, ...Array.from({ length: 65 }, () => 0x41))],
    ['an epoch that is not UTF-8', snapshot(0x1a, 0x01, 0xff)],
    ['a text that ends within a character', delta(0x5a, 0x01, 0xe2)],
    ['a double of seven bytes', delta(0x49, 1, 2, 3, 4, 5, 6, 7)],
    ['a quote without what its shape says', delta(0x22, 0x02, 0x80, 0x08)],
    ['fewer places than the scale', delta(0x22, 0x06, 0x92, 0x88, 0x80, 0x01, 0x20, 0x02)],
    ['nineteen places', delta(0x22, 0x07, 0x92, 0x88, 0x80, 0x01, 0xe0, 0x04, 0x02)],
    ['a trade that ends within', delta(0x2a, 0x03, 0x00, 0x00, 0x02)],
    ['a trade whose text is missing', delta(0x2a, 0x05, 0x00, 0x10, 0x02, 0x02, 0x01)],
    ['a field whose text is missing', delta(0x9a, 0x01, 0x01, 0x00)],
    ['a bar that ends within', delta(0x32, 0x03, 0x00, 0x00, 0x02)],
    ['seconds without their values', delta(0x3a, 0x01, 0x02, 0x42, 0x08, 0, 0, 0, 0, 0, 0, 0, 0)],
    ['values without their seconds', delta(0x42, 0x08, 0, 0, 0, 0, 0, 0, 0, 0)],
  ])('[BIN8] calls %s malformed', (_, hostile) => {
    expect(decodeBinaryFrame(hostile)).toMatchObject({ ok: false, code: 'malformed' })
  })

  it(
    '[BIN8] never throws, whatever the bytes',
    () => {
      const outcomes = { ok: 0, malformed: 0 }
      const near = fc
        .tuple(anyFrame, fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }), fc.nat())
        .map(([frame, changes, cut]) => {
          const whole = binaryFrame(frame)
          for (const [at, byte] of changes) whole[at % whole.length] = byte
          return whole.subarray(0, whole.length - (cut % 3 === 0 ? cut % whole.length : 0))
        })
      fc.assert(
        fc.property(fc.oneof(fc.uint8Array({ maxLength: 64 }), near), (hostile) => {
          const decoded = decodeBinaryFrame(hostile)
          if (decoded.ok) outcomes.ok += 1
          else {
            expect(decoded.code).toBe('malformed')
            outcomes.malformed += 1
          }
        }),
        { numRuns: 3000 },
      )
      expect(outcomes.ok).toBeGreaterThan(200)
      expect(outcomes.malformed).toBeGreaterThan(200)
    },
    PATIENCE_MS,
  )
})
