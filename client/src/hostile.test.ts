import { beforeEach, describe, expect, it } from 'vitest'
import { hello, Linked } from '../test/linked.js'

const BTC = 'quote/usdm:BTCUSDT'
const TAPE = 'trades/usdm:BTCUSDT'

let linked: Linked
beforeEach(() => {
  linked = new Linked()
})

/** What a client must live through: none of it is a message of this protocol, or it is out of place. */
const RUBBISH: readonly (readonly [title: string, text: string])[] = [
  ['nothing', ''],
  ['no JSON', '{'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a number', '7'],
  ['a type that is no text', '{"type":1}'],
  ['an unknown type', '{"type":"later","ts":1}'],
  ['a frame without a number', '{"type":"frame","ts":1,"at":1}'],
  ['a frame with a negative number', '{"type":"frame","n":-1,"ts":1,"at":1}'],
  ['deltas that are no list', '{"type":"frame","n":1,"ts":1,"at":1,"deltas":{}}'],
  ['a delta without changes', '{"type":"frame","n":1,"ts":1,"at":1,"deltas":[[1,2]]}'],
  ['a snapshot without state', '{"type":"frame","n":1,"ts":1,"at":1,"snapshots":[{"ref":1,"epoch":"e","offset":1}]}'],
  ['an infinite time', '{"type":"heartbeat","ts":1e999,"source":"live"}'],
  ['a source that is none', '{"type":"heartbeat","ts":1,"source":"dead"}'],
  ['a notice of an unknown reason', '{"type":"notice","ts":1,"reason":"boredom"}'],
  ['deep nesting', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
  ['a prototype key as type', '{"type":"__proto__","ts":1}'],
  ['a method of Object as type', '{"type":"toString","ts":1}'],
]

describe('[MSG3] a server that talks rubbish', () => {
  it.each(RUBBISH)('survives %s and goes on', (_title, text) => {
    linked.open()
    const subscription = linked.link.subscribe(BTC)
    linked.clock.settle()
    linked.accept()
    linked.snapshot(BTC, 1, { last: '1' })
    const problems: string[] = []
    linked.link.on('error', ({ code }) => problems.push(code))
    linked.says(text)
    expect(problems).toHaveLength(1)
    expect(linked.link.stats.puzzles).toBe(1)
    linked.delta(BTC, 2, { last: '2' }, { n: 2, prev: 1 })
    expect({ ...subscription.state }).toEqual({ last: '2' })
  })

  it('survives binary frames', () => {
    linked.open()
    linked.socket.says(new Uint8Array([1, 2, 3]))
    expect([linked.link.state.state, linked.link.stats.puzzles]).toEqual(['open', 1])
  })
})

describe('a server that breaks the rules', () => {
  it('[HS5] is not heard before its hello, and greets once', () => {
    linked.link.connect()
    linked.socket.opens()
    linked.says({ type: 'frame', n: 1, ts: 0, at: 0, snapshots: [{ ref: 1, epoch: 'e', offset: 1, state: {} }] })
    expect(linked.link.stats.puzzles).toBe(1)
    linked.greet()
    linked.says(hello(0, { server: 'gw-2' }))
    expect([linked.link.hello?.server, linked.link.stats.puzzles]).toEqual(['gw-1', 2])
  })

  it('[HS5] of another version is given up', () => {
    linked.link.connect()
    linked.socket.opens()
    linked.says(JSON.stringify({ ...hello(0), version: 2 }))
    linked.clock.advance(10_000)
    expect(linked.link.state.state).toBe('waiting')
  })

  it('answers nothing that was asked, everything that was not, and the wrong way', () => {
    linked.open()
    const subscription = linked.link.subscribe(BTC)
    linked.clock.settle()
    const { id } = linked.socket.of('subscribe')[0]!
    linked.says({ type: 'pong', id, ts: 0 })
    linked.says({ type: 'subscribed', id: 'never', ts: 0, topics: [], rejected: [] })
    linked.says({
      type: 'subscribed',
      id,
      ts: 0,
      topics: [{ topic: 'quote/other', ref: 1, hz: 10, start: 'resume' }],
      rejected: [],
    })
    expect(subscription.standing).toBe('waiting')
    linked.clock.advance(1_000)
    expect(linked.socket.of('subscribe')).toHaveLength(2)
  })

  it('resumes what was never asked to: no delta is taken without a snapshot', () => {
    linked.open()
    const subscription = linked.link.subscribe(BTC)
    linked.clock.settle()
    linked.accept('resume')
    linked.delta(BTC, 5, { last: 'torn' }, { n: 5 })
    expect(subscription.state).toBeNull()
    linked.snapshot(BTC, 6, { last: '6' })
    expect({ ...subscription.state }).toEqual({ last: '6' })
  })

  it('sends frames of refs that it never gave', () => {
    linked.open()
    linked.says({ type: 'frame', n: 1, ts: 0, at: 0, deltas: [[99, 1, { last: '1' }]] })
    linked.says({ type: 'frame', n: 2, ts: 0, at: 0, snapshots: [{ ref: 98, epoch: 'e', offset: 1, state: {} }] })
    expect(linked.link.stats).toMatchObject({ frames: 2, updates: 0 })
  })

  it('sends lists that are none', () => {
    linked.open()
    const subscription = linked.link.subscribe(TAPE)
    linked.clock.settle()
    linked.accept()
    linked.snapshot(TAPE, 1, { items: 'none', size: -3 })
    linked.delta(TAPE, 2, { items: [null, 7, ['x'], [2, 0, '1', '1', null, null]], size: 5 }, { n: 2, prev: 1 })
    linked.delta(TAPE, 3, { items: { length: 1e9 }, lost: 'many' }, { n: 3, prev: 2 })
    linked.snapshot(TAPE, 4, { items: [[4, 0, '1', '1', null, null]], size: 5 })
    expect(subscription.state).toMatchObject({ items: [[4, 0, '1', '1', null, null]] })
  })

  it('names fields after the innards of objects', () => {
    linked.open()
    const subscription = linked.link.subscribe(BTC)
    linked.clock.settle()
    linked.accept()
    linked.says(
      `{"type":"frame","n":1,"ts":0,"at":0,"snapshots":[{"ref":1,"epoch":"e","offset":1,"state":{"__proto__":{"polluted":1},"constructor":null}}]}`,
    )
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(subscription.state).not.toBeNull()
  })

  it('announces limits that leave no room: one topic a message', () => {
    linked.open({ limits: { topics: 0, messageBytes: 0, messagesPerSecond: 0 } })
    linked.link.subscribe(BTC)
    linked.link.subscribe(TAPE)
    linked.clock.advance(5_000)
    expect(linked.socket.of('subscribe').map(({ topics }) => topics)).toEqual([[BTC], [TAPE]])
  })

  it('closes before, during and after everything', () => {
    linked.link.connect()
    linked.socket.ends()
    linked.socket.ends()
    linked.socket.opens()
    linked.socket.says(hello(0))
    expect(linked.link.state.state).toBe('waiting')
  })
})
