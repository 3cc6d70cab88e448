import { describe, expect, it, vi } from 'vitest'
import { createBoardStore } from './board-store.js'
import { findBoard } from './find-board.js'
import { readyBoard } from './ready-boards.js'

/** A storage of the test's own. */
function storage(): Storage {
  const kept = new Map<string, string>()
  return {
    get length() {
      return kept.size
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => void kept.set(key, text),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  }
}

describe('the boards of this browser', () => {
  it('are there until they are removed', () => {
    const held = storage()
    held.setItem('tickwall.preferences', '{}')
    held.setItem('tickwall.board.../x', '{}')
    const store = createBoardStore(() => held)
    const board = { ...readyBoard('hosts'), id: 'desk', title: 'Desk' }
    expect(store.write(board)).toBe(true)
    expect(store.write({ ...board, id: 'a' })).toBe(true)
    expect(store.ids()).toEqual(['a', 'desk'])
    expect(store.read('desk')).toEqual({ ok: true, board, lost: 0 })
    store.remove('desk')
    expect([store.ids(), store.read('desk')]).toEqual([['a'], null])
  })

  it('are none, and nothing throws, where storage is refused', () => {
    const told = vi.spyOn(console, 'info').mockImplementation(() => undefined)
    const store = createBoardStore(() => {
      throw new DOMException('refused', 'SecurityError')
    })
    expect([store.ids(), store.read('a'), store.write(readyBoard('market'))]).toEqual([[], null, false])
    store.remove('a')
    expect(told).toHaveBeenCalledTimes(4)
    told.mockRestore()
  })
})

describe('findBoard', () => {
  it('prefers what was changed here, and falls back to what comes with the product', () => {
    const held = storage()
    const store = createBoardStore(() => held)
    expect(findBoard(store, 'market')).toMatchObject({ origin: 'ready', fault: null, board: { id: 'market' } })
    expect(findBoard(store, 'mine').board).toBeNull()
    store.write({ id: 'market', title: 'Mine', panels: [] })
    expect(findBoard(store, 'market')).toMatchObject({ origin: 'own', board: { title: 'Mine' } })
    held.setItem('tickwall.board.market', '{"version":99}')
    expect(findBoard(store, 'market')).toMatchObject({
      origin: 'ready',
      fault: 'otherVersion',
      board: readyBoard('market'),
    })
    held.setItem('tickwall.board.mine', 'x')
    expect(findBoard(store, 'mine')).toMatchObject({ board: null, fault: 'notJson' })
  })
})
