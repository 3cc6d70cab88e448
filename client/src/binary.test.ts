import { SUBPROTOCOLS, type FrameMessage } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import { inForm } from '../test/in-form.js'
import { Linked } from '../test/linked.js'

const BTC = 'quote/usdm:BTCUSDT'

const frame: FrameMessage = {
  type: 'frame',
  n: 2,
  prev: 1,
  ts: 0,
  at: 0,
  deltas: [[1, 2, { last: '2.50', bid: null }]],
}

const frameBytes = inForm(frame, [SUBPROTOCOLS.binary]) as Uint8Array

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
    let length = 0
    linked.link.on('frame', ({ chars }) => (length = chars))
    linked.socket.says(given(frameBytes))
    linked.clock.settle()
    expect({ ...subscription.state }).toEqual({ last: '2.50' })
    expect(subscription.position?.offset).toBe(2)
    expect(length).toBe(frameBytes.length)
    expect(linked.link.stats.puzzles).toBe(0)
  })

  it.each([
    ['no frame', new Uint8Array([1, 2, 3])],
    ['no bytes', new Uint8Array()],
    ['a Blob', new Blob([new Uint8Array(frameBytes)])],
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
    linked.socket.says(frameBytes)
    expect(linked.link.stats.puzzles).toBe(1)
  })
})
