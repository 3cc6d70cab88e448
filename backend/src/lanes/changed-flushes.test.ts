import { Subject } from 'rxjs'
import { beforeEach, describe, expect, it } from 'vitest'
import { TableMarket } from '../../test/fakes/table-market.js'
import type { TopicHandle } from '../market/market-store.js'
import { ChangedFlushes } from './changed-flushes.js'
import type { Flush } from './flush-clock.js'

const BTC = 'quote/usdm:BTCUSDT'
const ETH = 'quote/usdm:ETHUSDT'

describe('flushes of what changed', () => {
  let market: TableMarket
  let flush$: Subject<Flush>
  let changed: ChangedFlushes
  const handle = (instrument: string): TopicHandle => market.handle({ kind: 'quote', instrument })
  const flush = (n: number): void => flush$.next({ n, ts: 0, dueMs: 0, beganMs: 0, isDue: () => true })
  const numbersOf = (topic: TopicHandle) => {
    const numbers: number[] = []
    const following = changed.of(topic).subscribe(({ n }) => numbers.push(n))
    return { numbers, stop: () => following.unsubscribe() }
  }
  beforeEach(() => {
    market = new TableMarket()
    flush$ = new Subject()
    changed = new ChangedFlushes(flush$)
  })

  it('come to each topic once after it changed, however often', () => {
    const [btc, eth] = [numbersOf(handle('usdm:BTCUSDT')), numbersOf(handle('usdm:ETHUSDT'))]
    flush(1)
    market.set(BTC, { last: '1' })
    market.set(BTC, { last: '2' })
    flush(2)
    flush(3)
    market.set(ETH, { last: '1' })
    market.set(BTC, { last: '3' })
    flush(4)
    expect(btc.numbers).toEqual([2, 4])
    expect(eth.numbers).toEqual([4])
  })

  it('are handed to each of several who follow one topic', () => {
    const both = [numbersOf(handle('usdm:BTCUSDT')), numbersOf(handle('usdm:BTCUSDT'))]
    market.set(BTC, { last: '1' })
    flush(1)
    expect(both.map(({ numbers }) => numbers)).toEqual([[1], [1]])
  })

  it('are asked for only while somebody follows, and begin with what changes from then on', () => {
    const first = numbersOf(handle('usdm:BTCUSDT'))
    expect(flush$.observed).toBe(true)
    market.set(BTC, { last: '1' })
    first.stop()
    expect(flush$.observed).toBe(false)
    const second = numbersOf(handle('usdm:BTCUSDT'))
    flush(1)
    expect(second.numbers).toEqual([])
    market.set(BTC, { last: '2' })
    flush(2)
    expect(first.numbers).toEqual([])
    expect(second.numbers).toEqual([2])
  })
})
