import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyFrame } from '../../test/arbitrary-states.js'
import { binaryFrame, jsonFrame } from '../../test/encoded-frame.js'
import { decodeServerMessage } from '../decode-server-message.js'
import { readBinaryFrameHead } from './binary-frame-head.js'
import { decodeBinaryFrame } from './decode-frame.js'

/** Random frames are many; a busy machine is slow. */
const PATIENCE_MS = 120_000

describe('a binary frame', () => {
  it(
    '[BIN2] decodes to what the same frame in JSON decodes to, whatever it holds',
    () => {
      fc.assert(
        fc.property(anyFrame, (frame) => {
          const fromJson = decodeServerMessage(jsonFrame(frame))
          const fromBinary = decodeBinaryFrame(binaryFrame(frame))
          expect(fromJson.ok).toBe(true)
          expect(fromBinary).toEqual(fromJson)
          // The order of keys too: equal states are equal texts.
          expect(JSON.stringify(fromBinary)).toBe(JSON.stringify(fromJson))
          expect(readBinaryFrameHead(binaryFrame(frame))).toEqual(frame.head)
        }),
        { numRuns: 400 },
      )
    },
    PATIENCE_MS,
  )
})
