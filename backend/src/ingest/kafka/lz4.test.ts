import { describe, expect, it } from 'vitest'
import { decompressLz4 } from './lz4.js'

const header = Buffer.from('04224d18604082', 'hex')
const end = Buffer.alloc(4)
const block = (bytes: Buffer, isCompressed = true): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length + (isCompressed ? 0 : 0x80000000))
  return Buffer.concat([length, bytes])
}
const frame = (...blocks: Buffer[]): Buffer => Buffer.concat([header, ...blocks, end])
const text = (frame_: Buffer): string => decompressLz4(frame_).toString('latin1')

/** A token, literals, and unless it is the last sequence a match. */
const sequence = (literals: string, match?: { distance: number; length: number }): Buffer => {
  const extra = (length: number): number[] => {
    if (length < 15) return []
    const rest = length - 15
    return [...Array<number>(Math.floor(rest / 255)).fill(255), rest % 255]
  }
  const matchLength = (match?.length ?? 4) - 4
  const token = (Math.min(15, literals.length) << 4) | Math.min(15, matchLength)
  const tail = match === undefined ? [] : [match.distance & 255, match.distance >> 8, ...extra(matchLength)]
  return Buffer.from([token, ...extra(literals.length), ...Buffer.from(literals, 'latin1'), ...tail])
}

describe('decompressLz4', () => {
  it('takes literals, matches that overlap themselves, and long lengths', () => {
    const long = 'x'.repeat(700)
    const bytes = Buffer.concat([
      sequence('abc', { distance: 3, length: 9 }),
      sequence('', { distance: 1, length: 400 }),
      sequence(long),
    ])
    expect(text(frame(block(bytes)))).toBe(`abcabcabcabc${'c'.repeat(400)}${long}`)
  })

  it('takes blocks that are not compressed, and matches into earlier blocks', () => {
    const second = Buffer.concat([sequence('', { distance: 5, length: 5 }), sequence('!')])
    expect(text(frame(block(Buffer.from('hello'), false), block(second)))).toBe('hellohello!')
  })

  it('skips checksums and the content size', () => {
    const flags = Buffer.from('04224d1878400800000000000000ff', 'hex')
    const checksum = Buffer.from('deadbeef', 'hex')
    const bytes = Buffer.concat([flags, block(sequence('checked')), checksum, end])
    expect(text(bytes)).toBe('checked')
  })

  it('takes nothing', () => {
    expect(text(frame())).toBe('')
  })

  it.each([
    ['no bytes', Buffer.alloc(0)],
    ['another format', Buffer.from('1f8b0800000000000000', 'hex')],
    ['no end', Buffer.concat([header, block(sequence('abc'))])],
    ['a block that is cut', frame(block(sequence('abcdef'))).subarray(0, 14)],
    ['literals that are cut', frame(block(Buffer.from([0xf0, 20, 1, 2])))],
    ['a length without end', frame(block(Buffer.from([0xf0, 255, 255])))],
    ['a match before the beginning', frame(block(sequence('ab', { distance: 3, length: 4 })))],
    ['a match at no distance', frame(block(sequence('ab', { distance: 0, length: 4 })))],
  ])('throws a RangeError on %s', (_name, bytes) => {
    expect(() => decompressLz4(bytes)).toThrow(RangeError)
  })
})
