import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COLUMN_KEYS } from '../../settings/columns.js'
import type { Entry } from '../../watchlists/list-book.js'
import { arrangeEntries, itemKey, nextSort, parseSort, printSort, rankRows, sectionRows } from './rank.js'
import { mayRank } from './rank-clock.js'

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
})

describe('a click on a heading', () => {
  const percent = (isDescending: boolean) => ({ column: 'percent' as const, isDescending })
  it('starts names ascending and numbers descending, and turns at the second', () => {
    expect(nextSort(sortOf(true), 'symbol', false)).toEqual({ column: 'symbol', isDescending: false })
    expect(nextSort(sortOf(true), 'percent', false)).toEqual(percent(true))
    expect(nextSort(percent(true), 'percent', false)).toEqual(percent(false))
    expect(nextSort(percent(false), 'percent', false)).toEqual(percent(true))
  })
  it('leads back to an order of its own at the third', () => {
    expect(nextSort(null, 'percent', true)).toEqual(percent(true))
    expect(nextSort(percent(true), 'percent', true)).toEqual(percent(false))
    expect(nextSort(percent(false), 'percent', true)).toBeNull()
  })
})

describe('a list of the user', () => {
  const head = (id: string, isCollapsed = false): Entry => ({ kind: 'section', id, name: id, isCollapsed })
  const one = (instrument: string): Entry => ({ kind: 'instrument', instrument })
  const entries = [one('a:9'), head('S'), one('a:1'), one('a:2'), head('T', true), one('a:3')]
  const rows = [row('a:1', 1), row('a:2', 2), row('a:3', 3), row('a:9', 9)]
  const shown = (sort: Parameters<typeof nextSort>[0]) =>
    arrangeEntries(entries, rows, sort, ({ value }) => value).map((item) => itemKey(item))
  it('stands as it was put, without what is collapsed', () => {
    expect(shown(null)).toEqual(['i:a:9', 's:S', 'i:a:1', 'i:a:2', 's:T'])
  })
  it('is sorted section by section', () => {
    expect(shown(sortOf(true))).toEqual(['i:a:9', 's:S', 'i:a:2', 'i:a:1', 's:T'])
  })
  it('counts what is collapsed too', () => {
    const items = arrangeEntries(entries, rows, null, ({ value }) => value)
    expect(items.flatMap((item) => (item.kind === 'section' ? [item.count] : []))).toEqual([2, 1])
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
