import { MAX_SNAPSHOT_FRAME_BYTES } from '@tickwall/protocol'
import { afterEach, describe, expect, it } from 'vitest'
import { streamBench, type PollBody } from '../../test/fakes/stream-bench.js'

const BTC = 'quote/usdm:BTCUSDT'
const ETH = 'quote/usdm:ETHUSDT'
const TAPE = 'trades/usdm:BTCUSDT'

describe('a poll', () => {
  const benches: ReturnType<typeof streamBench>[] = []
  const bench = (...options: Parameters<typeof streamBench>) => {
    const made = streamBench(...options)
    benches.push(made)
    return made
  }
  /** Whatever a test did: nobody holds anything afterwards. */
  afterEach(() => {
    for (const { streams, lanes, market, counts } of benches.splice(0)) {
      expect([streams.size('poll'), lanes.size, counts.subscriptions]).toEqual([0, 0, 0])
      for (const topic of [BTC, ETH, TAPE]) expect(market.holders(topic), topic).toBe(0)
      streams.stop()
    }
  })

  it('[PLL1] is answered at once with snapshots and a cursor, [STR3] each topic under its index in the request', async () => {
    const { market, answer } = bench()
    market.set(BTC, { last: '1' })
    market.set(ETH, { last: '2' })
    const body = await answer(['quote/', ETH, BTC, ETH], { maxHz: 7 })
    expect(body.subscribed).toMatchObject({
      ...{ type: 'subscribed', server: 'gw-1', source: 'live', heartbeatMs: 5000 },
      topics: [
        { topic: ETH, ref: 1, hz: 5, start: 'snapshot' },
        { topic: BTC, ref: 2, hz: 5, start: 'snapshot' },
      ],
      rejected: [{ topic: 'quote/', code: 'unknownTopic' }],
    })
    expect(body.frame).toMatchObject({
      type: 'frame',
      snapshots: [
        { ref: 1, epoch: 'e1', offset: 1, state: { last: '2' } },
        { ref: 2, epoch: 'e1', offset: 1, state: { last: '1' } },
      ],
    })
    expect(body.frame).not.toHaveProperty('prev')
    expect(body.notices).toEqual([])
  })

  it('[PLL1] is answered at once also when none of its topics is served, or its only one has to be waited for', async () => {
    const { market, answer, poll, log } = bench()
    const { subscribed, frame, cursor } = await answer(['quote/', 'bars/a/7m'])
    expect([subscribed.topics, subscribed.rejected.map(({ code }) => code), frame]).toEqual([
      [],
      ['unknownTopic', 'unknownTopic'],
      null,
    ])
    const waiting = await poll(['quote/', 'bars/a/7m'], { cursor })
    expect(waiting.body).toBeNull()
    waiting.abandon()

    market.set(BTC, { last: '1' })
    log.end = 10
    const ahead = await answer([BTC], { resume: [{ epoch: 'e1', offset: 5 }] })
    expect(ahead).toMatchObject({ subscribed: { topics: [{ start: 'resume' }] }, frame: null })
    const next = await poll([BTC], { cursor: ahead.cursor })
    expect(next.body).toBeNull()
    next.abandon()
  })

  it('[PLL2] waits for the first change, and tells it and no more', async () => {
    const { market, clock, answer, poll } = bench()
    market.set(BTC, { last: '1', bid: '0' })
    const { cursor } = await answer([BTC])
    const waiting = await poll([BTC], { cursor })
    clock.advance(5000)
    expect(waiting.body).toBeNull()
    market.set(BTC, { last: '2' })
    expect(waiting.body).toBeNull()
    clock.advance(100)
    expect(waiting.body).toMatchObject({
      subscribed: { topics: [{ start: 'resume' }] },
      frame: { deltas: [[0, 1, { last: '2' }]] },
    })
    expect(waiting.body?.frame).not.toHaveProperty('snapshots')
  })

  it('[PLL2] is answered at once when something changed since its cursor', async () => {
    const { market, clock, answer } = bench()
    market.set(BTC, { last: '1' })
    const { cursor } = await answer([BTC])
    clock.advance(1000)
    market.set(BTC, { last: '2' })
    expect(await answer([BTC], { cursor })).toMatchObject({ frame: { deltas: [[0, 1, { last: '2' }]] } })
  })

  it('[PLL2] keeps to the granted rate, however fast its client comes back', async () => {
    const { market, clock, poll, answer } = bench()
    market.set(BTC, { last: '0' })
    let { cursor } = await answer([BTC], { maxHz: 5 })
    let answers = 0
    let waiting = await poll([BTC], { cursor, maxHz: 5 })
    for (let ms = 0; ms < 2000; ms += 10) {
      market.set(BTC, { last: String(ms) })
      clock.advance(10)
      if (waiting.body === null) continue
      answers++
      cursor = waiting.body.cursor
      waiting = await poll([BTC], { cursor, maxHz: 5 })
    }
    expect(answers).toBe(10)
    waiting.abandon()
  })

  it('[PLL2] tells a client that comes back soon, and never waits for as long as its rate lasts', async () => {
    const { market, clock, answer, poll } = bench()
    market.set(BTC, { last: '0' })
    let { cursor } = await answer([BTC], { maxHz: 0.2 })
    market.set(BTC, { last: '1' })
    const frames: unknown[] = []
    for (let i = 0; i < 12; i++) {
      const asked = await poll([BTC], { cursor, maxHz: 0.2, waitMs: 0 })
      clock.advance(500)
      frames.push(asked.body?.frame)
      cursor = asked.body?.cursor ?? ''
    }
    expect(frames.map((frame) => frame !== null)).toEqual(frames.map((_, i) => i === 10))
  })

  it('[PLL2] is answered in the turn of the change at the raw rate', async () => {
    const { market, clock, answer, poll } = bench()
    market.set(BTC, { last: '0' })
    const { cursor } = await answer([BTC], { maxHz: 'raw' })
    const waiting = await poll([BTC], { cursor, maxHz: 'raw' })
    market.set(BTC, { last: '1' })
    clock.endTurn()
    expect(waiting.body?.frame).toMatchObject({ deltas: [[0, 1, { last: '1' }]] })
  })

  it('[PLL3] is answered without a frame after `waitMs`, with a cursor that is as good', async () => {
    const { market, clock, answer, poll } = bench()
    market.set(BTC, { last: '1' })
    const { cursor } = await answer([BTC])
    const waiting = await poll([BTC], { cursor, waitMs: 700 })
    clock.advance(699)
    expect(waiting.body).toBeNull()
    clock.advance(1)
    expect(waiting.body).toMatchObject({ frame: null, notices: [] })
    const again = await poll([BTC], { cursor: waiting.body?.cursor ?? '' })
    market.set(BTC, { last: '2' })
    clock.advance(200)
    expect(again.body).toMatchObject({ frame: { deltas: [[0, 1, { last: '2' }]] } })
  })

  it('[PLL3] tells what came in its last moment, while a flush was being written', async () => {
    const { market, clock, answer, poll, streams } = bench()
    market.set(BTC, { last: '1' })
    const { cursor } = await answer([BTC])
    // The first of two is answered in the middle of the flush: the lanes have gone on, and the second had no turn yet.
    const drained: Promise<void>[] = []
    const first = await streams.plan('poll', { topics: [BTC], cursor })
    streams.poll(first, 20_000, () => drained.push(streams.drain({ durationMs: 0, spreadMs: 0 })))
    const second = await poll([BTC], { cursor })
    market.set(BTC, { last: '2' })
    clock.advance(100)
    expect(drained).toHaveLength(1)
    expect(second.body).toMatchObject({ frame: { deltas: [[0, 1, { last: '2' }]] } })
  })

  it('[PLL4] takes several rounds for snapshots that one frame does not hold, each at once', async () => {
    const { market, answer, poll } = bench()
    const long = 'x'.repeat(MAX_SNAPSHOT_FRAME_BYTES * 0.4)
    const topics = ['quote/a', 'quote/b', 'quote/c', 'quote/d', 'quote/e']
    for (const topic of topics) market.set(topic, { last: topic + long })
    const told = new Map<number, number>()
    let cursor: string | null = null
    for (let round = 0; round < 3; round++) {
      const body: PollBody = await answer(topics, { cursor })
      cursor = body.cursor
      for (const { ref, offset } of body.frame?.snapshots ?? []) told.set(ref, offset)
    }
    expect([...told]).toEqual(topics.map((_, ref) => [ref, 4]))
    const waiting = await poll(topics, { cursor })
    expect(waiting.body).toBeNull()
    waiting.abandon()
    for (const topic of topics) expect(market.holders(topic), topic).toBe(0)
  })

  it('[PLL4] tells what changed meanwhile of those that were sent, and the rest', async () => {
    const { market, clock, answer } = bench()
    const long = 'x'.repeat(MAX_SNAPSHOT_FRAME_BYTES * 0.6)
    market.set(BTC, { last: '1', bid: long })
    market.set(ETH, { last: '1', bid: long })
    const { cursor, frame } = await answer([BTC, ETH])
    expect(frame?.snapshots).toHaveLength(1)
    market.set(BTC, { last: '2' })
    clock.advance(1000)
    const next = await answer([BTC, ETH], { cursor })
    expect(next.frame).toMatchObject({ snapshots: [{ ref: 1, offset: 2 }], deltas: [[0, 2, { last: '2' }]] })
  })

  it('[CUR3] goes on from a cursor of another gateway, at once, and then as from one of its own', async () => {
    const [one, other] = [bench({}, 0.1), bench({}, 0.2)]
    for (const { market } of [one, other]) market.set(BTC, { last: '1', bid: '0' })
    const { cursor } = await one.answer([BTC])
    other.market.set(BTC, { last: '2' })
    const body = await other.answer([BTC], { cursor })
    expect(body).toMatchObject({
      subscribed: { topics: [{ start: 'resume' }] },
      frame: { deltas: [[0, 1, { last: '2' }]] },
    })
    const waiting = await other.poll([BTC], { cursor: body.cursor })
    other.clock.advance(3000)
    expect(waiting.body).toBeNull()
    waiting.abandon()
  })

  it('[CUR3] says of a foreign cursor that it is up to date, and of its own nothing', async () => {
    const [one, other] = [bench({}, 0.1), bench({}, 0.2)]
    for (const { market } of [one, other]) market.set(BTC, { last: '1' })
    const { cursor } = await one.answer([BTC])
    expect(await other.answer([BTC], { cursor })).toMatchObject({ frame: { deltas: [[0, 0, {}]] } })
  })

  it('[CUR3] does not doubt a position of its own, where it would that of a gateway that may know more', async () => {
    const { market, clock, answer } = bench()
    market.isPartial = true
    market.set(BTC, { last: '1' })
    const { cursor } = await answer([BTC])
    clock.advance(1000)
    market.set(BTC, { last: '2' })
    expect(await answer([BTC], { cursor })).toMatchObject({
      subscribed: { topics: [{ start: 'resume' }] },
      frame: { deltas: [[0, 1, { last: '2' }]] },
    })
    const foreign = streamBench({}, 0.9)
    foreign.market.isPartial = true
    foreign.market.set(BTC, { last: '1' })
    expect(await foreign.answer([BTC], { cursor })).toMatchObject({ subscribed: { topics: [{ start: 'snapshot' }] } })
    foreign.streams.stop()
  })

  it('[CUR2] begins with snapshots for a cursor of another list, or none at all', async () => {
    const { market, answer } = bench()
    market.set(BTC, { last: '1' })
    const { cursor } = await answer([BTC])
    for (const bad of ['', 'x', `${cursor}A`, (await answer([ETH])).cursor])
      expect(await answer([BTC], { cursor: bad })).toMatchObject({
        subscribed: { topics: [{ start: 'snapshot' }] },
        frame: { snapshots: [{ offset: 0 }] },
      })
  })

  it('[CUR2] knows its topics in any order and spelling', async () => {
    const { market, clock, answer } = bench()
    for (const topic of [BTC, ETH]) market.set(topic, { last: '1' })
    const { cursor } = await answer([BTC, ETH])
    clock.advance(1000)
    market.set(BTC, { last: '2' })
    const body = await answer([ETH, 'quote/usdm%3ABTCUSDT'], { cursor })
    expect(body.frame).toMatchObject({ deltas: [[1, 2, { last: '2' }]] })
  })

  it('[CUR4] goes on from positions where there is no cursor', async () => {
    const { market, answer } = bench()
    market.set(BTC, { last: '1', bid: '0' })
    market.set(BTC, { last: '2' })
    const body = await answer([BTC], { resume: [{ epoch: 'e1', offset: 0 }] })
    expect(body).toMatchObject({
      subscribed: { topics: [{ start: 'resume' }] },
      frame: { deltas: [[0, 1, { last: '2' }]] },
    })
    // A cursor that is good counts more.
    expect(
      await answer([BTC], {
        cursor: body.cursor,
        resume: [{ epoch: 'other', offset: 0 }],
        maxHz: 'raw',
      }).catch(String),
    ).toBe('Error: the poll waits')
  })

  it('[SUB4] waits for the first record of a topic that has none, once it has said so', async () => {
    const { market, clock, answer, poll } = bench()
    const { frame, cursor } = await answer([BTC])
    expect(frame).toMatchObject({ snapshots: [{ ref: 0, epoch: '', offset: -1, state: {} }] })
    const waiting = await poll([BTC], { cursor })
    clock.advance(3000)
    expect(waiting.body).toBeNull()
    market.set(BTC, { last: '1' })
    clock.advance(100)
    expect(waiting.body).toMatchObject({ notices: [], frame: { snapshots: [{ ref: 0, epoch: 'e1', offset: 0 }] } })
    market.set(ETH, { last: '1' })
    // The record came between two polls, and on another gateway.
    expect(await answer([BTC], { cursor })).toMatchObject({
      subscribed: { topics: [{ start: 'snapshot' }] },
      frame: { snapshots: [{ ref: 0, epoch: 'e1', offset: 1, state: { last: '1' } }] },
    })
  })

  it('[POS3] voids a position of another epoch, and one beyond the end of the log', async () => {
    const [one, other] = [bench({}, 0.1), bench({}, 0.2)]
    for (let i = 0; i < 3; i++) one.market.set(BTC, { last: String(i) })
    const { cursor } = await one.answer([BTC])
    other.market.set(BTC, { last: '0' })
    other.log.end = 1
    const reset = { subscribed: { topics: [{ start: 'reset' }] }, frame: { snapshots: [{ epoch: 'e1', offset: 0 }] } }
    expect(await other.answer([BTC], { cursor })).toMatchObject(reset)
    expect(other.log.asked).toBe(1)
    one.market.restart('e2')
    expect(await one.answer([BTC], { cursor })).toMatchObject({
      subscribed: { topics: [{ start: 'reset' }] },
      frame: { snapshots: [{ epoch: 'e2', offset: 0 }] },
    })
  })

  it('[POS5] waits behind the gateway it comes from, says so, and never goes back', async () => {
    const [one, other] = [bench({}, 0.1), bench({}, 0.2)]
    for (let i = 0; i < 5; i++) one.market.set(BTC, { last: String(i) })
    other.market.set(BTC, { last: '0' })
    other.log.end = 100
    const { cursor } = await one.answer([BTC])
    const waiting = await other.poll([BTC], { cursor })
    other.market.set(BTC, { last: '1' })
    other.clock.advance(1900)
    expect(waiting.body).toBeNull()
    other.clock.advance(200)
    expect(waiting.body).toMatchObject({
      subscribed: { topics: [{ start: 'resume' }] },
      frame: null,
      notices: [{ type: 'notice', reason: 'behind', topics: [BTC] }],
    })
    const again = await other.poll([BTC], { cursor: waiting.body?.cursor ?? '' })
    expect(again.body).toBeNull()
    for (let i = 2; i < 6; i++) other.market.set(BTC, { last: String(i) })
    other.clock.advance(100)
    expect(again.body).toMatchObject({ frame: { deltas: [[0, 5, { last: '5' }]] }, notices: [] })
  })

  it('[POS5] goes on with the topics of other partitions while one waits, and asks each answer no more than once', async () => {
    const [one, other] = [bench({}, 0.1), bench({}, 0.2)]
    for (let i = 0; i < 5; i++) one.market.set(BTC, { last: String(i) })
    const { cursor } = await one.answer([BTC, ETH])
    other.market.set(BTC, { last: '0' })
    const waiting = await other.poll([BTC, ETH], { cursor, waitMs: 1000 })
    other.clock.advance(1000)
    // Of what has no record nothing is owed; the wait itself is no news.
    expect(waiting.body).toMatchObject({ frame: null, notices: [] })
  })

  it('[POS7] tells a partition that was folded anew while it waited, before the snapshot', async () => {
    const { market, clock, answer, poll } = bench()
    market.set(BTC, { last: '1' })
    const { cursor } = await answer([BTC])
    const waiting = await poll([BTC], { cursor })
    market.restart('e2')
    expect(waiting.body).toMatchObject({ frame: null, notices: [{ reason: 'reset', topics: [BTC] }] })
    clock.advance(1000)
    expect(await answer([BTC], { cursor: waiting.body?.cursor ?? '' })).toMatchObject({
      frame: { snapshots: [{ epoch: 'e2' }] },
    })
  })

  it('[POS7] trusts no cursor of its own from before a partition was folded anew under the same epoch', async () => {
    const { market, clock, answer } = bench()
    for (let i = 0; i < 3; i++) market.set(BTC, { last: String(i) })
    const { cursor } = await answer([BTC])
    market.restart('e1')
    market.isPartial = true
    for (let i = 0; i < 5; i++) market.set(BTC, { last: String(i) })
    clock.advance(1000)
    expect(await answer([BTC], { cursor })).toMatchObject({
      subscribed: { topics: [{ start: 'snapshot' }] },
      frame: { snapshots: [{ offset: 5 }] },
    })
  })

  it('[POS7] does not go on from a plan that a new fold has overtaken', async () => {
    const { market, clock, answer, streams } = bench()
    for (let i = 0; i < 3; i++) market.set(BTC, { last: String(i) })
    const { cursor } = await answer([BTC])
    clock.advance(1000)
    const plan = await streams.plan('poll', { topics: [BTC], cursor })
    market.restart('e1')
    for (let i = 0; i < 5; i++) market.set(BTC, { last: String(i) })
    const bodies: PollBody[] = []
    streams.poll(plan, 1000, (body) => bodies.push(JSON.parse(body.toString()) as PollBody))
    expect(bodies).toMatchObject([{ frame: { snapshots: [{ offset: 5 }] } }])
  })

  it('[NTC2] is answered with the loss of the source, and its return', async () => {
    const { market, answer, poll, streams } = bench()
    market.set(BTC, { last: '1' })
    const { cursor } = await answer([BTC])
    for (const [state, reason] of [
      ['lost', 'sourceLost'],
      ['live', 'sourceBack'],
    ] as const) {
      const waiting = await poll([BTC], { cursor })
      streams.sourceChanged('catchingUp')
      expect(waiting.body).toBeNull()
      streams.sourceChanged(state)
      expect(waiting.body).toMatchObject({ frame: null, notices: [{ reason }] })
    }
  })

  it('[PLL5] is answered at once when the server is asked to end', async () => {
    const { market, answer, poll, streams } = bench()
    market.set(BTC, { last: '1' })
    const { cursor } = await answer([BTC])
    const waiting = await poll([BTC], { cursor })
    await streams.drain({ durationMs: 1000, spreadMs: 1000 })
    expect(waiting.body).toMatchObject({ frame: null })
  })

  it('lets go of everything when its client is gone, or what was planned is not wanted', async () => {
    const { market, poll, answer, streams, counts } = bench()
    market.set(BTC, { last: '1' })
    const { cursor } = await answer([BTC])
    const waiting = await poll([BTC], { cursor })
    expect(streams.size('poll')).toBe(1)
    waiting.abandon()
    waiting.abandon()
    expect(waiting.body).toBeNull()
    streams.discard(await streams.plan('poll', { topics: [BTC, ETH], cursor: null }))
    expect(counts.opened).toEqual(['poll', 'poll'])
    expect(counts.closed).toEqual(['poll normal', 'poll abnormal'])
  })
})
