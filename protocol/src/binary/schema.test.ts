import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyDelta, anyFrame, anyHead, anySnapshot } from '../../test/arbitrary-states.js'
import { binaryDelta, binaryFrame, binaryHead, binarySnapshot, joined, jsonFrame } from '../../test/encoded-frame.js'
import { frameBySchema } from '../../test/read-by-schema.js'
import { rewritten } from '../../test/schema.js'
import { decodeBinaryFrame } from './decode-frame.js'

/** Random frames are many; a busy machine is slow. */
const PATIENCE_MS = 120_000

describe('the schema', () => {
  it(
    '[BIN3] gives, in a protobuf library, byte for byte the frame that was written by hand',
    () => {
      fc.assert(
        fc.property(anyFrame, (frame) => {
          const bytes = binaryFrame(frame)
          expect(rewritten(bytes)).toEqual(bytes)
        }),
        { numRuns: 200 },
      )
    },
    PATIENCE_MS,
  )

  it(
    '[BIN4] tells a second reader, who knows no more than its comments, what the frame says in JSON',
    () => {
      fc.assert(
        fc.property(anyFrame, (frame) => {
          expect(frameBySchema(binaryFrame(frame))).toEqual(JSON.parse(jsonFrame(frame)))
        }),
        { numRuns: 200 },
      )
    },
    PATIENCE_MS,
  )

  it(
    '[BIN3] makes one frame of any parts that are joined, also of parts of other frames',
    () => {
      fc.assert(
        fc.property(anyHead, fc.array(anySnapshot, { maxLength: 4 }), fc.array(anyDelta), (head, snapshots, deltas) => {
          const alone = deltas.map((part) => binaryFrame({ head, snapshots: [], deltas: [part] }))
          const whole = joined([
            binaryHead(head),
            ...snapshots.map(binarySnapshot),
            ...deltas.map((part) => binaryDelta(...part)),
          ])
          const decoded = decodeBinaryFrame(whole)
          expect(decoded.ok && decoded.message.type === 'frame' ? (decoded.message.deltas ?? []) : null).toEqual(
            alone.flatMap((bytes) => {
              const one = decodeBinaryFrame(bytes)
              return one.ok && one.message.type === 'frame' ? (one.message.deltas ?? []) : []
            }),
          )
          // Concatenation is what the format itself says that it is: fields that repeat add up.
          expect(frameBySchema(whole).snapshots ?? []).toHaveLength(snapshots.length)
        }),
        { numRuns: 100 },
      )
    },
    PATIENCE_MS,
  )
})
