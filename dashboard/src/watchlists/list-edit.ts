import {
  entryKey,
  listOf,
  sectionAt,
  sectionSpan,
  type Entry,
  type EntryKey,
  type ListBook,
  type NamedList,
  type SectionEntry,
} from './list-book.js'

/**
 * What a user may do to lists; each edit touches one list. `before` is the entry in front of which something is put, null for the end.
 */
export type ListEdit =
  | { readonly type: 'create'; readonly list: NamedList; readonly at?: number }
  | { readonly type: 'delete'; readonly id: string }
  | { readonly type: 'rename'; readonly id: string; readonly name: string }
  | { readonly type: 'add'; readonly id: string; readonly entries: readonly Entry[]; readonly before: EntryKey | null }
  | { readonly type: 'remove'; readonly id: string; readonly instruments: readonly string[] }
  | { readonly type: 'move'; readonly id: string; readonly entry: EntryKey; readonly before: EntryKey | null }
  | { readonly type: 'renameSection'; readonly id: string; readonly section: string; readonly name: string }
  | { readonly type: 'collapseSection'; readonly id: string; readonly section: string; readonly isCollapsed: boolean }
  /** Without `isWhole` only the heading goes, and its instruments join the section above. */
  | { readonly type: 'removeSection'; readonly id: string; readonly section: string; readonly isWhole: boolean }

/** The book after an edit; the same book when there is nothing to do. Names are taken as they are: see `cleanName`. */
export function applyEdit(book: ListBook, edit: ListEdit): ListBook {
  switch (edit.type) {
    case 'create':
      return listOf(book, edit.list.id) === null ? withList(book, edit.list, edit.at ?? book.lists.length) : book
    case 'delete':
      return listOf(book, edit.id) === null ? book : { lists: book.lists.filter(({ id }) => id !== edit.id) }
    case 'rename':
      return changeList(book, edit.id, (list) => (list.name === edit.name ? list : { ...list, name: edit.name }))
    default: {
      return changeList(book, edit.id, (list) => {
        const entries = editEntries(list.entries, edit)
        return entries === list.entries ? list : { ...list, entries }
      })
    }
  }
}

/** The book with one list more, in front of the list that is `at` now. */
export const withList = (book: ListBook, list: NamedList, at: number): ListBook => ({
  lists: [...book.lists.slice(0, at), list, ...book.lists.slice(at)],
})

function changeList(book: ListBook, id: string, change: (list: NamedList) => NamedList): ListBook {
  const list = listOf(book, id)
  if (list === null) return book
  const changed = change(list)
  return changed === list ? book : { lists: book.lists.map((each) => (each === list ? changed : each)) }
}

type EntryEdit = Exclude<ListEdit, { readonly type: 'create' | 'delete' | 'rename' }>

function editEntries(entries: readonly Entry[], edit: EntryEdit): readonly Entry[] {
  switch (edit.type) {
    case 'add':
      return addEntries(entries, edit.entries, edit.before)
    case 'remove': {
      const kept = entries.filter((entry) => entry.kind === 'section' || !edit.instruments.includes(entry.instrument))
      return kept.length === entries.length ? entries : kept
    }
    case 'move':
      return moveEntry(entries, edit.entry, edit.before)
    case 'renameSection':
      return changeSection(entries, edit.section, { name: edit.name })
    case 'collapseSection':
      return changeSection(entries, edit.section, { isCollapsed: edit.isCollapsed })
    case 'removeSection': {
      const span = sectionSpan(entries, edit.section)
      return span === null ? entries : without(entries, span.heading, edit.isWhole ? span.end : span.heading + 1)
    }
  }
}

const without = (entries: readonly Entry[], from: number, to: number): Entry[] => [
  ...entries.slice(0, from),
  ...entries.slice(to),
]

function changeSection(
  entries: readonly Entry[],
  id: string,
  change: Partial<Pick<SectionEntry, 'name' | 'isCollapsed'>>,
): readonly Entry[] {
  const section = entries.find((entry): entry is SectionEntry => entry.kind === 'section' && entry.id === id)
  if (section === undefined) return entries
  const changed = { ...section, ...change }
  const isSame = changed.name === section.name && changed.isCollapsed === section.isCollapsed
  return isSame ? entries : entries.map((entry) => (entry === section ? changed : entry))
}

const indexBefore = (entries: readonly Entry[], before: EntryKey | null): number => {
  const index = before === null ? -1 : entries.findIndex((entry) => entryKey(entry) === before)
  return index < 0 ? entries.length : index
}

/** What is in the list already, or twice among the new, is not added again. */
function addEntries(entries: readonly Entry[], more: readonly Entry[], before: EntryKey | null): readonly Entry[] {
  const known = new Set(entries.map(entryKey))
  const fresh = more.filter((entry) => {
    const key = entryKey(entry)
    const isNew = !known.has(key)
    known.add(key)
    return isNew
  })
  return fresh.length === 0 ? entries : putIn(entries, fresh, indexBefore(entries, before))
}

/** A collapsed section into which instruments are put opens: what was just put somewhere must be seen there. */
function putIn(entries: readonly Entry[], more: readonly Entry[], index: number): Entry[] {
  const target = index === 0 || more[0]?.kind === 'section' ? null : sectionAt(entries, index - 1)
  const opened = target?.isCollapsed === true ? changeSection(entries, target.id, { isCollapsed: false }) : entries
  return [...opened.slice(0, index), ...more, ...opened.slice(index)]
}

/** A section goes with everything under it, and only to where another one begins, or to the end. */
function moveEntry(entries: readonly Entry[], moved: EntryKey, before: EntryKey | null): readonly Entry[] {
  const from = entries.findIndex((entry) => entryKey(entry) === moved)
  const entry = entries[from]
  if (entry === undefined || moved === before) return entries
  const span = entry.kind === 'section' ? sectionSpan(entries, entry.id) : null
  const end = span?.end ?? from + 1
  const rest = without(entries, from, end)
  const wanted = indexBefore(rest, before)
  const to = span === null ? wanted : sectionEdge(rest, wanted)
  if (to === from) return entries
  return putIn(rest, entries.slice(from, end), to)
}

/** The first place from `index` on where a section begins, or the end. */
function sectionEdge(entries: readonly Entry[], index: number): number {
  const edge = entries.findIndex((entry, at) => at >= index && entry.kind === 'section')
  return edge < 0 ? entries.length : edge
}

/** In front of which entry `moved` has to be put to go one step up (-1) or down (1); `moved` itself when it cannot. */
export function stepTarget(entries: readonly Entry[], moved: EntryKey, by: -1 | 1): EntryKey | null {
  const at = entries.findIndex((entry) => entryKey(entry) === moved)
  const entry = entries[at]
  if (entry === undefined) return moved
  const keyAt = (index: number): EntryKey | null => {
    const found = entries[index]
    return found === undefined ? null : entryKey(found)
  }
  if (entry.kind === 'instrument') {
    const target = by < 0 ? at - 1 : at + 2
    return target < 0 || (by > 0 && at === entries.length - 1) ? moved : keyAt(target)
  }
  const headings = entries.flatMap((each) => (each.kind === 'section' ? [entryKey(each)] : []))
  const place = headings.indexOf(moved)
  if (by < 0) return headings[place - 1] ?? moved
  return place === headings.length - 1 ? moved : (headings[place + 2] ?? null)
}
