import { expect, it } from 'vitest'
import type { NamedList } from '../../watchlists/list-book.js'
import { printEntries } from '../../watchlists/list-text.js'
import type { RowItem } from './rank.js'
import { entriesOf, entryKeyOf } from './useListActions.js'

const items: readonly RowItem[] = [
  { kind: 'venue', venue: '', count: 1 },
  { kind: 'row', instrument: 'PLAIN' },
  { kind: 'venue', venue: 'us,dm', count: 1 },
  { kind: 'row', instrument: 'usdm:BTCUSDT' },
]

it('what the gateway knows becomes a list with a section a venue', () => {
  expect(printEntries(entriesOf({ kind: 'known', venue: null }, items, 'Other'))).toBe(
    '###Other\nPLAIN\n###us dm\nusdm:BTCUSDT',
  )
})

it('a list of the user is copied with what is collapsed, in its own order', () => {
  const entries: NamedList['entries'] = [
    { kind: 'section', id: 's', name: 'S', isCollapsed: true },
    { kind: 'instrument', instrument: 'b:2' },
  ]
  expect(entriesOf({ kind: 'named', list: { id: 'l', name: 'L', entries }, isLinked: false }, [], '')).toBe(entries)
})

it('only rows and sections are entries', () => {
  expect(items.map((item) => entryKeyOf(item))).toEqual([null, 'i:PLAIN', null, 'i:usdm:BTCUSDT'])
  expect(entryKeyOf(null)).toBeNull()
})
