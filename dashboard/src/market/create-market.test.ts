import type { Rate } from '@tickwall/protocol'
import { beforeEach, describe, expect, it } from 'vitest'
import type { TopicUpdate } from '../link/port-message.js'
import { createMarket, KEPT_TOPICS } from './create-market.js'
import type { Market } from './market.js'

const BTC = 'quote/usdm:BTCUSDT'
const ETH = 'quote/usdm:ETHUSDT'

/** The link's side: what was wanted, and what it tells. */
class FakeLink {
  readonly wanted: [string, Rate | null][] = []
  #listener: (updates: readonly TopicUpdate[]) => void = () => undefined
  want(topic: string, maxHz: Rate | null): void {
    this.wanted.push([topic, maxHz])
  }
  onPulled(listener: (updates: readonly TopicUpdate[]) => void): () => void {
    this.#listener = listener
    return () => undefined
  }
  tells(...updates: TopicUpdate[]): void {
    this.#listener(updates)
  }
}

const quote = (topic: string, last: string, receivedAtMs = 1_000): TopicUpdate => ({
  topic,
  content: { type: 'whole', state: { last }, position: { epoch: 'e', offset: 1 }, receivedAtMs, lost: 0 },
  standing: { stage: 'current', denied: null, degradedHz: null, gapAtMs: null },
})

let link: FakeLink
let market: Market
let soon: (() => void)[]
/** The turn ends: what is wanted now is told. */
const turn = (): void => {
  for (let run = soon.shift(); run !== undefined; run = soon.shift()) run()
}
beforeEach(() => {
  link = new FakeLink()
  soon = []
  market = createMarket(link, (run) => soon.push(run))
})

describe('the market', () => {
  it('has a view from the first watch on', () => {
    expect(market.view(BTC)).toBeNull()
    market.watch(BTC, 10)
    expect(market.view(BTC)).toMatchObject({ topic: BTC, stage: 'waiting' })
  })

  it('wants each topic once, at the fastest rate, and tells every change of that', () => {
    const slow = market.watch(BTC, 1)
    const fast = market.watch(BTC, 10)
    market.watch(BTC, 5)
    turn()
    fast.setRate('raw')
    fast.setRate('raw')
    turn()
    fast.close()
    fast.close()
    fast.setRate(20)
    turn()
    slow.setRate(2)
    turn()
    expect(link.wanted).toEqual([
      [BTC, 10],
      [BTC, 'raw'],
      [BTC, 5],
    ])
  })

  it('a topic that is left and taken up again in one turn was never left', () => {
    const watch = market.watch(BTC, 10)
    turn()
    link.tells(quote(BTC, '1'))
    watch.close()
    market.watch(BTC, 10)
    turn()
    expect(link.wanted).toEqual([[BTC, 10]])
    expect(market.view(BTC)).toMatchObject({ stage: 'current', state: { last: '1' } })
  })

  it('ends with the last watch and keeps the last values, waiting', () => {
    const watch = market.watch(BTC, 10)
    turn()
    link.tells(quote(BTC, '1'))
    watch.close()
    turn()
    expect(link.wanted.at(-1)).toEqual([BTC, null])
    expect(market.view(BTC)).toMatchObject({ stage: 'waiting', state: { last: '1' } })
    link.tells(quote(BTC, 'late'))
    expect(market.view(BTC)?.state).toEqual({ last: '1' })
    market.watch(BTC, 10)
    expect(market.view(BTC)?.state).toEqual({ last: '1' })
  })

  it('tells each watch and each listener once a frame, after all views were replaced', () => {
    const seen: unknown[] = []
    market.watch(BTC, 10, (view) => seen.push([view.state, market.view(ETH)?.state]))
    market.watch(ETH, 10)
    turn()
    const stop = market.onFrame((topics) => seen.push([...topics]))
    link.tells(quote(BTC, '1'), quote(ETH, '2'), quote('quote/not:watched', '3'))
    expect(seen).toEqual([
      [{ last: '1' }, { last: '2' }],
      [BTC, ETH],
    ])
    stop()
    link.tells(quote(ETH, '3'))
    expect(seen).toHaveLength(2)
  })

  it('a watch that closes another while it is told does not break the frame', () => {
    const second = market.watch(ETH, 10)
    market.watch(BTC, 10, () => {
      second.close()
    })
    turn()
    link.tells(quote(BTC, '1'), quote(ETH, '2'))
    turn()
    expect(market.view(ETH)?.stage).toBe('waiting')
  })

  it('feels the pulse of a venue through all its topics', () => {
    market.watch(BTC, 10)
    market.watch(ETH, 10)
    turn()
    expect(market.pulse(BTC)).toEqual({ changedAtMs: null, expectedIntervalMs: 1_000 })
    link.tells(quote(BTC, '1', 1_000))
    link.tells(quote(ETH, '1', 7_000))
    expect(market.pulse(BTC).changedAtMs).toBe(7_000)
    expect(market.pulse('quote/other:X')).toEqual({ changedAtMs: null, expectedIntervalMs: 1_000 })
  })

  it('forgets the topics that were not watched for longest', () => {
    const kept = market.watch('quote/x:kept', 1)
    for (let i = 0; i < KEPT_TOPICS + 10; i++) market.watch(`quote/x:${String(i)}`, 1).close()
    turn()
    market.watch('quote/x:last', 1)
    expect(market.view('quote/x:0')).toBeNull()
    expect(market.view(`quote/x:${String(KEPT_TOPICS + 9)}`)).not.toBeNull()
    expect(market.view(kept.topic)).not.toBeNull()
  })
})
