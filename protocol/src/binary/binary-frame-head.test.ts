import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyFrame } from '../../test/arbitrary-states.js'
import { binaryFrame } from '../../test/encoded-frame.js'
import { readBinaryFrameHead } from './binary-frame-head.js'
import { decodeBinaryFrame } from './decode-frame.js'

/** Random frames are many; a busy machine is slow. */
const PATIENCE_MS = 120_000

describe('readBinaryFrameHead', () => {
  it(
    '[BIN3] reads the head, whatever follows and wherever the rest is cut off',
    () => {
      fc.assert(
        fc.property(anyFrame, fc.nat({ max: 40 }), (frame, cut) => {
          const bytes = binaryFrame(frame)
          const headBytes = binaryFrame({ head: frame.head, snapshots: [], deltas: [] }).length
          expect(readBinaryFrameHead(bytes)).toEqual(frame.head)
          expect(readBinaryFrameHead(bytes.subarray(0, headBytes + cut))).toEqual(frame.head)
        }),
        { numRuns: 200 },
      )
    },
    PATIENCE_MS,
  )

  it.each([
    ['nothing', []],
    ['no number first', [0x18, 0x05, 0x08, 0x01]],
    ['n without a value', [0x08]],
    ['prev without a value', [0x08, 0x01, 0x10]],
    ['at before ts', [0x08, 0x01, 0x20, 0x01, 0x18, 0x01]],
    ['n twice', [0x08, 0x01, 0x08, 0x01]],
    ['a part first', [0x32, 0x00, 0x08, 0x01]],
    ['JSON', [...new TextEncoder().encode('{"type":"frame","n":1')]],
  ])('[BIN3] takes %s for no frame', (_, bytes) => {
    expect(readBinaryFrameHead(new Uint8Array(bytes))).toBeNull()
  })

  it(
    '[BIN8] never throws, and agrees with the decoder where both read a frame',
    () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
          const head = readBinaryFrameHead(bytes)
          const decoded = decodeBinaryFrame(bytes)
          if (head === null || !decoded.ok || decoded.message.type !== 'frame') return
          expect(head.n).toBe(decoded.message.n)
        }),
        { numRuns: 1000 },
      )
    },
    PATIENCE_MS,
  )
})
