import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { readBook } from './book-document.js'
import { BOOK_KEY, openBook, saveBook, type BookStore } from './book-storage.js'
import type { ListEdit } from './list-edit.js'
import { adopt, edit, redo, startHistory, undo, type ListHistory } from './list-history.js'

const store: BookStore = () => window.localStorage

/** The user's lists: every change of them is stored, can be undone, and is seen by all tabs of the browser. */
export const useWatchlists = defineStore('watchlists', () => {
  const opened = openBook(store)
  const history = shallowRef(startHistory(opened.book))
  /** Stored lists that could not be read, as they were; null as a rule, and after it was told. */
  const aside = shallowRef(opened.aside)
  /** Whether the last change will outlast the page. */
  const isKept = shallowRef(true)

  /** Answers which list was changed; null when nothing was. */
  function become(next: ListHistory, id: string | undefined): string | null {
    if (next === history.value || id === undefined) return null
    history.value = next
    isKept.value = saveBook(store, next.book)
    return id
  }

  window.addEventListener('storage', ({ key, newValue, storageArea }) => {
    // A null key: everything was cleared.
    if (storageArea !== store() || (key !== null && key !== BOOK_KEY)) return
    const { book, isBroken } = readBook(newValue)
    if (!isBroken) history.value = adopt(history.value, book)
  })

  return {
    lists: computed(() => history.value.book.lists),
    canUndo: computed(() => history.value.past.length > 0),
    canRedo: computed(() => history.value.future.length > 0),
    aside,
    isKept,
    /** Each of these answers the id of the list that it changed, or null. */
    edit: (change: ListEdit) =>
      become(edit(history.value, change), change.type === 'create' ? change.list.id : change.id),
    undo: () => become(undo(history.value), history.value.past.at(-1)?.id),
    redo: () => become(redo(history.value), history.value.future.at(-1)?.id),
  }
})
