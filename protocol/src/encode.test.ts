import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeServerMessage } from './decode-server-message.js'
import { FRAME_JOINTS, encodeDelta, encodeFrame, encodeSnapshot } from './encode.js'
import { frameHead, readFrameHead } from './frame-head.js'

const count = fc.nat({ max: Number.MAX_SAFE_INTEGER })
const changes = fc.dictionary(
  fc.string().filter((key) => key !== '__proto__'),
  // JSON has no negative zero: it would come back as 0.
  fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value))),
  { noNullPrototype: true },
)
const snapshot = fc.record({ ref: count, epoch: fc.string({ maxLength: 64 }), offset: count, state: changes })
const delta = fc.tuple(count, count, changes)

describe('a frame', () => {
  it('[FRM1] is written in the documented order, without white space, and without empty lists', () => {
    const parts = [encodeSnapshot(12, '9f3c', 1034, { last: '1.0' })]
    const deltas = [encodeDelta(13, 1040, { last: '61837.63' }), encodeDelta(14, 8, { bid: null })]
    expect(encodeFrame(frameHead(7041, 7040, 3, 2), parts, deltas)).toBe(
      '{"type":"frame","n":7041,"prev":7040,"ts":3,"at":2,' +
        '"snapshots":[{"ref":12,"epoch":"9f3c","offset":1034,"state":{"last":"1.0"}}],' +
        '"deltas":[[13,1040,{"last":"61837.63"}],[14,8,{"bid":null}]]}',
    )
    expect(encodeFrame(frameHead(1, null, 3, 2), [], deltas.slice(1))).toBe(
      '{"type":"frame","n":1,"ts":3,"at":2,"deltas":[[14,8,{"bid":null}]]}',
    )
    expect(encodeFrame(frameHead(1, null, 3, 2), [], [])).toBe('{"type":"frame","n":1,"ts":3,"at":2}')
  })

  it('[FRM1] reads back what was put together from parts', () => {
    fc.assert(
      fc.property(
        fc.tuple(count, fc.option(count), count, count),
        fc.array(snapshot, { maxLength: 5 }),
        fc.array(delta, { maxLength: 5 }),
        ([n, prev, ts, at], snapshots, deltas) => {
          const head = frameHead(n, prev, ts, at)
          const text = encodeFrame(
            head,
            snapshots.map(({ ref, epoch, offset, state }) =>
              encodeSnapshot(ref, epoch, offset, state as Record<string, never>),
            ),
            deltas.map((part) => encodeDelta(...part)),
          )
          expect(decodeServerMessage(text)).toEqual({
            ok: true,
            message: {
              type: 'frame',
              n,
              ...(prev === null ? {} : { prev }),
              ts,
              at,
              ...(snapshots.length === 0 ? {} : { snapshots }),
              ...(deltas.length === 0 ? {} : { deltas }),
            },
          })
          expect(readFrameHead(text)).toEqual({ n, prev, ts, at })
        },
      ),
    )
  })

  it('[CFL2] is the same bytes when its parts are joined as bytes', () => {
    const head = frameHead(1, null, 3, 2)
    const deltas = [encodeDelta(1, 2, { unit: '°C' }), encodeDelta(2, 2, { unit: '比' })]
    const encoder = new TextEncoder()
    const joints = [head, FRAME_JOINTS.deltas, deltas[0], FRAME_JOINTS.between, deltas[1], FRAME_JOINTS.endOfList]
    const bytes = [...joints, FRAME_JOINTS.endOfFrame].flatMap((part) => [...encoder.encode(part)])
    expect(new Uint8Array(bytes)).toEqual(encoder.encode(encodeFrame(head, [], deltas)))
  })
})

describe('readFrameHead', () => {
  it.each([
    ['{"type":"frame","n":7041,"prev":7040,"ts":12,"at":11', { n: 7041, prev: 7040, ts: 12, at: 11 }],
    ['{"type":"frame","n":0,"ts":1,"at":0}', { n: 0, prev: null, ts: 1, at: 0 }],
    [
      '{"type":"frame","n":9007199254740991,"prev":9007199254740990,"ts":2,"at":1,"deltas":[',
      { n: 9007199254740991, prev: 9007199254740990, ts: 2, at: 1 },
    ],
  ])('[FRM1] reads %s', (text, head) => {
    expect(readFrameHead(text)).toEqual(head)
  })

  it.each([
    ...['', '{}', '{"type":"pong","id":1,"ts":1}', '{"type":"frame"}', '{"type":"frame","n":', '{"type":"frame","n":1'],
    ...['{"type":"frame","n":1,"ts":1', '{"type":"frame","n":1,"ts":1}', '{"type":"frame","n":1,"ts":1,"at":}'],
    ...[
      '{"type":"frame","n":,"ts":1,"at":1}',
      '{"type":"frame","n":-1,"ts":1,"at":1}',
      '{"type":"frame","n":1.5,"ts":1,"at":1}',
    ],
    ...[
      '{"type":"frame","n":1e3,"ts":1,"at":1}',
      '{"type":"frame","n":"1","ts":1,"at":1}',
      '{"type":"frame","n":1,"at":1,"ts":1}',
    ],
    ...[
      '{"type":"frame","n":1,"prev":,"ts":1,"at":1}',
      '{"type":"frame","n":1,"prev":null,"ts":1,"at":1}',
      '{"n":1,"type":"frame","ts":1,"at":1}',
    ],
    ...[
      '{"type":"frame", "n":1,"ts":1,"at":1}',
      ' {"type":"frame","n":1,"ts":1,"at":1}',
      '{"type":"frame","n":1,"ts":1,"at":1}'.slice(1),
    ],
    ...['{"type":"frame","n":1,"prev":0}', `{"type":"frame","n":${'1'.repeat(17)},"ts":1,"at":1}`],
  ])('[FRM1] takes %s for no frame', (text) => {
    expect(readFrameHead(text)).toBeNull()
  })
})
