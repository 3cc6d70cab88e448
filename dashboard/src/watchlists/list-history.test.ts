import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryBook, arbitraryEdit } from '../../test/watchlists/arbitrary-book.js'
import { applyEdit } from './list-edit.js'
import { adopt, edit, MAX_STEPS, redo, startHistory, undo, type ListHistory } from './list-history.js'
import type { ListBook } from './list-book.js'

const edits = fc.array(arbitraryEdit, { maxLength: 12 })
const run = (book: ListBook, changes: readonly Parameters<typeof edit>[1][]) => changes.reduce(edit, startHistory(book))
const times = (count: number, step: (history: ListHistory) => ListHistory, from: ListHistory) => {
  let history = from
  for (let done = 0; done < count; done++) history = step(history)
  return history
}

describe('the history of the lists', () => {
  it('undoes an edit to exactly what was before', () => {
    fc.assert(
      fc.property(arbitraryBook, arbitraryEdit, (book, change) => {
        expect(undo(edit(startHistory(book), change)).book).toEqual(book)
      }),
    )
  })

  it('undoes all to the beginning and redoes all to the end, whatever was done', () => {
    fc.assert(
      fc.property(arbitraryBook, edits, (book, changes) => {
        const done = run(book, changes)
        const undone = times(done.past.length, undo, done)
        expect(undone.book).toEqual(book)
        const redone = times(done.past.length, redo, undone)
        expect(redone.book).toEqual(done.book)
        expect(redone.book).toEqual(changes.reduce(applyEdit, book))
      }),
    )
  })

  it('forgets what was taken back once something else is done', () => {
    const book = { lists: [{ id: 'l', name: 'a', entries: [] }] }
    const renamed = edit(startHistory(book), { type: 'rename', id: 'l', name: 'b' })
    const other = edit(undo(renamed), { type: 'rename', id: 'l', name: 'c' })
    expect(redo(other)).toBe(other)
    expect(other.book.lists[0]?.name).toBe('c')
  })

  it('makes no step of what changes nothing, and has nothing to undo at first', () => {
    const start = startHistory({ lists: [] })
    expect(edit(start, { type: 'delete', id: 'x' })).toBe(start)
    expect([undo(start), redo(start)]).toEqual([start, start])
  })

  it('remembers a bounded number of steps', () => {
    let history = startHistory({ lists: [{ id: 'l', name: '', entries: [] }] })
    for (let step = 0; step < MAX_STEPS + 5; step++)
      history = edit(history, { type: 'rename', id: 'l', name: String(step) })
    expect(history.past).toHaveLength(MAX_STEPS)
  })

  it('never undoes what another page did to a list', () => {
    fc.assert(
      fc.property(arbitraryBook, edits, arbitraryEdit, (book, mine, theirs) => {
        const here = run(book, mine)
        const foreign = applyEdit(here.book, theirs)
        const both = adopt(here, foreign)
        expect(both.book).toBe(foreign)
        const touched = theirs.type === 'create' ? theirs.list.id : theirs.id
        const theirList = ({ lists }: ListBook) => lists.find(({ id }) => id === touched)
        fc.pre(JSON.stringify(theirList(foreign)) !== JSON.stringify(theirList(here.book)))
        expect(theirList(times(both.past.length, undo, both).book)).toEqual(theirList(foreign))
      }),
    )
  })

  it('still undoes here what the other page left alone', () => {
    const book = {
      lists: [
        { id: 'l', name: 'a', entries: [] },
        { id: 'm', name: 'x', entries: [] },
      ],
    }
    const here = edit(startHistory(book), { type: 'rename', id: 'l', name: 'b' })
    const both = adopt(here, applyEdit(here.book, { type: 'rename', id: 'm', name: 'y' }))
    expect(undo(both).book.lists.map(({ name }) => name)).toEqual(['a', 'y'])
  })
})
