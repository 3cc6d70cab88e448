import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COLUMN_KEYS } from '../../settings/columns.js'
import { nextSort, parseSort, printSort, rankRows, sectionRows } from './rank.js'
import { mayRank } from './rank-clock.js'
import { stepRow } from './step-row.js'

const row = (name: string, value = NaN) => {
  const [venue = '', symbol = ''] = name.split(':')
  return { instrument: name, venue, symbol, value }
}
const names = (rows: readonly { instrument: string }[]) => rows.map(({ instrument }) => instrument)
const sortOf = (isDescending: boolean) => ({ column: 'last' as const, isDescending })

describe('rankRows', () => {
  it('puts rows without a value last in both directions', () => {
    const rows = [row('a:V'), row('a:LOW', 1), row('a:U'), row('a:HIGH', 2)]
    expect(names(rankRows(rows, sortOf(true), ({ value }) => value))).toEqual(['a:HIGH', 'a:LOW', 'a:U', 'a:V'])
    expect(names(rankRows(rows, sortOf(false), ({ value }) => value))).toEqual(['a:LOW', 'a:HIGH', 'a:U', 'a:V'])
  })

  it('reads numbers in names as numbers', () => {
    const rows = [row('a:X10'), row('a:X9'), row('b:X9')]
    expect(names(rankRows(rows, { column: 'symbol', isDescending: false }, () => 0))).toEqual(['a:X9', 'b:X9', 'a:X10'])
  })

  it('is one and the same order whatever order the rows came in', () => {
    const rows = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[A-Z]{1,4}$/), fc.constantFrom('a', 'b')), {
      selector: ([symbol, venue]) => venue + symbol,
    })
    fc.assert(
      fc.property(rows, fc.boolean(), (drawn, isDescending) => {
        const valued = drawn.map(([symbol, venue], index) =>
          row(`${venue}:${symbol}`, [NaN, 1, 2, Infinity, -Infinity][index % 5]),
        )
        const ordered = rankRows(valued, sortOf(isDescending), ({ value }) => value)
        const again = rankRows([...valued].reverse(), sortOf(isDescending), ({ value }) => value)
        expect(names(again)).toEqual(names(ordered))
        const known = ordered.filter(({ value }) => !Number.isNaN(value))
        known.slice(1).forEach(({ value }, index) => {
          const before = known[index]?.value ?? NaN
          expect(isDescending ? before >= value : before <= value).toBe(true)
        })
      }),
    )
  })
})

describe('sectionRows', () => {
  it('heads each venue with its count and keeps the order inside', () => {
    expect(sectionRows([row('b:2'), row('a:1'), row('b:1')], true)).toEqual([
      { kind: 'venue', venue: 'a', count: 1 },
      { kind: 'row', instrument: 'a:1' },
      { kind: 'venue', venue: 'b', count: 2 },
      { kind: 'row', instrument: 'b:2' },
      { kind: 'row', instrument: 'b:1' },
    ])
  })
  it('has no headings without grouping', () => {
    expect(sectionRows([row('b:2'), row('a:1')], false).map(({ kind }) => kind)).toEqual(['row', 'row'])
  })
})

describe('sort in an address', () => {
  it('comes back as it was written', () => {
    for (const column of COLUMN_KEYS) {
      for (const isDescending of [true, false]) {
        expect(parseSort(printSort({ column, isDescending }), COLUMN_KEYS)).toEqual({ column, isDescending })
      }
    }
  })
  it.each(['', '-', '--last', 'prize', undefined, null, ['last']])('does not know %j', (text) => {
    expect(parseSort(text, COLUMN_KEYS)).toBeNull()
  })
  it('starts names ascending and numbers descending, and turns at the second click', () => {
    const byName = nextSort(sortOf(true), 'symbol')
    expect(byName.isDescending).toBe(false)
    const byChange = nextSort(byName, 'percent')
    expect(byChange).toEqual({ column: 'percent', isDescending: true })
    expect(nextSort(byChange, 'percent').isDescending).toBe(false)
  })
})

describe('mayRank', () => {
  const moment = { nowMs: 5000, lastRankMs: 4000, isPointerInside: false, isAsked: false }
  it('is at most once a second', () => {
    expect(mayRank(moment)).toBe(true)
    expect(mayRank({ ...moment, nowMs: 4999 })).toBe(false)
  })
  it('never moves rows under the pointer, unless the user asked', () => {
    expect(mayRank({ ...moment, nowMs: 90_000, isPointerInside: true })).toBe(false)
    expect(mayRank({ ...moment, nowMs: 4001, isPointerInside: true, isAsked: true })).toBe(true)
  })
})

describe('stepRow', () => {
  const items = sectionRows([row('a:1'), row('a:2'), row('b:3')], true)
  it('steps over headings and stops at both ends', () => {
    expect(stepRow(items, 'a:2', 1)).toBe('b:3')
    expect(stepRow(items, 'b:3', 10)).toBe('b:3')
    expect(stepRow(items, 'a:2', -10)).toBe('a:1')
  })
  it('begins with the first row, also when the selected one is not listed', () => {
    expect(stepRow(items, null, -1)).toBe('a:1')
    expect(stepRow(items, 'c:9', 5)).toBe('a:1')
    expect(stepRow([], null, 1)).toBeNull()
  })
})
