import type { QuoteState, TradesState } from '@tickwall/protocol'
import { beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { Linked } from '../test/linked.js'
import type { SavedTopic } from './index.js'
import type { RequestError } from './request-error.js'

const BTC = 'quote/usdm:BTCUSDT'
const TAPE = 'trades/usdm:BTCUSDT'

let linked: Linked
beforeEach(() => {
  linked = new Linked()
})

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'resolved',
    (error: unknown) => (error as RequestError).code,
  )

/** Connected, with one quote at offset 10. */
function follow() {
  linked.open()
  const subscription = linked.link.subscribe(BTC)
  linked.clock.settle()
  linked.accept()
  linked.snapshot(BTC, 10, { last: '1' })
  return subscription
}

describe('what a subscription promises', () => {
  it('has the kind of state that its topic names', () => {
    const instrument = String('usdm:BTCUSDT')
    expectTypeOf(linked.link.subscribe(BTC).state).toEqualTypeOf<Partial<QuoteState> | null>()
    expectTypeOf(linked.link.subscribe(`trades/${instrument}`).state).toEqualTypeOf<Partial<TradesState> | null>()
    linked.link.subscribe(TAPE, {}, ({ state }) => {
      expectTypeOf(state?.items).toEqualTypeOf<TradesState['items'] | undefined>()
    })
    expect(linked.link.subscribe(TAPE).kind).toBe('trades')
  })

  it('fails what was not answered in time, and only that', async () => {
    const waiting = codeOf(linked.link.subscribe(BTC).ready())
    const patient = linked.link.subscribe(BTC).ready(Infinity)
    linked.clock.advance(5_000)
    expect(await waiting).toBe('timeout')
    linked.greet()
    linked.accept()
    linked.snapshot(BTC, 10, { last: '1' })
    await patient
    expect(linked.link.state.state).toBe('open')
  })

  it('fails a rate that is not answered in time, and one of a topic that is refused', async () => {
    const subscription = follow()
    const rate = codeOf(subscription.rate(1, 100))
    linked.clock.advance(100)
    expect(await rate).toBe('timeout')
    expect(await codeOf(linked.link.subscribe('quote/').rate(1))).toBe('unknownTopic')
  })

  it('[SUB8] is ended once the server says so', async () => {
    const subscription = follow()
    let isOver = false
    const over = subscription.unsubscribe().then(() => (isOver = true))
    linked.clock.settle()
    await Promise.resolve()
    expect(isOver).toBe(false)
    const [request] = linked.socket.of('unsubscribe')
    linked.says({ type: 'unsubscribed', id: request!.id, ts: 0, topics: [BTC] })
    await over
    expect(await codeOf(subscription.ready())).toBe('closed')
  })

  it('is ended at once where others hold the topic, or nobody was told of it', async () => {
    const subscription = follow()
    const other = linked.link.subscribe(BTC)
    await subscription.unsubscribe()
    linked.link.cut()
    await other.unsubscribe()
    expect(linked.socket.of('unsubscribe')).toEqual([])
  })

  it('fails an end that is not answered in time', async () => {
    const subscription = follow()
    const end = codeOf(subscription.unsubscribe())
    linked.clock.advance(5_000)
    expect(await end).toBe('timeout')
  })

  it('leaves no timer behind what was answered', async () => {
    const subscription = follow()
    await subscription.ready()
    linked.link.close()
    expect(linked.clock.pending).toBe(0)
  })
})

describe('content that is kept', () => {
  it('[LNK2] is shown at once by another link, which goes on from there', async () => {
    follow()
    linked.delta(BTC, 12, { bid: '2' }, { n: 11, prev: 10 })
    const kept = JSON.stringify(linked.link.subscribe(BTC).save())
    expect(JSON.parse(kept)).toEqual({ epoch: 'e1', offset: 12, state: { last: '1', bid: '2' } })
    linked.link.close()

    linked = new Linked()
    const subscription = linked.link.subscribe(BTC, { from: JSON.parse(kept) as SavedTopic<'quote'> })
    expect([{ ...subscription.state }, subscription.standing]).toEqual([{ last: '1', bid: '2' }, 'catchingUp'])
    linked.greet()
    expect(linked.socket.of('subscribe')).toMatchObject([{ topics: [BTC], resume: { [BTC]: ['e1', 12] } }])
    linked.accept('resume')
    linked.delta(BTC, 20, { last: '3' }, { n: 1 })
    expect([{ ...subscription.state }, subscription.standing]).toEqual([{ last: '3', bid: '2' }, 'current'])
  })

  it('is a copy, and does not replace what is held', () => {
    follow()
    const tape = linked.link.subscribe(TAPE)
    linked.clock.settle()
    linked.accept()
    linked.snapshot(TAPE, 10, { items: [[1, 1, '1', '1', null, null]], size: 2 })
    const saved = tape.save()
    linked.delta(TAPE, 12, { items: [[2, 2, '2', '1', null, null]] }, { n: 11, prev: 10 })
    expect(saved?.state.items).toHaveLength(1)
    const again = linked.link.subscribe(TAPE, { from: saved })
    expect(again.state?.items).toHaveLength(2)
  })

  it('[LNK4] is none while it is void, partial or empty', () => {
    const subscription = follow()
    linked.snapshot(BTC, 11, { last: '1', partial: true })
    expect(subscription.save()).toBeNull()
    linked.snapshot(BTC, 12, { last: '1' })
    linked.says({ type: 'notice', ts: 0, reason: 'reset', topics: [BTC] })
    expect(subscription.save()).toBeNull()
    expect(linked.link.subscribe(TAPE).save()).toBeNull()
  })
})

describe('events of the connection', () => {
  it('tell each change under a name of its own', () => {
    const seen: unknown[] = []
    const { link } = linked
    link.on('connecting', ({ attempt, transport }) => seen.push(['connecting', attempt, transport]))
    link.on('connected', ({ hello, transport }) => seen.push(['connected', hello.server, transport]))
    link.on('reconnecting', ({ ending, retryAtMs }) => seen.push(['reconnecting', ending.code, retryAtMs > 0]))
    link.on('disconnected', ({ reason }) => seen.push(['disconnected', reason]))
    link.on('error', ({ code }) => seen.push(['error', code]))
    linked.open()
    linked.says('{')
    linked.socket.ends(1012)
    linked.clock.advance(30_000)
    link.close()
    expect(seen).toEqual([
      ['connecting', 1, 'webSocket'],
      ['connected', 'gw-1', 'webSocket'],
      ['error', 'malformed'],
      ['reconnecting', 1012, true],
      ['connecting', 2, 'webSocket'],
      ...seen.slice(5),
    ])
    expect(seen.at(-1)).toEqual(['disconnected', 'closed'])
  })
})
