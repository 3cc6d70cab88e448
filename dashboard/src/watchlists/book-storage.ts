import { printBook, readBook } from './book-document.js'
import type { ListBook } from './list-book.js'

export const BOOK_KEY = 'tickwall.watchlists'
/** What could not be read is kept here, so that a newer build or a person may still make use of it. */
export const ASIDE_KEY = 'tickwall.watchlists.aside'

/** Answers the browser's storage; it and the methods may throw where storage is refused. */
export type BookStore = () => Pick<Storage, 'getItem' | 'setItem'>

/** What an earlier visit left. */
export interface OpenedBook {
  readonly book: ListBook
  /** A stored text that is no book; null as a rule. */
  readonly aside: string | null
}

/** Reads the lists, and keeps aside what it cannot read. Without storage there are none. */
export function openBook(store: BookStore): OpenedBook {
  try {
    const stored = store().getItem(BOOK_KEY)
    const { book, isBroken } = readBook(stored)
    if (isBroken && stored !== null) store().setItem(ASIDE_KEY, stored)
    return { book, aside: isBroken ? stored : null }
  } catch {
    // Private windows and policies may refuse storage: then lists last as long as the page.
    return { book: { lists: [] }, aside: null }
  }
}

/** Stores the lists; answers whether they will outlast the page. */
export function saveBook(store: BookStore, book: ListBook): boolean {
  try {
    store().setItem(BOOK_KEY, printBook(book))
    return true
  } catch {
    // Refused or full.
    return false
  }
}
