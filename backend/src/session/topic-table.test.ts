import { describe, expect, it } from 'vitest'
import { sessionBench } from '../../test/fakes/session-bench.js'
import { IN_STEP, OWED, type Subscription } from './subscription.js'
import { TopicTable } from './topic-table.js'

const bench = sessionBench()
const subscription = (name: string, standing: Subscription['standing'] = OWED): Subscription => ({
  spelling: name,
  asked: null,
  lane: bench.lanes.lane(bench.market.handle({ kind: 'quote', instrument: name }), 10),
  standing,
})
const names = (table: TopicTable): string[] => table.values().map(({ lane }) => lane.handle.name)

// Below and above the length from which on it keeps an index.
describe.each([3, 31, 32, 33, 100])('a table of %i topics', (count) => {
  const all = Array.from({ length: count }, (_, i) => `x:${i}`)
  const filled = (): TopicTable => {
    const table = new TopicTable()
    table.set(all.slice(1).map((name) => subscription(name)))
    table.set([subscription('x:0')])
    return table
  }

  it('finds what it holds and nothing else', () => {
    const table = filled()
    expect(table.size).toBe(count)
    for (const name of all) expect(table.get(`quote/${name}`)?.spelling).toBe(name)
    expect([table.has('quote/x:none'), table.get('')]).toEqual([false, undefined])
  })

  it('keeps the place of a topic that begins anew', () => {
    const table = filled()
    const again = subscription('x:1', IN_STEP)
    table.set([again, subscription('x:new')])
    expect(names(table)).toEqual([...all.slice(1), 'x:0', 'x:new'].map((name) => `quote/${name}`))
    expect(table.get('quote/x:1')).toBe(again)
    expect(table.values()[0]).toBe(again)
  })

  it('is empty when all was taken out, at rest or not', () => {
    for (const isAtRest of [true, false]) {
      const table = filled()
      for (const held of table.values()) held.standing = isAtRest ? IN_STEP : OWED
      table.rest()
      expect(table.clear().map(({ handle }) => handle.name)).toHaveLength(count)
      expect([table.size, table.lanes(), table.values(), table.has('quote/x:1')]).toEqual([0, [], [], false])
      expect(table.clear()).toEqual([])
    }
  })

  it('gives up what is taken out, each once', () => {
    const table = filled()
    const taken = table.take(['quote/x:2', 'quote/x:none', 'quote/x:0', 'quote/x:2'])
    expect(taken.map(({ spelling }) => spelling)).toEqual(['x:2', 'x:0'])
    expect(table.size).toBe(count - 2)
    expect(table.has('quote/x:2')).toBe(false)
    table.set([subscription('x:2')])
    expect(names(table).at(-1)).toBe('quote/x:2')
    expect(table.take(names(table))).toHaveLength(count - 1)
    expect(table.size).toBe(0)
  })
})
