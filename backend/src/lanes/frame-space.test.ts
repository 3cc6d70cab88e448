import { describe, expect, it } from 'vitest'
import { openFrame } from './frame-bytes.js'
import { ReusedSpace } from './frame-space.js'

function frame(n: number, bytes: number, space: ReusedSpace) {
  const opened = openFrame(n, 'binary', bytes, space)
  opened.wire.fill(n, opened.payloadStart, opened.payloadStart + bytes)
  return opened
}

describe('memory that is used again', () => {
  it('holds the frames of a batch beside each other', () => {
    const space = new ReusedSpace()
    const frames = [1, 2, 3].map((n) => frame(n, 5000, space))
    expect(new Set(frames.map(({ wire }) => wire.buffer)).size).toBe(1)
    for (const { n, payload, payloadBytes } of frames) {
      expect(payloadBytes).toBe(5000)
      expect(payload).toEqual(Buffer.alloc(5000, n))
    }
  })

  it('is the same for the next batch once all frames were taken', () => {
    const space = new ReusedSpace()
    const first = frame(1, 100, space)
    space.reset(false)
    expect(frame(2, 100, space).wire.buffer).toBe(first.wire.buffer)
    expect(first.payload[0]).toBe(2)
  })

  it('is left to a socket that still reads it', () => {
    const space = new ReusedSpace()
    const held = frame(1, 100, space)
    space.reset(true)
    frame(2, 100, space)
    expect(held.payload).toEqual(Buffer.alloc(100, 1))
  })

  it('gives a frame that does not fit memory of its own', () => {
    const space = new ReusedSpace()
    const small = frame(1, 100, space)
    const big = frame(2, 300_000, space)
    expect(big.payload).toEqual(Buffer.alloc(300_000, 2))
    expect(big.wire.buffer).not.toBe(small.wire.buffer)
    expect(small.payload).toEqual(Buffer.alloc(100, 1))
  })
})
