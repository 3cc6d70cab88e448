import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COLUMN_KEYS } from '../settings/columns.js'
import { isSameColumns, printSets, readSets, READY_SETS, withoutSet, withSet } from './column-sets.js'

const set = (name: string, ...more: (typeof COLUMN_KEYS)[number][]) => ({ name, columns: ['symbol' as const, ...more] })

describe('column sets', () => {
  it('come back as they were stored', () => {
    const columns = fc
      .subarray([...COLUMN_KEYS])
      .map((chosen) => COLUMN_KEYS.filter((key) => key === 'symbol' || chosen.includes(key)))
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ name: fc.string(), columns }), { selector: ({ name }) => name }),
        (sets) => {
          expect(readSets(printSets(sets))).toEqual(sets)
        },
      ),
    )
  })

  it('are replaced by name, and keep their places', () => {
    const sets = withSet([set('a', 'last'), set('b')], set('a', 'bid'))
    expect(sets).toEqual([set('a', 'bid'), set('b')])
    expect(withoutSet(withSet(sets, set('c')), 'a')).toEqual([set('b'), set('c')])
  })

  it.each([
    null,
    '',
    '{',
    '[]',
    '{"version":2,"sets":[]}',
    '{"version":1,"sets":{}}',
    '{"version":1,"sets":[1,{"name":1}]}',
  ])('are none in %j', (stored) => {
    expect(readSets(stored)).toEqual([])
  })

  it('leave out columns that are gone', () => {
    expect(readSets('{"version":1,"sets":[{"name":"a","columns":["last","gone"]}]}')).toEqual([set('a', 'last')])
  })

  it('are the same in any order, and the ready ones differ', () => {
    expect(isSameColumns(['last', 'bid'], ['bid', 'last'])).toBe(true)
    expect(isSameColumns(['last'], ['bid'])).toBe(false)
    expect(new Set(Object.values(READY_SETS).map(String)).size).toBe(Object.keys(READY_SETS).length)
  })
})
