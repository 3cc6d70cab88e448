import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WireReader } from './wire-reader.js'
import { WireWriter } from './wire-writer.js'

const writer = new WireWriter()
const written = (write: () => void): Uint8Array => {
  writer.clear()
  write()
  return writer.copy()
}
const whole = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer(),
  fc.constantFrom(0, 127, 128, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 51, 2 ** 52, 2 ** 53 - 1, 1 - 2 ** 53),
)

/** Random frames are many; a busy machine is slow. */
const PATIENCE_MS = 120_000

describe('the wire format', () => {
  it(
    '[BIN3] reads numbers as they were written',
    () => {
      fc.assert(
        fc.property(whole, whole, fc.double({ noNaN: true }), fc.string({ unit: 'grapheme' }), (a, b, c, text) => {
          const bytes = written(() => {
            writer.uint(Math.abs(a))
            writer.difference(a)
            writer.int64(b)
            writer.double(c)
            writer.text(text)
          })
          const reader = new WireReader(bytes)
          const read = [reader.uint(), reader.difference(), reader.int64(), reader.double(), reader.text()]
          expect(read).toEqual([Math.abs(a), a, b, c, text])
          expect([reader.hasFailed, reader.hasMore]).toEqual([false, false])
        }),
        { numRuns: 1000 },
      )
    },
    PATIENCE_MS,
  )

  it('[BIN4] writes the difference of two prices at their bounds exactly', () => {
    for (const difference of [2 ** 53, -(2 ** 53)])
      expect(new WireReader(written(() => writer.difference(difference))).difference()).toBe(difference)
  })

  it('[BIN6] writes halves of 64 bits', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 32 - 1 }), fc.nat({ max: 2 ** 32 - 1 }), (high, low) => {
        const reader = new WireReader(written(() => writer.uint64(high, low)))
        expect([reader.low(), reader.high]).toEqual([low, high])
      }),
    )
  })

  it.each([0, 1, 127, 128, 4000, 16_383, 16_384, 2_097_151, 2_097_152])(
    '[BIN3] writes the length of %i bytes in as few as it takes, within another',
    (length) => {
      const content = new Uint8Array(length).map((_, i) => i % 128)
      const bytes = written(() => {
        const outer = writer.open()
        const inner = writer.open()
        writer.raw(content)
        writer.close(inner)
        writer.byte(7)
        writer.close(outer)
      })
      const lengthBytes = (of: number): number => (of < 128 ? 1 : of < 16_384 ? 2 : of < 2_097_152 ? 3 : 4)
      const inner = lengthBytes(length) + length + 1
      expect(bytes.length).toBe(lengthBytes(inner) + inner)
      const reader = new WireReader(bytes)
      reader.enter()
      const end = reader.enter()
      for (let i = 0; i < length; i++) if (reader.low() !== i % 128) reader.fail()
      reader.leave(end)
      expect(reader.uint()).toBe(7)
      expect(reader.hasFailed).toBe(false)
    },
  )

  it('[BIN3] copies out what it wrote, short or long', () => {
    for (const length of [3, 96, 97, 5000]) {
      const bytes = written(() => writer.raw(new Uint8Array(length).fill(5)))
      const target = new Uint8Array(length + 2)
      writer.copyTo(target, 1)
      expect(target).toEqual(new Uint8Array([0, ...bytes, 0]))
    }
  })
})
