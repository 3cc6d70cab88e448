import type { Board } from './board.js'
import type { BoardStore } from './board-store.js'
import type { BoardFault } from './decode-board.js'
import { isReadyId, readyBoard } from './ready-boards.js'

/** Where a shown board comes from: this browser, the address, or the product itself. */
export type BoardOrigin = 'own' | 'address' | 'ready'

export interface FoundBoard {
  /** Null where there is none under this id. */
  readonly board: Board | null
  readonly origin: BoardOrigin
  /** Why another version of it, which should have been shown, could not be read. */
  readonly fault: BoardFault | null
  /** Panels of it that could not be read. */
  readonly lost: number
}

/** The board of an id: as it was changed in this browser, else as it comes with the product. A kept one that is broken stays kept. */
export function findBoard(store: BoardStore, id: string): FoundBoard {
  const own = store.read(id)
  if (own?.ok === true) return { board: { ...own.board, id }, origin: 'own', fault: null, lost: own.lost }
  const board = isReadyId(id) ? readyBoard(id) : null
  return { board, origin: 'ready', fault: own === null ? null : own.fault, lost: 0 }
}
