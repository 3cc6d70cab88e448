import { PartEncoder, type FrameMessage } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import { Linked } from '../test/linked.js'

const BTC = 'quote/usdm:BTCUSDT'

/** The bytes of a frame with one delta. */
function frameBytes({ n, ts, at, deltas = [] }: FrameMessage): Uint8Array {
  const encoder = new PartEncoder()
  encoder.head({ n, prev: n - 1, ts, at })
  const bytes = [...encoder.writer.copy()]
  for (const [ref, offset, changes] of deltas) {
    encoder.delta(ref, offset, changes)
    bytes.push(...encoder.writer.copy())
  }
  return new Uint8Array(bytes)
}

const frame: FrameMessage = { type: 'frame', n: 2, ts: 0, at: 0, deltas: [[1, 2, { last: '2.50', bid: null }]] }

describe('a link that asks for binary frames', () => {
  it('[HS2] offers them first, and JSON for a server without them', () => {
    const linked = new Linked({ codec: 'binary', token: 'a.b.c' })
    linked.link.connect()
    expect(linked.socket.protocols).toEqual(['tickwall.v1.binary', 'tickwall.v1.json', 'tickwall.bearer.a.b.c'])
  })

  it('[HS2] offers JSON alone unless asked', () => {
    const linked = new Linked()
    linked.link.connect()
    expect(linked.socket.protocols).toEqual(['tickwall.v1.json'])
  })

  it.each([
    ['an ArrayBuffer', (bytes: Uint8Array) => bytes.slice().buffer],
    ['a Uint8Array', (bytes: Uint8Array) => bytes],
    ['a part of a larger one', (bytes: Uint8Array) => new Uint8Array([9, ...bytes, 9]).subarray(1, -1)],
  ])('[BIN1] takes frames as %s, beside text', (_, given) => {
    const linked = new Linked({ codec: 'binary' })
    linked.open()
    expect(linked.socket.binaryType).toBe('arraybuffer')
    const subscription = linked.link.subscribe(BTC)
    linked.clock.settle()
    linked.accept()
    linked.snapshot(BTC, 1, { last: '1', bid: '0.5' })
    const bytes = frameBytes(frame)
    let length = 0
    linked.link.on('frame', ({ chars }) => (length = chars))
    linked.socket.says(given(bytes))
    linked.clock.settle()
    expect({ ...subscription.state }).toEqual({ last: '2.50' })
    expect(subscription.position?.offset).toBe(2)
    expect(length).toBe(bytes.length)
    expect(linked.link.stats.puzzles).toBe(0)
  })

  it.each([
    ['no frame', new Uint8Array([1, 2, 3])],
    ['no bytes', new Uint8Array()],
    ['a Blob', new Blob([frameBytes(frame)])],
  ])('[BIN8] survives %s', (_, data) => {
    const linked = new Linked({ codec: 'binary' })
    linked.open()
    linked.socket.says(data)
    expect([linked.link.state.state, linked.link.stats.puzzles]).toEqual(['open', 1])
  })

  it('[HS5] takes no frame before hello', () => {
    const linked = new Linked({ codec: 'binary' })
    linked.link.connect()
    linked.socket.opens()
    linked.socket.says(frameBytes(frame))
    expect(linked.link.stats.puzzles).toBe(1)
  })
})
