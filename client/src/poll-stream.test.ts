import { beforeEach, describe, expect, it } from 'vitest'
import type { FakeExchange } from '../test/fake-http.js'
import { CLOCK, LinkedHttp } from '../test/linked-http.js'

const BTC = 'quote/usdm:BTCUSDT'
const ETH = 'quote/usdm:ETHUSDT'

let linked: LinkedHttp
beforeEach(() => {
  linked = new LinkedHttp({ transport: 'poll' })
})

const poll = (): FakeExchange => linked.http.newest('/poll')

function answer(parts: object, start: 'snapshot' | 'resume' = 'resume', cursor = 'c'): void {
  const subscribed = linked.subscribed(poll().body['topics'] as string[], start)
  poll().is(200, { subscribed, frame: null, notices: [], cursor, ...parts })
  linked.clock.settle()
}

/** Connected, with one quote at offset 10 and the cursor `c1`. */
function follow(maxHz = 10) {
  const subscription = linked.link.subscribe(BTC, { maxHz })
  linked.hello()
  const part = { ref: 0, epoch: 'e1', offset: 10, state: { last: '1' } }
  answer({ frame: linked.frame(1, { snapshots: [part] }) }, 'snapshot', 'c1')
  return subscription
}

describe('a link by long-polls', () => {
  it('does not wait in the first poll, then goes on by the cursor, as long as it may', async () => {
    const quote = linked.link.subscribe(BTC)
    const ready = quote.ready()
    linked.hello()
    expect(poll().body).toEqual({ topics: [BTC], maxHz: 10, waitMs: 0 })
    const part = { ref: 0, epoch: 'e1', offset: 10, state: { last: '1' } }
    answer({ frame: linked.frame(1, { snapshots: [part] }) }, 'snapshot', 'c1')
    await ready
    expect([{ ...quote.state }, quote.hz, linked.link.transport]).toEqual([{ last: '1' }, 10, 'poll'])
    linked.clock.advance(200)
    expect(poll().body).toEqual({ topics: [BTC], maxHz: 10, cursor: 'c1', waitMs: 25_000 })
    answer({ frame: linked.frame(5, { deltas: [[0, 12, { last: '2' }]] }) }, 'resume', 'c2')
    expect({ ...quote.state }).toEqual({ last: '2' })
    linked.clock.advance(200)
    expect(poll().body).toMatchObject({ cursor: 'c2' })
  })

  it('asks no more often than its rate, nor than 5 times a second', () => {
    follow(1)
    linked.clock.advance(999)
    expect(linked.http.of('/poll')).toHaveLength(1)
    linked.clock.advance(1)
    expect(linked.http.of('/poll')).toHaveLength(2)
    linked = new LinkedHttp({ transport: 'poll' })
    follow(20)
    linked.clock.advance(199)
    expect(linked.http.of('/poll')).toHaveLength(1)
    linked.clock.advance(1)
    expect(linked.http.of('/poll')).toHaveLength(2)
  })

  it('takes a poll that brings nothing for a sign of life, and waits for the next as long as the server may', () => {
    linked.http.onRequest = (exchange) => {
      if (exchange.path === CLOCK) exchange.is(200, linked.clockAnswer())
      else if (exchange.path === '/version.json') exchange.is(200, { build: 'b' })
    }
    const quote = linked.link.subscribe(BTC)
    linked.clock.settle()
    answer({ frame: linked.frame(1, { snapshots: [{ ref: 0, epoch: 'e', offset: 1, state: {} }] }) }, 'snapshot')
    for (let i = 0; i < 4; i++) {
      linked.clock.advance(25_200)
      answer({})
    }
    expect([linked.link.state.state, quote.standing]).toEqual(['open', 'current'])
    linked.clock.advance(30_199)
    expect(linked.link.state.state).toBe('open')
    linked.clock.advance(1)
    expect(linked.link.state).toMatchObject({ state: 'waiting', ending: { code: 1006 } })
  })

  it('[POS3] tells a reset before its snapshot, and what other notices say', () => {
    const quote = follow()
    const seen: string[] = []
    linked.link.on('notice', ({ reason }) => seen.push(reason))
    linked.clock.advance(200)
    const part = { ref: 0, epoch: 'e2', offset: 3, state: { last: '9' } }
    const notices = [
      { ts: 0, reason: 'sourceLost' },
      { type: 'notice', ts: 0, reason: 'reset', topics: [BTC] },
    ]
    answer({ notices, frame: linked.frame(6, { snapshots: [part] }) })
    expect([seen, linked.link.source, quote.gapAtMs]).toEqual([['sourceLost', 'reset'], 'lost', linked.clock.nowMs()])
    expect([{ ...quote.state }, quote.position]).toEqual([{ last: '9' }, { epoch: 'e2', offset: 3 }])
  })

  it('changes what it asks for with the positions it holds, and gives up the poll that waits', () => {
    follow()
    linked.clock.advance(300)
    const waiting = poll()
    linked.link.subscribe(ETH)
    linked.clock.settle()
    expect(waiting.isAborted).toBe(true)
    expect(poll().body).toEqual({ topics: [BTC, ETH], maxHz: 10, resume: { [BTC]: ['e1', 10] }, waitMs: 0 })
  })

  it.each([
    ['a refusal', (): void => poll().is(503, { message: 'the reason' }, '7'), 503],
    ['a lost network', (): void => poll().fails(), 1006],
    ['a page', (): void => poll().answers().text('<html>').ends(), 1006],
    ['a frame that is none', (): void => poll().is(200, { frame: { n: 0.5 }, cursor: 'c' }), 1006],
    ['an answer without cursor', (): void => poll().is(200, { frame: null }), 1006],
  ])('[LNK2] ends with %s and comes back with its positions', (_what, end, code) => {
    const quote = follow()
    linked.clock.advance(2_000)
    end()
    expect(linked.link.state).toMatchObject({ state: 'waiting', ending: { code } })
    linked.clock.advance(7_000)
    linked.hello()
    expect(poll().body).toEqual({ topics: [BTC], maxHz: 10, resume: { [BTC]: ['e1', 10] }, waitMs: 0 })
    answer({ frame: linked.frame(1, { deltas: [[0, 11, { last: '2' }]] }) })
    expect([{ ...quote.state }, quote.standing]).toEqual([{ last: '2' }, 'current'])
  })
})
