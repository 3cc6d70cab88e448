import { shallowRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useToasts } from '../../chrome/toasts.js'
import { instrumentsOf, listOf, type Entry, type EntryKey, type NamedList } from '../../watchlists/list-book.js'
import { stepTarget, type ListEdit } from '../../watchlists/list-edit.js'
import { cleanName, freeName } from '../../watchlists/list-name.js'
import { newId } from '../../watchlists/new-id.js'
import { useWatchlists } from '../../watchlists/watchlists.js'
import type { TradeAddress } from '../trade-address.js'
import { toLinked, type ShownList } from './shown-list.js'

const freshId = (): string => newId((bytes) => crypto.getRandomValues(bytes))

/** An edit of the shown list; its id is added. */
type Change<Edit> = Edit extends { readonly id: string } ? Omit<Edit, 'id'> : never

export interface ListEditing {
  /** List or section whose name is being typed. */
  readonly renamingList: Ref<string | null>
  readonly renamingSection: Ref<string | null>
  /** The user's own list that is shown, or null. */
  own(): NamedList | null
  create(name: string, entries: readonly Entry[], said?: string): void
  rename(id: string, name: string): void
  remove(id: string): void
  toggle(instrument: string): void
  removeEntry(entry: EntryKey, said: string): void
  add(entries: readonly Entry[], before: EntryKey | null, said: string): void
  /** Answers the new section's id. */
  addSection(before: EntryKey | null): string | null
  renameSection(section: string, name: string): void
  collapse(section: string, isCollapsed: boolean): void
  step(entry: EntryKey, by: -1 | 1): void
  move(entry: EntryKey, before: EntryKey | null): void
  undo(): void
  redo(): void
}

/** Everything that a user does to lists, with what is said about it; `go` leads the view to where something changed. */
export function useListEditing(
  shown: () => ShownList,
  go: (change: Partial<Pick<TradeAddress, 'list' | 'venue' | 'sort'>>) => void,
): ListEditing {
  const { t } = useI18n()
  const toasts = useToasts()
  const watchlists = useWatchlists()
  const renamingList = shallowRef<string | null>(null)
  const renamingSection = shallowRef<string | null>(null)
  let closeToast: () => void = () => undefined

  const names = () => watchlists.lists.map(({ name }) => name)
  const own = () => {
    const now = shown()
    return now.kind === 'named' ? now.list : null
  }

  /** One toast at a time: who removes ten rows wants to read of the last. */
  function say(text: string, canUndo = true): void {
    closeToast()
    closeToast = toasts.show(
      canUndo ? { text, action: { label: t('watchlist.undo'), run: undo } } : { text, forMs: 2500 },
    )
  }

  /** Answers whether it changed something. */
  function commit(edit: ListEdit): boolean {
    const wasKept = watchlists.isKept
    const isChanged = watchlists.edit(edit) !== null
    if (wasKept && !watchlists.isKept) toasts.show({ text: t('watchlist.notKept'), tone: 'warn' })
    return isChanged
  }

  function change(edit: Change<ListEdit>): boolean {
    const now = shown()
    if (now.kind !== 'named') return false
    // Who edits a list that came by a link makes it his own.
    if (now.isLinked) commit({ type: 'create', list: now.list })
    return commit({ ...edit, id: now.list.id } as ListEdit)
  }

  function create(name: string, entries: readonly Entry[], said?: string): void {
    const list = { id: freshId(), name: freeName(cleanName(name) || t('watchlist.newName'), names()), entries }
    commit({ type: 'create', list })
    go({ list: toLinked(list), venue: null, sort: null })
    if (said === undefined) renamingList.value = list.id
    else say(said)
  }

  /** The view goes to the list that changed: an undo that cannot be seen frightens. */
  function show(id: string | null, said: string): void {
    if (id === null) return
    const list = listOf({ lists: watchlists.lists }, id)
    if (list !== null && own()?.id !== id) go({ list: toLinked(list), venue: null })
    else if (list === null && own()?.id === id) go({ list: null, sort: null })
    say(said, false)
  }
  function undo(): void {
    show(watchlists.undo(), t('watchlist.undone'))
  }

  return {
    renamingList,
    renamingSection,
    own,
    create,
    rename: (id, typed) => {
      renamingList.value = null
      const name = cleanName(typed)
      const others = watchlists.lists.filter((list) => list.id !== id).map((list) => list.name)
      if (name !== '') commit({ type: 'rename', id, name: freeName(name, others) })
    },
    remove: (id) => {
      const list = listOf({ lists: watchlists.lists }, id)
      if (list === null || !commit({ type: 'delete', id })) return
      if (own()?.id === id) go({ list: null, sort: null })
      say(t('watchlist.listDeleted', { name: list.name }))
    },
    toggle: (instrument) => {
      const list = own()
      if (list === null) return
      if (instrumentsOf(list.entries).includes(instrument)) {
        if (change({ type: 'remove', instruments: [instrument] })) say(t('watchlist.removed', { name: instrument }))
      } else if (change({ type: 'add', entries: [{ kind: 'instrument', instrument }], before: null })) {
        say(t('watchlist.added', { name: instrument, list: list.name }))
      }
    },
    removeEntry: (entry, said) => {
      const name = entry.slice(2)
      const isChanged = entry.startsWith('s:')
        ? change({ type: 'removeSection', section: name, isWhole: false })
        : change({ type: 'remove', instruments: [name] })
      if (isChanged) say(said)
    },
    add: (entries, before, said) => {
      change({ type: 'add', entries, before })
      say(said)
    },
    addSection: (before) => {
      const list = own()
      if (list === null) return null
      const taken = list.entries.flatMap((entry) => (entry.kind === 'section' ? [entry.name] : []))
      const id = freshId()
      const name = freeName(t('watchlist.section'), taken)
      change({ type: 'add', entries: [{ kind: 'section', id, name, isCollapsed: false }], before })
      renamingSection.value = id
      return id
    },
    renameSection: (section, typed) => {
      renamingSection.value = null
      const name = cleanName(typed)
      if (name !== '') change({ type: 'renameSection', section, name })
    },
    collapse: (section, isCollapsed) => {
      change({ type: 'collapseSection', section, isCollapsed })
    },
    step: (entry, by) => {
      const list = own()
      if (list !== null) change({ type: 'move', entry, before: stepTarget(list.entries, entry, by) })
    },
    move: (entry, before) => {
      change({ type: 'move', entry, before })
    },
    undo,
    redo: () => {
      show(watchlists.redo(), t('watchlist.redone'))
    },
  }
}
