import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { printBook } from './book-document.js'
import { ASIDE_KEY, BOOK_KEY, openBook, saveBook } from './book-storage.js'
import { newId } from './new-id.js'
import { useWatchlists } from './watchlists.js'

const list = (id: string, name = id) => ({ id, name, entries: [] })
const open = () => {
  setActivePinia(createPinia())
  return useWatchlists()
}
const stored = () => window.localStorage.getItem(BOOK_KEY)
const tell = (newValue: string | null, key: string | null = BOOK_KEY) =>
  window.dispatchEvent(new StorageEvent('storage', { key, newValue, storageArea: window.localStorage }))

beforeEach(() => {
  window.localStorage.clear()
})

describe('the lists of a page', () => {
  it('are there again after a reload, undone ones too', () => {
    const first = open()
    expect(first.edit({ type: 'create', list: list('a') })).toBe('a')
    expect(first.edit({ type: 'create', list: list('b') })).toBe('b')
    expect(first.undo()).toBe('b')
    expect(open().lists).toEqual([list('a')])
    expect(open().canUndo).toBe(false)
  })

  it('tell which list was changed, and write nothing when none was', () => {
    const lists = open()
    expect([lists.undo(), lists.redo(), lists.edit({ type: 'delete', id: 'x' })]).toEqual([null, null, null])
    expect(stored()).toBeNull()
    lists.edit({ type: 'create', list: list('a') })
    expect([lists.undo(), lists.canUndo, lists.redo(), lists.canRedo]).toEqual(['a', false, 'a', false])
  })

  it('follow another tab, and not what is broken or of others', () => {
    const lists = open()
    lists.edit({ type: 'create', list: list('a') })
    tell(printBook({ lists: [list('a'), list('b')] }))
    expect(lists.lists.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(lists.canUndo).toBe(true)
    tell('{')
    tell(printBook({ lists: [] }), 'other')
    expect(lists.lists).toHaveLength(2)
    tell(null, null)
    expect(lists.lists).toEqual([])
  })

  it('keep aside what they cannot read, and go on without', () => {
    window.localStorage.setItem(BOOK_KEY, '{"version":99}')
    const lists = open()
    expect([lists.lists, lists.aside]).toEqual([[], '{"version":99}'])
    lists.edit({ type: 'create', list: list('a') })
    expect(window.localStorage.getItem(ASIDE_KEY)).toBe('{"version":99}')
    expect(open().lists).toEqual([list('a')])
  })

  it('last as long as the page where storage is refused', () => {
    const refuse = () => {
      throw new Error('refused')
    }
    expect(openBook(refuse)).toEqual({ book: { lists: [] }, aside: null })
    expect(saveBook(refuse, { lists: [] })).toBe(false)
  })
})

it('a new name is of letters and digits alone', () => {
  let next = 0
  expect(newId((bytes) => bytes.forEach((_, at) => (bytes[at] = next++ * 37)))).toMatch(/^[a-z2-7]{8}$/)
})
