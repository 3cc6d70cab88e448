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

  it('gives a long frame memory of its own: a socket that does not take it keeps nothing else', () => {
    const space = new ReusedSpace()
    const small = frame(1, 100, space)
    const big = frame(2, 300_000, space)
    expect(big.payload).toEqual(Buffer.alloc(300_000, 2))
    expect(big.wire.buffer.byteLength).toBeLessThan(300_100)
    expect(small.payload).toEqual(Buffer.alloc(100, 1))
    expect(space.isFull).toBe(false)
  })

  it('says when a frame found no room, and gives it memory of its own', () => {
    const space = new ReusedSpace()
    const frames: ReturnType<typeof frame>[] = []
    while (!space.isFull) frames.push(frame(frames.length, 10_000, space))
    expect(frames.length).toBe(7)
    expect(frames.at(-1)?.wire.buffer).not.toBe(frames[0]?.wire.buffer)
    for (const { n, payload } of frames) expect(payload).toEqual(Buffer.alloc(10_000, n))
    space.reset(false)
    expect(space.isFull).toBe(false)
  })

  it('keeps little for a socket that does not read', () => {
    const space = new ReusedSpace()
    const held = Array.from({ length: 100 }, (_, n) => {
      const { wire } = frame(n, 5000, space)
      space.reset(true)
      return wire
    })
    const bytes = held.reduce((sum, { buffer }) => sum + buffer.byteLength, 0)
    expect(bytes).toBeLessThanOrEqual(100 * 65_536)
  })
})
