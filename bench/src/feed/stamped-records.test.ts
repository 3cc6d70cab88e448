import { decodeRecord } from '@tickwall/backend/ingest/decode-record.js'
import { describe, expect, it } from 'vitest'
import { StampedRecords } from './stamped-records.js'

const NOW_MS = 1_763_700_000_000
const TOPICS = 50

function take(records: StampedRecords, count: number, step = 1) {
  return Array.from({ length: count }, (_, i) => {
    const { key, value } = records.next(NOW_MS + i, step)
    const tick = decodeRecord('ticks', { key, value, offset: i, timestamp: NOW_MS + i, publishedAt: NOW_MS + i })
    if (typeof tick === 'string') throw new Error(`refused: ${tick}: ${value.toString()}`)
    return tick
  })
}

describe('StampedRecords', () => {
  it('makes ticks that the gateway takes, each of a new time', () => {
    const ticks = take(new StampedRecords(TOPICS), 30 * TOPICS)
    expect(ticks.map(({ time }: { time: number }) => time)).toEqual(ticks.map((_, i) => NOW_MS + i))
  })

  it('takes instruments in turn, a pass of trades and a pass of quotes', () => {
    const ticks = take(new StampedRecords(TOPICS), 4 * TOPICS)
    expect(ticks.map(({ type }) => type)).toEqual(
      ['trade', 'quote', 'trade', 'quote'].flatMap((type) => Array.from({ length: TOPICS }, () => type)),
    )
    const names = ticks.slice(0, TOPICS).map((tick) => ('instrument' in tick ? tick.instrument : ''))
    expect(new Set(names).size).toBe(TOPICS)
  })

  it('changes price, size and side with every trade, bid and ask with every quote, and never repeats an id', () => {
    const ticks = take(new StampedRecords(1), 4000)
    const ids = new Set<string | null>()
    let trade: Extract<(typeof ticks)[number], { type: 'trade' }> | null = null
    let quote: Extract<(typeof ticks)[number], { type: 'quote' }> | null = null
    for (const tick of ticks) {
      if (tick.type === 'trade') {
        expect(ids.has(tick.id)).toBe(false)
        ids.add(tick.id)
        if (trade !== null) {
          expect(tick.price.text).not.toBe(trade.price.text)
          expect(tick.size.text).not.toBe(trade.size.text)
          expect(tick.side).not.toBe(trade.side)
        }
        trade = tick
      } else if (tick.type === 'quote') {
        if (quote !== null) {
          expect(tick.bid.text).not.toBe(quote.bid.text)
          expect(tick.ask.text).not.toBe(quote.ask.text)
          expect(tick.bidSize?.text).not.toBe(quote.bidSize?.text)
          expect(tick.askSize?.text).not.toBe(quote.askSize?.text)
        }
        quote = tick
      }
    }
    expect(ids.size).toBe(2000)
  })

  it('leaves every other instrument as it is', () => {
    const ticks = take(new StampedRecords(TOPICS), 2 * TOPICS, 2)
    const names = new Set(ticks.map((tick) => ('instrument' in tick ? tick.instrument : '')))
    expect(names.size).toBe(TOPICS / 2)
  })
})
