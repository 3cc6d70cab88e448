import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryBook, arbitraryEdit } from '../../test/watchlists/arbitrary-book.js'
import { entryKey, sectionSpan, type Entry, type ListBook } from './list-book.js'
import { applyEdit, stepTarget, type ListEdit } from './list-edit.js'

const row = (instrument: string): Entry => ({ kind: 'instrument', instrument })
const head = (id: string, isCollapsed = false): Entry => ({ kind: 'section', id, name: id, isCollapsed })
const bookOf = (...entries: Entry[]): ListBook => ({ lists: [{ id: 'l', name: 'L', entries }] })
const show = (book: ListBook) =>
  book.lists[0]?.entries
    .map((entry) => (entry.kind === 'instrument' ? entry.instrument : `[${entry.name}${entry.isCollapsed ? '-' : ''}]`))
    .join(' ')
const after = (book: ListBook, ...edits: ListEdit[]) => show(edits.reduce(applyEdit, book))

const plain = bookOf(row('a'), head('S'), row('b'), row('c'), head('T'), row('d'))

describe('an edit of a list', () => {
  it('adds at the end or before an entry, and nothing twice', () => {
    expect(after(plain, { type: 'add', id: 'l', entries: [row('x'), row('b'), row('x')], before: null })).toBe(
      'a [S] b c [T] d x',
    )
    expect(after(plain, { type: 'add', id: 'l', entries: [row('x')], before: 's:T' })).toBe('a [S] b c x [T] d')
    expect(applyEdit(plain, { type: 'add', id: 'l', entries: [row('b')], before: null })).toBe(plain)
  })

  it('moves an instrument before another entry or to the end', () => {
    expect(after(plain, { type: 'move', id: 'l', entry: 'i:d', before: 'i:b' })).toBe('a [S] d b c [T]')
    expect(after(plain, { type: 'move', id: 'l', entry: 'i:a', before: null })).toBe('[S] b c [T] d a')
    expect(after(plain, { type: 'move', id: 'l', entry: 'i:b', before: 's:S' })).toBe('a b [S] c [T] d')
    for (const before of ['i:b', 'i:c'] as const) {
      expect(applyEdit(plain, { type: 'move', id: 'l', entry: 'i:b', before })).toBe(plain)
    }
  })

  it('moves a section with its instruments, and never into another', () => {
    expect(after(plain, { type: 'move', id: 'l', entry: 's:T', before: 's:S' })).toBe('a [T] d [S] b c')
    expect(after(plain, { type: 'move', id: 'l', entry: 's:T', before: 'i:c' })).toBe('a [S] b c [T] d')
    expect(after(plain, { type: 'move', id: 'l', entry: 's:S', before: null })).toBe('a [T] d [S] b c')
  })

  it('removes a heading alone, or all under it', () => {
    expect(after(plain, { type: 'removeSection', id: 'l', section: 'S', isWhole: false })).toBe('a b c [T] d')
    expect(after(plain, { type: 'removeSection', id: 'l', section: 'S', isWhole: true })).toBe('a [T] d')
  })

  it('opens the collapsed section into which something is put', () => {
    const closed = bookOf(row('a'), head('S', true), row('b'), head('T'))
    expect(after(closed, { type: 'move', id: 'l', entry: 'i:a', before: 's:T' })).toBe('[S] b a [T]')
    expect(after(closed, { type: 'add', id: 'l', entries: [row('x')], before: 's:S' })).toBe('a x [S-] b [T]')
  })

  it('changes nothing that is not there', () => {
    const edits: ListEdit[] = [
      { type: 'delete', id: 'm' },
      { type: 'rename', id: 'm', name: 'x' },
      { type: 'rename', id: 'l', name: 'L' },
      { type: 'remove', id: 'l', instruments: ['z'] },
      { type: 'move', id: 'l', entry: 'i:z', before: null },
      { type: 'renameSection', id: 'l', section: 'Z', name: 'z' },
      { type: 'collapseSection', id: 'l', section: 'S', isCollapsed: false },
      { type: 'removeSection', id: 'l', section: 'Z', isWhole: true },
    ]
    for (const edit of edits) expect(applyEdit(plain, edit)).toBe(plain)
  })

  it('keeps names of lists and entries unique, and touches one list alone', () => {
    fc.assert(
      fc.property(arbitraryBook, fc.array(arbitraryEdit, { maxLength: 6 }), (book, edits) => {
        const edited = edits.reduce(applyEdit, book)
        expect(new Set(edited.lists.map(({ id }) => id)).size).toBe(edited.lists.length)
        for (const { entries } of edited.lists) {
          expect(new Set(entries.map(entryKey)).size).toBe(entries.length)
        }
        const touched = new Set(edits.map((edit) => (edit.type === 'create' ? edit.list.id : edit.id)))
        const others = ({ lists }: ListBook) => lists.filter(({ id }) => !touched.has(id))
        expect(others(edited)).toEqual(others(book))
      }),
    )
  })

  it('loses and invents nothing by a move, and leaves a section whole', () => {
    fc.assert(
      fc.property(arbitraryBook, arbitraryEdit, (book, edit) => {
        fc.pre(edit.type === 'move')
        const list = book.lists.find(({ id }) => id === edit.id)
        fc.pre(list !== undefined)
        const moved = applyEdit(book, edit).lists.find(({ id }) => id === edit.id)
        expect(moved?.entries.map(entryKey).sort()).toEqual(list.entries.map(entryKey).sort())
        if (!edit.entry.startsWith('s:')) return
        for (const entry of list.entries) {
          if (entry.kind === 'section')
            expect(under(moved?.entries ?? [], entry.id)).toEqual(under(list.entries, entry.id))
        }
      }),
    )
  })
})

function under(entries: readonly Entry[], id: string): string[] {
  const span = sectionSpan(entries, id)
  return span === null ? [] : entries.slice(span.heading + 1, span.end).map(entryKey)
}

describe('one step', () => {
  const entries = plain.lists[0]!.entries
  const walk = (entry: 'i:a' | 'i:b' | 'i:d' | 's:S' | 's:T', by: -1 | 1) =>
    after(plain, { type: 'move', id: 'l', entry, before: stepTarget(entries, entry, by) })

  it('takes an instrument past its neighbour, a heading too, and stops at both ends', () => {
    expect(walk('i:b', 1)).toBe('a [S] c b [T] d')
    expect(walk('i:b', -1)).toBe('a b [S] c [T] d')
    expect(walk('i:d', -1)).toBe('a [S] b c d [T]')
    expect(walk('i:a', -1)).toBe(show(plain))
    expect(walk('i:d', 1)).toBe(show(plain))
  })

  it('takes a section past its neighbour, and stops at both ends', () => {
    expect(walk('s:T', -1)).toBe('a [T] d [S] b c')
    expect(walk('s:S', 1)).toBe('a [T] d [S] b c')
    expect(walk('s:S', -1)).toBe(show(plain))
    expect(walk('s:T', 1)).toBe(show(plain))
  })
})
