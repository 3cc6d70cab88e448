import { parseTopic } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import { quoteTopic, scaled, topicsOf, type Load } from './load.js'

const LOAD: Load = { clients: 100, topicsPerClient: 20, topics: 500, hz: 10, ticksPerSecond: 1000, sets: 'random' }

describe('topicsOf', () => {
  it('gives every client as many different topics as the load says', () => {
    for (const topics of [20, 100, 500, 503])
      for (let client = 0; client < 600; client++) {
        const chosen = topicsOf(client, { ...LOAD, topics })
        expect(new Set(chosen).size).toBe(20)
        expect(chosen.every((topic) => topic >= 0 && topic < topics)).toBe(true)
      }
  })
  it('gives clients random sets that differ', () => {
    const sets = new Set(Array.from({ length: 500 }, (_, client) => [...topicsOf(client, LOAD)].sort().join()))
    expect(sets.size).toBeGreaterThan(490)
  })
  it('gives clients of a cohort the same set, and another to the next cohort', () => {
    const load = { ...LOAD, sets: 10 }
    expect(topicsOf(3, load)).toEqual(topicsOf(13, load))
    expect(topicsOf(3, load)).not.toEqual(topicsOf(4, load))
  })
  it('refuses more topics than there are', () => expect(() => topicsOf(0, { ...LOAD, topics: 10 })).toThrow())
  it('names topics as the protocol does', () =>
    expect(parseTopic(quoteTopic(7))).toMatchObject({ kind: 'quote', instrument: 'bench:S007' }))
})

describe('scaled', () => {
  it('takes a part of the clients, and never none', () => {
    expect(scaled(LOAD, 0.5).clients).toBe(50)
    expect(scaled(LOAD, 0.0001).clients).toBe(1)
  })
})
