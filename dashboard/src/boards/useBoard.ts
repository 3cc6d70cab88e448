import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { boardIdOf, type Board } from './layout/board.js'
import type { BoardStore } from './layout/board-store.js'
import { printBoard, type BoardFault } from './layout/decode-board.js'
import { findBoard, type BoardOrigin } from './layout/find-board.js'
import { record, redo, startHistory, undo, type History } from './layout/history.js'
import { isReadyId, readyBoard } from './layout/ready-boards.js'
import { packBoard, unpackBoard } from './layout/share.js'

/** Where a view of a board is, as far as it decides what is shown. */
export interface BoardAddress {
  readonly id: string
  readonly hash: string
}

const isSame = (a: Board, b: Board): boolean => printBoard(a) === printBoard(b)
/** It is as it comes with the product. */
const isAsReady = (board: Board): boolean => isReadyId(board.id) && isSame(board, readyBoard(board.id))

/** Undoing must not go back to the id that another board has. */
const withId = ({ past, present, future }: History<Board>, id: string): History<Board> => ({
  past: past.map((board) => ({ ...board, id })),
  present: { ...present, id },
  future: future.map((board) => ({ ...board, id })),
})
const freeId = ({ id, title }: Board, store: BoardStore): string =>
  boardIdOf(title === '' ? id : title, (taken) => store.read(taken) !== null || isReadyId(taken))

/**
 * The board of an address: what its fragment holds goes before what this browser keeps, and that before what comes with the product. Every
 * change is kept at once and can be undone; the address always holds a board that is not as it comes with the product, so that whoever
 * gets the address sees the same.
 */
export function useBoard(
  address: Ref<BoardAddress>,
  store: BoardStore,
  go: (address: BoardAddress) => void,
): {
  /** Null while it is read, and where there is none. */
  readonly board: ComputedRef<Board | null>
  readonly origin: Readonly<ShallowRef<BoardOrigin>>
  readonly fault: Readonly<ShallowRef<BoardFault | null>>
  readonly lost: Readonly<Ref<number>>
  /** There is nothing under this id. */
  readonly isUnknown: ComputedRef<boolean>
  /** The address holds a board, and this browser keeps another one under the same id. */
  readonly hasOwn: Readonly<Ref<boolean>>
  /** A change could not be kept. */
  readonly isRefused: Readonly<Ref<boolean>>
  readonly canUndo: ComputedRef<boolean>
  readonly canRedo: ComputedRef<boolean>
  change(next: Board): void
  undo(): void
  redo(): void
  /** Keeps a board that came with its address. */
  keep(): void
  /** Back to what this browser keeps, or to what comes with the product. */
  showOwn(): void
  /** Forgets what this browser keeps under this id. */
  forget(): void
} {
  const history = shallowRef<History<Board> | null>(null)
  const origin = shallowRef<BoardOrigin>('ready')
  const fault = shallowRef<BoardFault | null>(null)
  const lost = ref(0)
  const hasOwn = ref(false)
  const isRefused = ref(false)
  const isRead = ref(false)
  let newest = 0
  /** The address that shows what is already there. */
  let written: BoardAddress | null = null

  const board = computed(() => history.value?.present ?? null)

  async function read({ id, hash }: BoardAddress): Promise<void> {
    const mine = ++newest
    const found = findBoard(store, id)
    const packed = await unpackBoard(hash)
    if (mine !== newest) return
    const came = packed?.ok === true ? { ...packed.board, id } : null
    const isKept = came !== null && found.board !== null && isSame(came, found.board)
    fault.value = packed?.ok === false ? packed.fault : found.fault
    lost.value = packed?.ok === true ? packed.lost : found.lost
    origin.value = came === null || isKept ? found.origin : 'address'
    hasOwn.value = origin.value === 'address' && found.origin === 'own'
    const shown = origin.value === 'address' ? came : found.board
    history.value = shown === null ? null : startHistory(shown)
    isRead.value = true
    if (fault.value === null) await tell()
  }
  watch(
    address,
    (next) => {
      if (written?.id === next.id && written.hash === next.hash) return
      void read(next)
    },
    { immediate: true },
  )

  /** Has the address say what is shown. */
  async function tell(): Promise<void> {
    const shown = board.value
    if (shown === null) return
    const mine = newest
    const next = { id: shown.id, hash: isAsReady(shown) ? '' : await packBoard(shown) }
    if (mine !== newest || board.value !== shown) return
    written = next
    if (next.id !== address.value.id || next.hash !== address.value.hash) go(next)
  }

  function take(next: History<Board>): void {
    const before = board.value
    if (before === null) return
    // A board that came with its address must not replace another one of this browser.
    const isTaken = origin.value === 'address' && hasOwn.value
    const moved = isTaken ? withId(next, freeId(next.present, store)) : next
    const { present } = moved
    history.value = moved
    if (isAsReady(present)) {
      store.remove(present.id)
      origin.value = 'ready'
      isRefused.value = false
    } else {
      isRefused.value = !store.write(present)
      origin.value = 'own'
    }
    hasOwn.value = false
    void tell()
  }

  return {
    board,
    origin,
    fault,
    lost,
    isUnknown: computed(() => isRead.value && history.value === null),
    hasOwn,
    isRefused,
    canUndo: computed(() => (history.value?.past.length ?? 0) > 0),
    canRedo: computed(() => (history.value?.future.length ?? 0) > 0),
    change(next) {
      if (history.value !== null) take(record(history.value, next))
    },
    undo() {
      if (history.value !== null) take(undo(history.value))
    },
    redo() {
      if (history.value !== null) take(redo(history.value))
    },
    keep() {
      if (history.value !== null) take(history.value)
    },
    showOwn() {
      const { id } = address.value
      written = null
      go({ id, hash: '' })
    },
    forget() {
      store.remove(address.value.id)
      written = null
      if (address.value.hash === '') void read(address.value)
      else go({ id: address.value.id, hash: '' })
    },
  }
}
