import { MAX_SNAPSHOT_FRAME_BYTES } from '@tickwall/protocol'
import { afterEach, describe, expect, it } from 'vitest'
import { streamBench } from '../../test/fakes/stream-bench.js'

const BTC = 'quote/usdm:BTCUSDT'
const ETH = 'quote/usdm:ETHUSDT'

describe('an event stream', () => {
  const benches: ReturnType<typeof streamBench>[] = []
  const bench = (...options: Parameters<typeof streamBench>) => {
    const made = streamBench(...options)
    benches.push(made)
    return made
  }
  /** Once all clients are gone nobody holds anything. */
  afterEach(async () => {
    for (const { streams, clock, lanes, market, counts } of benches.splice(0)) {
      const drained = streams.drain({ durationMs: 0, spreadMs: 0 })
      clock.advance(1000)
      await drained
      expect([streams.size('sse'), lanes.size, counts.subscriptions]).toEqual([0, 0, 0])
      for (const topic of [BTC, ETH]) expect(market.holders(topic), topic).toBe(0)
      streams.stop()
    }
  })

  it('[SSE1] begins with `subscribed` and a time to come back after, then sends frames with cursors', async () => {
    const { market, clock, open } = bench()
    market.set(BTC, { last: '1' })
    const { wire } = await open(['quote/', BTC])
    const [subscribed, snapshot, ...others] = wire.take()
    expect(subscribed).toMatchObject({
      ...{ event: 'subscribed', id: null, retry: 1125 },
      data: {
        ...{ type: 'subscribed', server: 'gw-1', source: 'live', heartbeatMs: 5000 },
        topics: [{ topic: BTC, ref: 1, hz: 10, start: 'snapshot' }],
        rejected: [{ topic: 'quote/', code: 'unknownTopic' }],
      },
    })
    expect(snapshot).toMatchObject({
      ...{ event: 'frame', retry: null },
      data: { type: 'frame', snapshots: [{ ref: 1, epoch: 'e1', offset: 0, state: { last: '1' } }] },
    })
    expect(others).toEqual([])
    market.set(BTC, { last: '2' })
    clock.advance(100)
    const [delta] = wire.take()
    expect(delta).toMatchObject({ event: 'frame', data: { deltas: [[1, 1, { last: '2' }]] } })
    expect(delta?.data).not.toHaveProperty('prev')
    expect(delta?.data['n']).toBeGreaterThan(Number(snapshot?.data['n']))
    expect(delta?.id).not.toBe(snapshot?.id)
  })

  it('[SSE2] goes on from the id of any event, on any gateway', async () => {
    const [one, other] = [bench({}, 0.1), bench({}, 0.2)]
    const { wire } = await one.open([BTC, ETH], { maxHz: 20 })
    const ids: string[] = []
    for (let offset = 0; offset < 5; offset++) {
      for (const { market } of [one, other]) market.set(offset % 2 === 0 ? BTC : ETH, { last: String(offset) })
      one.clock.advance(100)
      ids.push(wire.take().at(-1)?.id ?? '')
    }
    for (const [offset, cursor] of ids.entries()) {
      const resumed = await other.open([BTC, ETH], { cursor })
      const [subscribed, frame] = resumed.wire.take()
      const isEthKnown = offset > 0
      expect(subscribed?.data, `from ${String(offset)}`).toMatchObject({
        topics: [{ start: 'resume' }, { start: isEthKnown ? 'resume' : 'snapshot' }],
      })
      expect(frame?.data['deltas'], `from ${String(offset)}`).toEqual([
        [0, 4, offset < 4 ? { last: '4' } : {}],
        ...(isEthKnown ? [[1, 4, offset < 3 ? { last: '3' } : {}]] : []),
      ])
    }
  })

  it('[SSE2] has an id that covers no more than what was sent', async () => {
    const [one, other] = [bench({}, 0.1), bench({}, 0.2)]
    const long = 'x'.repeat(MAX_SNAPSHOT_FRAME_BYTES * 0.6)
    for (const { market } of [one, other]) for (const topic of [BTC, ETH]) market.set(topic, { last: long })
    const { wire } = await one.open([BTC, ETH])
    const [, first, second] = wire.take()
    expect([first, second].map((event) => event?.data['snapshots'])).toMatchObject([[{ ref: 0 }], [{ ref: 1 }]])
    const resumed = await other.open([BTC, ETH], { cursor: first?.id ?? '' })
    expect(resumed.wire.take()).toMatchObject([
      { data: { topics: [{ start: 'resume' }, { start: 'snapshot' }] } },
      { data: { snapshots: [{ ref: 1 }], deltas: [[0, 1, {}]] } },
    ])
  })

  it('[SSE3] tells notices, and sends a heartbeat when nothing else was sent', async () => {
    const { market, clock, open, streams } = bench()
    market.set(BTC, { last: '1' })
    const { wire } = await open([BTC])
    wire.take()
    clock.advance(4900)
    expect(wire.take()).toEqual([])
    clock.advance(1100)
    expect(wire.take()).toMatchObject([{ event: 'heartbeat', data: { type: 'heartbeat', source: 'live' } }])
    streams.sourceChanged('lost')
    market.restart('e2')
    expect(wire.take()).toMatchObject([
      { event: 'notice', id: null, data: { reason: 'sourceLost' } },
      { event: 'notice', id: null, data: { reason: 'reset', topics: [BTC] } },
    ])
    clock.advance(50)
    expect(wire.take()).toMatchObject([{ event: 'frame', data: { snapshots: [{ ref: 0, epoch: 'e2' }] } }])
  })

  it('[SSE3] tells who waits for this gateway to catch up, once', async () => {
    const [one, other] = [bench({}, 0.1), bench({}, 0.2)]
    for (let i = 0; i < 5; i++) one.market.set(BTC, { last: String(i) })
    other.market.set(BTC, { last: '0' })
    const ahead = await one.open([BTC])
    const { wire } = await other.open([BTC], { cursor: ahead.wire.take().at(-1)?.id ?? '' })
    expect(wire.take()).toMatchObject([{ event: 'subscribed', data: { topics: [{ start: 'resume' }] } }])
    other.clock.advance(4000)
    expect(wire.take()).toMatchObject([{ event: 'notice', data: { reason: 'behind', topics: [BTC] } }])
    for (let i = 1; i < 6; i++) other.market.set(BTC, { last: String(i) })
    other.clock.advance(50)
    expect(wire.take()).toMatchObject([{ event: 'frame', data: { deltas: [[0, 5, { last: '5' }]] } }])
  })

  it('[SSE4] is skipped while it is not read, and makes up for it with one frame', async () => {
    const { market, clock, counts, open } = bench()
    market.set(BTC, { last: '0', bid: '0' })
    const { wire } = await open([BTC, ETH])
    const other = await open([BTC, ETH])
    wire.take()
    wire.unsentBytes = 70_000
    for (let i = 1; i <= 10; i++) {
      market.set(BTC, { last: String(i) })
      clock.advance(100)
    }
    expect(wire.take()).toEqual([])
    expect(other.wire.take().filter(({ event }) => event === 'frame')).toHaveLength(11)
    // Half the bound lets it go on, no sooner.
    wire.unsentBytes = 40_000
    clock.advance(500)
    expect(wire.take()).toEqual([])
    wire.unsentBytes = 30_000
    clock.advance(50)
    expect(wire.take()).toMatchObject([{ event: 'frame', data: { deltas: [[0, 10, { last: '10' }]] } }])
    expect([counts.skipped, counts.caughtUp]).toEqual([10, 1])
    market.set(BTC, { last: '11' })
    clock.advance(100)
    expect(wire.take()).toMatchObject([{ event: 'frame', data: { deltas: [[0, 11, { last: '11' }]] } }])
  })

  it('[SSE4] is conflated harder when it cannot keep up, told so, and gets its rate back', async () => {
    const { market, clock, lanes, open } = bench()
    market.set(BTC, { last: '0' })
    const { wire } = await open([BTC], { maxHz: 20 })
    const degraded = () => wire.take().flatMap(({ data }) => (data['reason'] === 'degraded' ? [data['hz']] : []))
    wire.unsentBytes = 70_000
    clock.advance(4500)
    wire.unsentBytes = 0
    expect(degraded()).toEqual([2])
    for (let i = 1; i <= 20; i++) {
      market.set(BTC, { last: String(i) })
      clock.advance(100)
    }
    // The catch-up, and a frame twice a second.
    expect(wire.take().filter(({ event }) => event === 'frame').length).toBeLessThanOrEqual(5)
    expect(lanes.size).toBe(1)
    clock.advance(11_000)
    expect(degraded()).toEqual([20])
    for (let i = 1; i <= 20; i++) {
      market.set(BTC, { last: String(i) })
      clock.advance(50)
    }
    expect(wire.take().filter(({ event }) => event === 'frame')).toHaveLength(20)
  })

  it('[SSE4] is ended when it is not read for too long, without a heartbeat into the void', async () => {
    const { market, clock, counts, open, streams } = bench()
    market.set(BTC, { last: '0' })
    const { wire } = await open([BTC])
    wire.take()
    wire.unsentBytes = 70_000
    market.set(BTC, { last: '1' })
    clock.advance(119_000)
    expect([wire.state, wire.take().filter(({ event }) => event !== 'notice')]).toEqual(['open', []])
    clock.advance(5000)
    expect(wire.state).toBe('destroyed')
    expect(counts.closed).toEqual(['sse slowConsumer'])
    expect(streams.size('sse')).toBe(0)
  })

  it('[SSE5] is sent away with a time to come back, for both kinds of readers, then ended', async () => {
    const { market, clock, counts, open, streams } = bench({}, 0.5)
    market.set(BTC, { last: '0' })
    const { wire } = await open([BTC])
    wire.take()
    const drained = streams.drain({ durationMs: 1000, spreadMs: 4000 })
    expect(wire.take()).toMatchObject([
      {
        event: 'closing',
        retry: 2000,
        data: { type: 'closing', code: 1012, reason: 'restarting', retryAfterMs: 2000 },
      },
    ])
    market.set(BTC, { last: '1' })
    expect(wire.state).toBe('open')
    clock.advance(1000)
    await drained
    expect([wire.state, counts.closed]).toEqual(['ended', ['sse restarting']])
  })

  it('lets go of everything when its client is gone', async () => {
    const { market, open, counts, streams } = bench()
    market.set(BTC, { last: '0' })
    const { stream, wire } = await open([BTC, ETH])
    expect([streams.size('sse'), market.holders(BTC), counts.subscriptions]).toEqual([1, 1, 2])
    wire.take()
    stream.closed()
    stream.closed()
    stream.end('restarting')
    streams.sourceChanged('lost')
    expect([wire.take(), wire.state, counts.closed]).toEqual([[], 'open', ['sse abnormal']])
    expect([streams.size('sse'), market.holders(BTC), market.holders(ETH), counts.subscriptions]).toEqual([0, 0, 0, 0])
  })
})
