import { isBoardId, type Board } from './board.js'
import { decodeBoard, printBoard, type DecodedBoard } from './decode-board.js'

/** The boards that were made or changed in this browser. Storage may be refused altogether: then nothing is kept, and nothing throws. */
export interface BoardStore {
  /** In the order of the alphabet. */
  ids(): readonly string[]
  /** Null where none is kept under this id. */
  read(id: string): DecodedBoard | null
  /** Whether it was kept. */
  write(board: Board): boolean
  remove(id: string): void
}

const PREFIX = 'tickwall.board.'

/** `open` may throw, as `window.localStorage` does where a policy refuses it. */
export function createBoardStore(open: () => Storage): BoardStore {
  const attempt = <T>(act: (storage: Storage) => T, otherwise: T): T => {
    try {
      return act(open())
    } catch (refused) {
      console.info('boards last only as long as this page: storage is refused', refused)
      return otherwise
    }
  }
  return {
    ids: () =>
      attempt((storage) => {
        const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
        const ids = keys.filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length))
        return ids.filter(isBoardId).sort()
      }, []),
    read: (id) => {
      const text = attempt((storage) => storage.getItem(PREFIX + id), null)
      return text === null ? null : decodeBoard(text)
    },
    write: (board) =>
      attempt((storage) => {
        storage.setItem(PREFIX + board.id, printBoard(board))
        return true
      }, false),
    remove: (id) =>
      attempt((storage) => {
        storage.removeItem(PREFIX + id)
      }, undefined),
  }
}
