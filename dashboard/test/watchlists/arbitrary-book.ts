import fc from 'fast-check'
import type { ListEdit } from '../../src/watchlists/list-edit.js'
import type { Entry, EntryKey, ListBook, NamedList } from '../../src/watchlists/list-book.js'
import { cleanName } from '../../src/watchlists/list-name.js'

/** Few enough that edits meet what is there, and awkward on purpose: separators, quotes and marks may all be in an instrument's name. */
export const INSTRUMENTS = [
  'spot:BTCUSDT',
  'usdm:BTCUSDT',
  'spot:ETHUSDT',
  'PLAIN',
  'a:B,C',
  'q:"x"',
  '###odd',
  ' gap ',
]
const SECTIONS = ['s1', 's2', 's3']
const LISTS = ['l1', 'l2', 'l3']

const instrument = fc.constantFrom(...INSTRUMENTS)
const name = fc.string({ unit: 'grapheme', maxLength: 12 }).map(cleanName)
const sectionId = fc.constantFrom(...SECTIONS)
const id = fc.constantFrom(...LISTS)

const entry: fc.Arbitrary<Entry> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('instrument' as const), instrument }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('section' as const), id: sectionId, name, isCollapsed: fc.boolean() }),
  },
)
export const arbitraryEntries: fc.Arbitrary<Entry[]> = fc.uniqueArray(entry, {
  maxLength: 10,
  selector: (each) => (each.kind === 'section' ? each.id : ` ${each.instrument}`),
})
export const arbitraryList: fc.Arbitrary<NamedList> = fc.record({ id, name, entries: arbitraryEntries })
export const arbitraryBook: fc.Arbitrary<ListBook> = fc
  .uniqueArray(arbitraryList, { maxLength: 3, selector: (list) => list.id })
  .map((lists) => ({ lists }))

const key: fc.Arbitrary<EntryKey> = fc.oneof(
  instrument.map((one): EntryKey => `i:${one}`),
  sectionId.map((one): EntryKey => `s:${one}`),
)
const before = fc.option(key, { nil: null })
export const arbitraryEdit: fc.Arbitrary<ListEdit> = fc.oneof(
  fc.record({ type: fc.constant('create' as const), list: arbitraryList, at: fc.nat(3) }),
  fc.record({ type: fc.constant('delete' as const), id }),
  fc.record({ type: fc.constant('rename' as const), id, name }),
  fc.record({ type: fc.constant('add' as const), id, entries: arbitraryEntries, before }),
  fc.record({ type: fc.constant('remove' as const), id, instruments: fc.array(instrument, { maxLength: 3 }) }),
  fc.record({ type: fc.constant('move' as const), id, entry: key, before }),
  fc.record({ type: fc.constant('renameSection' as const), id, section: sectionId, name }),
  fc.record({
    type: fc.constant('collapseSection' as const),
    id,
    section: sectionId,
    isCollapsed: fc.boolean(),
  }),
  fc.record({ type: fc.constant('removeSection' as const), id, section: sectionId, isWhole: fc.boolean() }),
)
