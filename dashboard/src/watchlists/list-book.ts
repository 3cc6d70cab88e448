/** A line of a list: an instrument, or the heading under which those after it stand. */
export type Entry = SectionEntry | InstrumentEntry

export interface SectionEntry {
  readonly kind: 'section'
  /** Unique within its list. */
  readonly id: string
  readonly name: string
  readonly isCollapsed: boolean
}

export interface InstrumentEntry {
  readonly kind: 'instrument'
  readonly instrument: string
}

/** A list of the user's own: entries in display order, no instrument twice. */
export interface NamedList {
  readonly id: string
  readonly name: string
  readonly entries: readonly Entry[]
}

/** All lists of the user in the order of their tabs, never changed in place. */
export interface ListBook {
  readonly lists: readonly NamedList[]
}

export const EMPTY_BOOK: ListBook = { lists: [] }

/** Names an entry within its list; an instrument and a section never have the same. */
export type EntryKey = `i:${string}` | `s:${string}`

export const instrumentKey = (instrument: string): EntryKey => `i:${instrument}`
export const sectionKey = (id: string): EntryKey => `s:${id}`
export const entryKey = (entry: Entry): EntryKey =>
  entry.kind === 'section' ? sectionKey(entry.id) : instrumentKey(entry.instrument)

export const listOf = (book: ListBook, id: string): NamedList | null =>
  book.lists.find((list) => list.id === id) ?? null

export const instrumentsOf = (entries: readonly Entry[]): string[] =>
  entries.flatMap((entry) => (entry.kind === 'instrument' ? [entry.instrument] : []))

/** The entries of a section without its heading, and where they begin and end; null for one that is not there. */
export function sectionSpan(
  entries: readonly Entry[],
  id: string,
): { readonly heading: number; readonly end: number } | null {
  const heading = entries.findIndex((entry) => entry.kind === 'section' && entry.id === id)
  if (heading < 0) return null
  const next = entries.findIndex((entry, index) => index > heading && entry.kind === 'section')
  return { heading, end: next < 0 ? entries.length : next }
}

/** The section in which the entry at `index` stands, a heading in its own; null above the first. */
export const sectionAt = (entries: readonly Entry[], index: number): SectionEntry | null =>
  entries.slice(0, index + 1).findLast((entry): entry is SectionEntry => entry.kind === 'section') ?? null
