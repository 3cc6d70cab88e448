import { describe, expect, it } from 'vitest'
import { TopicNames } from './topic-names.js'

describe('the names of topics', () => {
  it('are one object for all spellings of a topic', () => {
    const names = new TopicNames()
    const found = names.find('quote/%62tc')
    expect(found).toMatchObject({ name: 'quote/btc', topic: { kind: 'quote', instrument: 'btc' } })
    expect([names.find('quote/btc'), names.find('quote/b%74c')]).toEqual([found, found])
    expect(names.find('quote/btc')).toBe(found)
  })

  it('are none where a topic is malformed', () => expect(new TopicNames().find('quote/')).toBeNull())

  it('stay what they are within a request, however many it names, and are not kept for ever', () => {
    const names = new TopicNames()
    names.begin()
    const first = names.find('quote/x0')
    for (let i = 0; i < 10_000; i++) names.find(`quote/x${i}`)
    expect(names.find('quote/x0')).toBe(first)
    expect(names.begin()).toBeGreaterThan(1)
    expect(names.find('quote/x0')).not.toBe(first)
  })
})
