import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frameHead, readFrameHead } from '../../protocol/src/frame-head.ts'
import { readTextHead } from './text-head.ts'

const number = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })

describe('readTextHead', () => {
  it('reads of every frame what the protocol’s own reader does', () =>
    fc.assert(
      fc.property(
        number,
        fc.option(number),
        number,
        number,
        fc.constantFrom('}', ',"deltas":[[1,2,{"last":"1,\\"ts\\":2"}]]}', ',"snapshots":[]}'),
        (n, prev, ts, at, rest) => {
          const text = frameHead(n, prev, ts, at) + rest
          expect(readTextHead(text)).toEqual({ n, prev, ts, at })
          expect(readTextHead(text)).toEqual(readFrameHead(text))
        },
      ),
    ))
  it.each([
    ['{"type":"hello","ts":1}'],
    [''],
    ['{"type":"heartbeat","ts":1,"source":"live"}'],
    ['{"type":"frame","n":1}'],
  ])('is none: %s', (text) => expect(readTextHead(text)).toBeNull())
})
