import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryBook } from '../../test/watchlists/arbitrary-book.js'
import { printBook, readBook, type Migration } from './book-document.js'
import { EMPTY_BOOK } from './list-book.js'

const list = { id: 'l', name: 'L', entries: [{ kind: 'instrument', instrument: 'a' }] }
const stored = (document: object) => JSON.stringify(document)

describe('the stored lists', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(arbitraryBook, (book) => {
        expect(readBook(printBook(book))).toEqual({ book, isBroken: false })
      }),
    )
  })

  it('are none at first, which is not a fault', () => {
    expect(readBook(null)).toEqual({ book: EMPTY_BOOK, isBroken: false })
  })

  it.each([
    ['no JSON', '{'],
    ['another thing', '[]'],
    ['no version', stored({ lists: [] })],
    ['a newer version', stored({ version: 99, lists: [] })],
    ['version 0', stored({ version: 0, lists: [] })],
    ['no lists', stored({ version: 1 })],
    ['a list without a name', stored({ version: 1, lists: [{ id: 'l', entries: [] }] })],
    ['a list twice', stored({ version: 1, lists: [list, list] })],
    ['an entry of no kind', stored({ version: 1, lists: [{ ...list, entries: [{ kind: 'x' }] }] })],
    ['an instrument twice', stored({ version: 1, lists: [{ ...list, entries: [...list.entries, ...list.entries] }] })],
    ['a section half', stored({ version: 1, lists: [{ ...list, entries: [{ kind: 'section', id: 's' }] }] })],
  ])('are broken as a whole by %s', (_, text) => {
    expect(readBook(text)).toEqual({ book: EMPTY_BOOK, isBroken: true })
  })

  it('never throw, whatever is stored', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(readBook(text).book.lists.length).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('are brought from each older version to the newest, step by step', () => {
    const migrations: Migration[] = [
      ({ names }) => ({ named: (names as string[]).map((name) => ({ name })) }),
      ({ named }) => ({
        lists: (named as object[]).map((each, at) => ({ ...each, id: `l${String(at)}`, entries: [] })),
      }),
    ]
    const book = { lists: [{ id: 'l0', name: 'A', entries: [] }] }
    expect(readBook(stored({ version: 1, names: ['A'] }), migrations).book).toEqual(book)
    expect(readBook(stored({ version: 2, named: [{ name: 'A' }] }), migrations).book).toEqual(book)
    expect(readBook(printBook(book, migrations), migrations).book).toEqual(book)
    expect(JSON.parse(printBook(book, migrations))).toMatchObject({ version: 3 })
    expect(readBook(stored({ version: 1 }), migrations).isBroken).toBe(true)
  })
})
