import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clientFrame } from './client-frame.js'
import { FrameCounter } from './frame-counter.js'

/** A frame of a server: not masked. */
function serverFrame(opcode: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10)
  header[0] = 0x80 | opcode
  if (header.length === 2) header[1] = payload.length
  else if (header.length === 4) {
    header[1] = 126
    header.writeUInt16BE(payload.length, 2)
  } else {
    header[1] = 127
    header.writeBigUInt64BE(BigInt(payload.length), 2)
  }
  return Buffer.concat([header, payload])
}

const PEEK = 5

/** What a counter tells of a stream that comes in these chunks; each chunk is overwritten once it was taken. */
function count(stream: Buffer, cuts: readonly number[]) {
  const messages: { isBinary: boolean; begins: string; bytes: number }[] = []
  const counter = new FrameCounter(PEEK, (isBinary, bytes, start, end, payloadBytes) =>
    messages.push({ isBinary, begins: bytes.toString('latin1', start, end), bytes: payloadBytes }),
  )
  const ends = [...new Set(cuts.map((cut) => cut % (stream.length + 1))), stream.length].sort((a, b) => a - b)
  let from = 0
  for (const end of ends) {
    const chunk = Buffer.from(stream.subarray(from, end))
    counter.take(chunk, chunk.length)
    chunk.fill(0xff)
    from = end
  }
  return messages
}

const message = fc.record({
  opcode: fc.constantFrom(1, 2),
  length: fc.oneof(fc.nat(200), fc.constantFrom(0, 1, 4, 5, 6, 125, 126, 127, 65_535, 65_536, 70_000)),
})

describe('FrameCounter', () => {
  it('finds every message with its beginning, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 12 }), (sent, cuts) => {
        const payloads = sent.map(({ length }, i) => Buffer.alloc(length, 97 + i))
        const stream = Buffer.concat(sent.map(({ opcode }, i) => serverFrame(opcode, payloads[i] as Buffer)))
        expect(count(stream, cuts)).toEqual(
          sent.map(({ opcode, length }, i) => ({
            isBinary: opcode === 2,
            begins: payloads[i]!.toString('latin1', 0, PEEK),
            bytes: length,
          })),
        )
      }),
    )
  })

  it('does not count pings and closes', () => {
    const stream = Buffer.concat([
      serverFrame(9, Buffer.from('x')),
      serverFrame(1, Buffer.from('hello')),
      serverFrame(8, Buffer.alloc(2)),
    ])
    expect(count(stream, [])).toEqual([{ isBinary: false, begins: 'hello', bytes: 5 }])
  })

  it('begins within a chunk: what comes before was the handshake', () => {
    let messages = 0
    const counter = new FrameCounter(PEEK, () => messages++)
    const chunk = Buffer.concat([Buffer.from('HTTP'), serverFrame(1, Buffer.from('hello'))])
    counter.take(chunk, chunk.length, 4)
    expect(messages).toBe(1)
  })
})

describe('clientFrame', () => {
  it('is masked, as a server demands, with a mask that changes nothing', () => {
    const frame = clientFrame('hello')
    expect(frame[0]).toBe(0x81)
    expect(frame[1]).toBe(0x80 | 5)
    expect(frame.subarray(2, 6)).toEqual(Buffer.alloc(4))
    expect(frame.subarray(6).toString()).toBe('hello')
  })
  it('has a length of two bytes from 126 on', () => {
    const frame = clientFrame('x'.repeat(300))
    expect(frame[1]).toBe(0x80 | 126)
    expect(frame.readUInt16BE(2)).toBe(300)
    expect(frame).toHaveLength(8 + 300)
  })
  it('refuses what no client of the benchmark says', () => expect(() => clientFrame('x'.repeat(65_536))).toThrow())
})
