import { crc32 } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Position } from '@tickwall/protocol'
import { decodeCursor, encodeCursor, MAX_CURSOR_CHARS, TopicSet, type Cursor } from './cursor.js'

const list = new TopicSet(['quote/b', 'quote/a', 'trades/a'])
const at = (epoch: string, offset: number): Position => ({ epoch, offset })
const none = new Set<number>()
const cursor: Cursor = {
  maker: 7,
  toldAtMs: 1_723_161_255_343,
  held: [at('9f3c', 1034), null, at('9f3c', 1034)],
  foreign: none,
}

/** The same bytes with a check that fits them. */
function rechecked(text: string, spoil: (bytes: Buffer) => Buffer): string {
  const bytes = spoil(Buffer.from(text, 'base64url').subarray(0, -4))
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(bytes))
  return Buffer.concat([bytes, check]).toString('base64url')
}

const held = fc.option(
  fc.record({
    epoch: fc.oneof(fc.constantFrom('', '9f3c', 'a1b2c3d4e5f6'), fc.string({ maxLength: 64, unit: 'grapheme' })),
    offset: fc.integer({ min: -1, max: Number.MAX_SAFE_INTEGER - 1 }),
  }),
)

describe('a cursor', () => {
  it('[CUR1] says where each topic stands, whatever was held', () => {
    const lists = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 40 }).chain((names) =>
      fc.record({
        names: fc.constant(names),
        cursor: fc.record({
          maker: fc.integer({ min: 0, max: 0xffff_ffff }),
          toldAtMs: fc.maxSafeNat(),
          held: fc.array(held, { minLength: names.length, maxLength: names.length }),
          areForeign: fc.array(fc.boolean(), { minLength: names.length, maxLength: names.length }),
        }),
      }),
    )
    fc.assert(
      fc.property(lists, ({ names, cursor: { areForeign, ...rest } }) => {
        const topics = new TopicSet(names)
        const foreign = new Set(names.flatMap((_, i) => (areForeign[i] === true && rest.held[i] !== null ? [i] : [])))
        const cursor: Cursor = { ...rest, foreign }
        const text = encodeCursor(cursor, topics)
        expect(text).toMatch(/^[\w-]+$/)
        expect(decodeCursor(text, topics)).toEqual(cursor)
      }),
    )
  })

  it('[CUR1] has one position a partition, however many topics share it', () => {
    const names = Array.from({ length: 500 }, (_, i) => `quote/usdm:${String(i)}`)
    const epochs = Array.from({ length: 12 }, (_, i) => String(i).padStart(12, 'a'))
    const held = names.map((_, i) => at(epochs[i % 12] ?? '', 1_000_000 + (i % 12)))
    const text = encodeCursor({ maker: 1, toldAtMs: 1_723_161_255_343, held, foreign: none }, new TopicSet(names))
    expect(text.length).toBeLessThan(1100)
  })

  it('[CUR2] is about a set of topics, in any order', () => {
    const text = encodeCursor(cursor, list)
    expect(decodeCursor(text, new TopicSet(['trades/a', 'quote/b', 'quote/a']))).toEqual(cursor)
    for (const names of [['quote/a', 'quote/b'], ['quote/a', 'quote/b', 'trades/b'], []])
      expect(decodeCursor(text, new TopicSet(names))).toBeNull()
  })

  it('[CUR2] is known from any other text, and reading it never fails', () => {
    const text = encodeCursor(cursor, list)
    for (const hostile of [
      '',
      'null',
      '=',
      '%00',
      'é',
      text.slice(1),
      `${text}A`,
      `${text}=`,
      'A'.repeat(MAX_CURSOR_CHARS + 1),
    ])
      expect(decodeCursor(hostile, list), hostile.slice(0, 20)).toBeNull()
    fc.assert(
      fc.property(fc.string(), (other) => {
        expect(decodeCursor(other, list)).toBeNull()
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeCursor(Buffer.from(bytes).toString('base64url'), list)).toBeNull()
      }),
    )
  })

  it('[CUR2] is refused when one of its characters is another', () => {
    const text = encodeCursor(cursor, list)
    const decoded = Buffer.from(text, 'base64url')
    for (let i = 0; i < decoded.length; i++) {
      const other = Buffer.from(decoded)
      other[i] = (other[i] ?? 0) ^ 1
      expect(decodeCursor(other.toString('base64url'), list), `byte ${String(i)}`).toBeNull()
    }
  })

  it('[CUR2] is refused when somebody made it up, though its check fits', () => {
    const text = encodeCursor(cursor, list)
    expect(
      decodeCursor(
        rechecked(text, (bytes) => bytes),
        list,
      ),
    ).toEqual(cursor)
    const spoiled: ((bytes: Buffer) => Buffer)[] = [
      // of another version
      (bytes) => Buffer.concat([Buffer.from([2]), bytes.subarray(1)]),
      // too short, and too long
      (bytes) => bytes.subarray(0, -1),
      (bytes) => Buffer.concat([bytes, Buffer.from([0])]),
      (bytes) => bytes.subarray(0, 11),
      (bytes) => bytes.subarray(0, 3),
      // a number without end, and one that is too large
      (bytes) => Buffer.concat([bytes.subarray(0, 11), Buffer.alloc(30, 0xff)]),
      (bytes) => Buffer.concat([bytes.subarray(0, 11), Buffer.alloc(7, 0xff), Buffer.from([0x7f])]),
      // more positions than topics; an epoch longer than any; a topic at a position that is not there
      (bytes) => Buffer.concat([bytes.subarray(0, 11), Buffer.from([0, 100]), bytes]),
      (bytes) => Buffer.concat([bytes.subarray(0, 11), Buffer.from([0, 1, 0xff, 0x7f]), Buffer.alloc(20_000)]),
      (bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([2])]),
    ]
    for (const [i, spoil] of spoiled.entries())
      expect(decodeCursor(rechecked(text, spoil), list), `case ${String(i)}`).toBeNull()
  })
})
