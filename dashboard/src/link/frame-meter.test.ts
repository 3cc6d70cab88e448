import type { FrameEvent, LinkSocket } from '@tickwall/client'
import { beforeEach, describe, expect, it } from 'vitest'
import { FakeSocket } from '../../../client/test/fake-socket.js'
import { ArrivalMeter } from './arrival-meter.js'
import { FrameMeter } from './frame-meter.js'

const BTC = 'quote/usdm:BTCUSDT'
let nowMs: number
let socket: FakeSocket
let arrivals: ArrivalMeter
let meter: FrameMeter
beforeEach(() => {
  nowMs = 1_000
  arrivals = new ArrivalMeter(() => nowMs)
  socket = arrivals.timed((url, protocols) => new FakeSocket(url, protocols) as LinkSocket)('ws://x', []) as FakeSocket
  meter = new FrameMeter(arrivals)
})

/** Published at 10 s by the server's clock, which is 9.5 s ahead. */
const frame = (changes: Partial<FrameEvent> = {}): FrameEvent => ({
  n: 2,
  prev: 1,
  at: 10_000,
  ts: 10_080,
  chars: 10,
  topics: new Set([BTC]),
  ...changes,
})
const take = (event: FrameEvent, topic: { eventAtMs: number | null; trades: number | null }) => {
  meter.frame(event, nowMs, nowMs + 9_500, () => topic)
}
const p50 = () => Object.fromEntries(meter.read(nowMs).latency.map(({ stage, p50Ms }) => [stage, p50Ms]))

describe('the way of a frame into the worker', () => {
  it('is told stage by stage', () => {
    socket.says('{}')
    nowMs += 4
    // Arrived at 10,500 of the server's clock, sent at 10,080.
    take(frame(), { eventAtMs: 9_970, trades: null })
    expect(p50()).toEqual({ source: 30, gateway: 80, wire: 420, decode: 4 })
  })

  it('has no decoding where the arrival is not known, and no source where no event is told', () => {
    take(frame(), { eventAtMs: null, trades: null })
    expect(p50()).toEqual({ source: null, gateway: 80, wire: 420, decode: null })
    socket.says('{}')
    socket.ends()
    take(frame(), { eventAtMs: null, trades: null })
    expect(p50()['decode']).toBeNull()
  })

  it('is not judged by a frame for this connection alone', () => {
    take(frame({ prev: null }), { eventAtMs: 0, trades: 5 })
    expect(p50()).toEqual({ source: null, gateway: null, wire: null, decode: null })
  })

  it('tells how many trades were merged into an update', () => {
    take(frame({ prev: null }), { eventAtMs: 0, trades: 5 })
    take(frame(), { eventAtMs: 0, trades: 8 })
    take(frame(), { eventAtMs: 0, trades: 8 })
    take(frame(), { eventAtMs: 0, trades: 9 })
    expect(meter.read(nowMs).tradesPerUpdate).toBe(2)
    // A new day begins anew.
    take(frame(), { eventAtMs: 0, trades: 1 })
    expect(meter.read(nowMs).tradesPerUpdate).toBe(2)
  })

  it('knows the form of the frames', () => {
    expect(meter.codec).toBeNull()
    socket.says('{}')
    expect(meter.codec).toBe('json')
    socket.says(new ArrayBuffer(2))
    socket.says('{}')
    expect(meter.codec).toBe('binary')
  })
})
