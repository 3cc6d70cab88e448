import { applyEdit, withList, type ListEdit } from './list-edit.js'
import { listOf, type ListBook, type NamedList } from './list-book.js'

/** Steps that can be undone: more than anyone remembers having made. */
export const MAX_STEPS = 200

/** A list and where its tab stands. */
interface Placed {
  readonly list: NamedList
  readonly at: number
}

/** One edit as what it did to one list; null where the list was not there. */
export interface Step {
  readonly id: string
  readonly before: Placed | null
  readonly after: Placed | null
}

/** A book with the way that led to it, oldest step first, and the way that was taken back, next step last. */
export interface ListHistory {
  readonly book: ListBook
  readonly past: readonly Step[]
  readonly future: readonly Step[]
}

export const startHistory = (book: ListBook): ListHistory => ({ book, past: [], future: [] })

/** After an edit; the same history when it changed nothing. What was taken back is then gone. */
export function edit(history: ListHistory, change: ListEdit): ListHistory {
  const book = applyEdit(history.book, change)
  if (book === history.book) return history
  const id = change.type === 'create' ? change.list.id : change.id
  const step = { id, before: placed(history.book, id), after: placed(book, id) }
  return { book, past: [...history.past, step].slice(-MAX_STEPS), future: [] }
}

/** The last edit taken back; the same history when there is none. */
export function undo(history: ListHistory): ListHistory {
  const step = history.past.at(-1)
  if (step === undefined) return history
  return {
    book: put(history.book, step.id, step.before),
    past: history.past.slice(0, -1),
    future: [...history.future, step],
  }
}

/** What was taken back last, done again; the same history when there is nothing. */
export function redo(history: ListHistory): ListHistory {
  const step = history.future.at(-1)
  if (step === undefined) return history
  return {
    book: put(history.book, step.id, step.after),
    past: [...history.past, step],
    future: history.future.slice(0, -1),
  }
}

/**
 * The book that another page wrote. Steps of lists that it changed are forgotten: undoing them here would undo the other page's work too.
 */
export function adopt(history: ListHistory, book: ListBook): ListHistory {
  const isUntouched = ({ id }: Step) => isSameList(listOf(history.book, id), listOf(book, id))
  return { book, past: history.past.filter(isUntouched), future: history.future.filter(isUntouched) }
}

function placed(book: ListBook, id: string): Placed | null {
  const at = book.lists.findIndex((list) => list.id === id)
  const list = book.lists[at]
  return list === undefined ? null : { list, at }
}

function put(book: ListBook, id: string, wanted: Placed | null): ListBook {
  const others: ListBook = { lists: book.lists.filter((list) => list.id !== id) }
  return wanted === null ? others : withList(others, wanted.list, wanted.at)
}

const isSameList = (a: NamedList | null, b: NamedList | null): boolean => JSON.stringify(a) === JSON.stringify(b)
