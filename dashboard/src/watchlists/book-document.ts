import { entryKey, EMPTY_BOOK, type Entry, type ListBook, type NamedList } from './list-book.js'

/** Each brings a stored document from the version of its place (from 1 on) to the next; a rule is never changed once it was shipped. */
export type Migration = (document: Record<string, unknown>) => Record<string, unknown>
export const MIGRATIONS: readonly Migration[] = []

/** What was read; `isBroken` when the text was neither empty nor a book, so that it can be kept aside. */
export interface ReadBook {
  readonly book: ListBook
  readonly isBroken: boolean
}

/** The stored form of a book, of the newest version. */
export const printBook = (book: ListBook, migrations = MIGRATIONS): string =>
  JSON.stringify({ version: migrations.length + 1, lists: book.lists })

/** Reads a stored book of this version or an older one. Anything else, a newer version too, is broken: it is not ours to guess at. */
export function readBook(stored: string | null, migrations = MIGRATIONS): ReadBook {
  if (stored === null) return { book: EMPTY_BOOK, isBroken: false }
  const lists = readLists(migrate(parse(stored), migrations)?.['lists'])
  return lists === null ? { book: EMPTY_BOOK, isBroken: true } : { book: { lists }, isBroken: false }
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    // Not JSON: the same as JSON of another shape.
    return null
  }
}

function migrate(
  document: Record<string, unknown> | null,
  migrations: readonly Migration[],
): Record<string, unknown> | null {
  const version = document?.['version']
  if (document === null || typeof version !== 'number' || !Number.isInteger(version)) return null
  if (version < 1 || version > migrations.length + 1) return null
  try {
    return migrations.slice(version - 1).reduce((older, next) => next(older), document)
  } catch {
    // A document of the right version and the wrong shape.
    return null
  }
}

/** All or nothing: a list that is only partly understood would be written back without the rest. */
function readLists(value: unknown): NamedList[] | null {
  const lists = readAll(value, readList)
  return lists !== null && isUnique(lists.map(({ id }) => id)) ? lists : null
}

function readList(value: unknown): NamedList | null {
  if (!isObject(value)) return null
  const { id, name } = value
  const entries = readAll(value['entries'], readEntry)
  if (typeof id !== 'string' || typeof name !== 'string' || entries === null) return null
  return isUnique(entries.map(entryKey)) ? { id, name, entries } : null
}

function readEntry(value: unknown): Entry | null {
  if (!isObject(value)) return null
  const { kind, id, name, isCollapsed, instrument } = value
  if (kind === 'instrument') return typeof instrument === 'string' ? { kind, instrument } : null
  if (kind !== 'section' || typeof id !== 'string' || typeof name !== 'string') return null
  return typeof isCollapsed === 'boolean' ? { kind, id, name, isCollapsed } : null
}

function readAll<T extends object>(value: unknown, read: (item: unknown) => T | null): T[] | null {
  if (!Array.isArray(value)) return null
  const items: T[] = []
  for (const item of value) {
    const one = read(item)
    if (one === null) return null
    items.push(one)
  }
  return items
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isUnique = (names: readonly string[]): boolean => new Set(names).size === names.length
