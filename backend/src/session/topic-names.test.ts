import { describe, expect, it } from 'vitest'
import { TableMarket } from '../../test/fakes/table-market.js'
import { Market } from '../market/market.js'
import { TopicNames } from './topic-names.js'

describe('the names of topics', () => {
  it('are one object for all spellings of a topic', () => {
    const names = new TopicNames(new TableMarket())
    const found = names.find('quote/%62tc')
    expect(found).toMatchObject({ name: 'quote/btc', topic: { kind: 'quote', instrument: 'btc' } })
    expect([names.find('quote/btc'), names.find('quote/b%74c')]).toEqual([found, found])
    expect(names.find('quote/btc')).toBe(found)
  })

  it('are none where a topic is malformed', () => expect(new TopicNames(new TableMarket()).find('quote/')).toBeNull())

  it('stay what they are within a request, however many it names, and are not kept for ever', () => {
    const names = new TopicNames(new TableMarket())
    names.begin()
    const first = names.find('quote/x0')
    for (let i = 0; i < 10_000; i++) names.find(`quote/x${i}`)
    expect(names.find('quote/x0')).toBe(first)
    expect(names.begin()).toBeGreaterThan(1)
    expect(names.find('quote/x0')).not.toBe(first)
  })

  it('hold the handle that their topic has now, as often as they are asked', () => {
    const market = new Market({ sessionStartMs: 0 })
    const names = new TopicNames(market)
    const named = names.find('quote/btc')
    if (named === null) throw new Error('not a topic')
    const handle = names.hold(named)
    expect(names.hold(named)).toBe(handle)
    market.release(handle)
    // Held once still.
    expect(market.handle(named.topic)).toBe(handle)
    market.release(handle)
    market.release(handle)
    const next = names.hold(named)
    expect(next.ref).toBeGreaterThan(handle.ref)
    expect(market.handle(named.topic)).toBe(next)
  })
})
