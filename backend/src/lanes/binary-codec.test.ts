import { decodeBinaryFrame, decodeServerMessage, readBinaryFrameHead } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import { binaryCodec } from './binary-codec.js'
import { jsonCodec, type FrameCodec } from './frame-codec.js'

const quote = {
  last: '61837.60',
  lastSize: '0.5',
  lastSide: 'sell',
  tickAt: 1723161255338,
  decimals: { price: 2, size: 1 },
}
const tape = { items: [[1060, 1723161255343, '61837.63', '0.02', 'buy', '3735683259']], size: 200 }

function frameOf(codec: FrameCodec, prev: number | null) {
  const state = codec.fields(quote)
  const snapshots = [
    codec.snapshot(12, { epoch: '9f3c', offset: 1034 }, state),
    codec.snapshot(300, { epoch: '', offset: -1 }, codec.fields({})),
    codec.snapshot(13, { epoch: '9f3c', offset: 1040 }, codec.fields(tape)),
    // Encoded once, put into any number of snapshots.
    codec.snapshot(12, { epoch: '9f3c', offset: 1035 }, state),
  ]
  const deltas = [
    codec.delta(12, 1040, { last: '61837.63', lastSide: null }),
    codec.delta(13, 1040, { items: tape.items, lost: 17 }),
  ]
  return codec.frame({ n: 7041, prev, ts: 1723161255443, at: 1723161255441 }, snapshots, deltas)
}

describe('binaryCodec', () => {
  it.each([[7040], [null]])('[BIN2] makes frames that say what those in JSON say, prev %s', (prev) => {
    const binary = frameOf(binaryCodec, prev)
    const json = frameOf(jsonCodec, prev)
    expect(decodeBinaryFrame(binary.payload)).toEqual(decodeServerMessage(json.payload.toString()))
    expect(readBinaryFrameHead(binary.payload)).toEqual({ n: 7041, prev, ts: 1723161255443, at: 1723161255441 })
    expect(binary.n).toBe(7041)
  })

  it('[BIN3] puts nothing between its parts, which stay what they were', () => {
    const first = binaryCodec.delta(1, 2, { last: '1.5' })
    const kept = Buffer.from(first)
    const second = binaryCodec.delta(2, 2, { last: '2.5' })
    const head = { n: 1, prev: null, ts: 2, at: 3 }
    const { payload } = binaryCodec.frame(head, [], [first, second])
    expect(first).toEqual(kept)
    expect(payload.subarray(-first.length - second.length)).toEqual(Buffer.concat([first, second]))
  })

  it('[BIN1] says by the opcode that it is binary', () => {
    const { wire, payload } = frameOf(binaryCodec, null)
    expect(wire[0]).toBe(0x82)
    expect(wire.subarray(-payload.length)).toEqual(payload)
  })
})
