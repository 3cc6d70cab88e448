import { createHash } from 'node:crypto'
import { constants, inflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { openFrame, type FrameBytes } from './frame-bytes.js'

function frameOf(payload: Buffer, sharers: number): FrameBytes {
  const frame = openFrame(7, 'text', payload.length)
  frame.wire.set(payload, frame.payloadStart)
  frame.sharers = sharers
  return frame
}

/** The payload behind a server's header, as RFC 6455 and RFC 7692 have it. */
function inflated(wire: Buffer): Buffer {
  expect((wire[0] as number) & 0xf0).toBe(0xc0)
  const short = (wire[1] as number) & 0x7f
  const [length, start] = short < 126 ? [short, 2] : [wire.readUInt16BE(2), 4]
  expect(wire.length).toBe(start + length)
  return inflateRawSync(Buffer.concat([wire.subarray(start), Buffer.from([0, 0, 0xff, 0xff])]), {
    finishFlush: constants.Z_SYNC_FLUSH,
  })
}

const text = (bytes: number): Buffer => Buffer.from('"last":"61837.60","bid":"61837.5",'.repeat(bytes / 34))
/** Bytes without any order, always the same. */
const noise = (hashes: number): Buffer =>
  Buffer.concat(Array.from({ length: hashes }, (_, i) => createHash('sha256').update(String(i)).digest()))

describe('a frame for sockets that may be sent deflated messages', () => {
  it('is deflated once, however many ask', () => {
    const frame = frameOf(text(3400), 10)
    const wire = frame.deflatedWire
    expect(wire.length).toBeLessThan(frame.wire.length / 4)
    expect(inflated(wire)).toEqual(frame.payload)
    expect(frame.deflatedWire).toBe(wire)
  })

  it.each([
    ['few share it', frameOf(text(3400), 9)],
    ['it is short', frameOf(text(340), 1000)],
    ['it would become no shorter', frameOf(noise(20), 1000)],
  ])('is sent as it is where %s', (_, frame) => {
    expect(frame.deflatedWire).toBe(frame.wire)
  })
})
