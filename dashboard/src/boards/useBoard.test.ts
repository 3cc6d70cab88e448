import { effectScope, nextTick, shallowRef } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Board } from './layout/board.js'
import { createBoardStore, type BoardStore } from './layout/board-store.js'
import { readyBoard } from './layout/ready-boards.js'
import { packBoard, unpackBoard } from './layout/share.js'
import { useBoard, type BoardAddress } from './useBoard.js'

let store: BoardStore
let scope = effectScope()
beforeEach(() => {
  window.localStorage.clear()
  store = createBoardStore(() => window.localStorage)
  scope = effectScope()
})
afterEach(() => scope.stop())

/** A view of a board whose address is a browser's. */
async function open(id: string, hash = '') {
  const address = shallowRef<BoardAddress>({ id, hash })
  const view = scope.run(() => useBoard(address, store, (next) => (address.value = next)))!
  await vi.waitFor(() => expect(view.board.value !== null || view.isUnknown.value).toBe(true))
  const inAddress = async () => {
    const unpacked = await unpackBoard(address.value.hash)
    return unpacked?.ok === true ? unpacked.board : null
  }
  return { view, address, inAddress }
}
const renamed = (board: Board, title: string): Board => ({ ...board, title })
const market = readyBoard('market')

describe('a board that is changed', () => {
  it('is kept at once, is in its address, and can be undone', async () => {
    const { view, address, inAddress } = await open('market')
    expect([view.origin.value, address.value.hash]).toEqual(['ready', ''])
    view.change(renamed(market, 'Mine'))
    expect([view.origin.value, view.canUndo.value]).toEqual(['own', true])
    expect(store.read('market')).toMatchObject({ board: { title: 'Mine' } })
    await vi.waitFor(async () => expect((await inAddress())?.title).toBe('Mine'))
    view.undo()
    expect(view.board.value).toEqual(market)
    expect([view.origin.value, store.ids()]).toEqual(['ready', []])
    await vi.waitFor(() => expect(address.value.hash).toBe(''))
    view.redo()
    expect(view.board.value?.title).toBe('Mine')
  })

  it('is there again at the same address, and at the plain one', async () => {
    const first = await open('market')
    first.view.change(renamed(market, 'Mine'))
    await vi.waitFor(() => expect(first.address.value.hash).not.toBe(''))
    for (const hash of [first.address.value.hash, '']) {
      const again = await open('market', hash)
      expect([again.view.origin.value, again.view.board.value?.title]).toEqual(['own', 'Mine'])
    }
  })

  it('comes back as it was with the product when it is forgotten', async () => {
    const { view, address } = await open('market')
    view.change(renamed(market, 'Mine'))
    await vi.waitFor(() => expect(address.value.hash).not.toBe(''))
    view.forget()
    await vi.waitFor(() => expect(view.board.value).toEqual(market))
    expect(store.ids()).toEqual([])
  })
})

describe('a board that came with its address', () => {
  const foreign = renamed(readyBoard('hosts'), 'Theirs')

  it('is shown and not kept until someone wants it', async () => {
    const { view } = await open('desk', await packBoard({ ...foreign, id: 'desk' }))
    expect([view.origin.value, view.board.value?.title, view.hasOwn.value]).toEqual(['address', 'Theirs', false])
    expect(store.ids()).toEqual([])
    view.keep()
    expect([view.origin.value, store.ids()]).toEqual(['own', ['desk']])
  })

  it('never replaces another one of this browser', async () => {
    store.write({ ...foreign, id: 'desk', title: 'Own' })
    const { view, address } = await open('desk', await packBoard({ ...foreign, id: 'desk' }))
    expect(view.hasOwn.value).toBe(true)
    view.change({ ...foreign, id: 'desk', title: 'Changed' })
    expect(store.read('desk')).toMatchObject({ board: { title: 'Own' } })
    expect(store.read('changed')).toMatchObject({ board: { title: 'Changed' } })
    await vi.waitFor(() => expect(address.value.id).toBe('changed'))
    expect(view.board.value?.id).toBe('changed')
    view.undo()
    expect([view.board.value?.id, view.board.value?.title]).toEqual(['changed', 'Theirs'])
    expect(store.read('desk')).toMatchObject({ board: { title: 'Own' } })
  })

  it('gives way to the own one when that is asked for', async () => {
    store.write({ ...foreign, id: 'desk', title: 'Own' })
    const { view } = await open('desk', await packBoard({ ...foreign, id: 'desk' }))
    view.showOwn()
    await vi.waitFor(() => expect(view.board.value?.title).toBe('Own'))
    expect(view.origin.value).toBe('own')
  })

  it('that is broken says why, and leaves what there is otherwise', async () => {
    const { view } = await open('market', '#board=zcut')
    expect([view.fault.value, view.board.value]).toEqual(['notBoard', market])
    const unknown = await open('desk', '#board=zcut')
    expect([unknown.view.fault.value, unknown.view.isUnknown.value]).toEqual(['notBoard', true])
  })
})

it('goes with the address from board to board', async () => {
  const { view, address } = await open('market')
  address.value = { id: 'hosts', hash: '' }
  await nextTick()
  await vi.waitFor(() => expect(view.board.value?.id).toBe('hosts'))
  address.value = { id: 'none', hash: '' }
  await vi.waitFor(() => expect(view.isUnknown.value).toBe(true))
})
