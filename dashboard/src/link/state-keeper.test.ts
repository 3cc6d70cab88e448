import { beforeEach, describe, expect, it } from 'vitest'
import { LinkedPage } from '../../test/linked-page.js'
import { GRACE_MS } from './link-host.js'
import { MAX_SAVED, type SavedState } from './saved-states.js'
import { FIRST_SAVE_MS, SAVE_INTERVAL_MS, StateKeeper } from './state-keeper.js'
import { FakeClock } from '../../../client/test/fake-clock.js'
import { FakeShelf } from '../../test/fake-shelf.js'

const BTC = 'quote/usdm:BTCUSDT'
const TAPE = 'trades/usdm:BTCUSDT'
const saved: SavedState = { topic: BTC, state: { last: '41' }, receivedAtMs: 900_000 }

/** The shelf answers. */
const loaded = () => Promise.resolve()

describe('the last values of an earlier visit', () => {
  let linked: LinkedPage
  beforeEach(async () => {
    linked = new LinkedPage([saved])
    await loaded()
  })

  it('are told before there is a connection, once', () => {
    linked.link.want(BTC, 10)
    linked.clock.settle()
    linked.page.paint()
    linked.page.paint()
    expect(linked.pulled.flat()).toMatchObject([
      { topic: BTC, content: { type: 'saved', state: { last: '41' }, receivedAtMs: 900_000 } },
    ])
    expect(linked.link.status.state).toBe('connecting')
  })

  it('give way to the first snapshot, and are not told after it', () => {
    linked.open()
    linked.want(BTC)
    linked.server.snapshot(BTC, 1, { last: '42' })
    linked.page.paint()
    const contents = linked.pulled.flat().flatMap(({ content }) => content ?? [])
    expect(contents.at(-1)).toMatchObject({ type: 'whole', state: { last: '42' } })
    expect(contents.filter(({ type }) => type === 'saved').length).toBeLessThanOrEqual(1)
  })

  it('are told late when the shelf is slow', async () => {
    linked = new LinkedPage([saved])
    linked.link.want(BTC, 10)
    linked.clock.settle()
    linked.page.paint()
    expect(linked.pulled.flat().filter(({ content }) => content !== undefined)).toEqual([])
    await loaded()
    linked.clock.settle()
    linked.page.paint()
    linked.page.paint()
    expect(linked.pulled.flat().at(-1)).toMatchObject({ content: { type: 'saved' } })
  })

  it('are those of what was held, without lists, and written seldom', () => {
    linked.open()
    linked.link.want(TAPE, 10)
    linked.want(BTC)
    linked.server.snapshot(BTC, 1, { last: '42' })
    linked.clock.advance(FIRST_SAVE_MS)
    expect(linked.shelf.states).toMatchObject([{ topic: BTC, state: { last: '42' } }])
    expect(linked.shelf.puts).toBe(1)
    linked.clock.advance(SAVE_INTERVAL_MS)
    // Nothing new came.
    expect(linked.shelf.puts).toBe(1)
  })

  it('are written when the last page goes', () => {
    linked.open()
    linked.want(BTC)
    linked.server.snapshot(BTC, 1, { last: '43' })
    linked.link.close()
    linked.clock.settle()
    expect(linked.shelf.states).toMatchObject([{ topic: BTC, state: { last: '43' } }])
    linked.clock.advance(GRACE_MS)
    expect(linked.clock.pending).toBe(0)
  })
})

describe('the keeper', () => {
  it('keeps what others left, up to its size, the newest last', async () => {
    const shelf = new FakeShelf(
      Array.from({ length: MAX_SAVED }, (_, i) => ({ ...saved, topic: `quote/x:${String(i)}` })),
    )
    const fresh = { topic: 'quote/x:3', state: { last: '1' }, receivedAtMs: 950_000 }
    const keeper = new StateKeeper(
      shelf,
      new FakeClock(),
      () => [fresh, saved],
      () => undefined,
    )
    keeper.save()
    expect(shelf.puts).toBe(0)
    await loaded()
    keeper.save()
    expect(shelf.states).toHaveLength(MAX_SAVED)
    expect(shelf.states.slice(-2)).toEqual([fresh, saved])
    expect(shelf.states[0]?.topic).toBe('quote/x:1')
  })
})
