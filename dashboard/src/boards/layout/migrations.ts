/** The form in which boards are written today. */
export const BOARD_VERSION = 1

/** A board as it was written: read so far only as the object that it is. */
export type WrittenBoard = Readonly<Record<string, unknown>>

/** From each older version to the next; they judge nothing and never throw: the decoder looks at what comes out. */
const MIGRATIONS: Readonly<Record<number, (board: WrittenBoard) => WrittenBoard>> = {}

/** The board in today's form; null where its version is not known, as that of a newer build. */
export function migrate(board: WrittenBoard): WrittenBoard | null {
  let current = board
  let version = board['version']
  while (version !== BOARD_VERSION) {
    const up = typeof version === 'number' && Object.hasOwn(MIGRATIONS, version) ? MIGRATIONS[version] : undefined
    if (up === undefined || typeof version !== 'number') return null
    current = up(current)
    version += 1
  }
  return current
}
