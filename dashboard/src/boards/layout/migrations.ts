/** The form in which boards are written today. */
export const BOARD_VERSION = 2

/** A board as it was written: read so far only as the object that it is. */
export type WrittenBoard = Readonly<Record<string, unknown>>

/** From each older version to the next; they judge nothing and never throw: the decoder looks at what comes out. */
const MIGRATIONS: Readonly<Record<number, (board: WrittenBoard) => WrittenBoard>> = {
  // 12 columns became 24.
  1: (board) => ({ ...board, panels: eachPanel(board['panels'], widened) }),
}

const double = (value: unknown): unknown => (typeof value === 'number' ? value * 2 : value)

function widened(panel: WrittenBoard): WrittenBoard {
  const { at } = panel
  if (!Array.isArray(at)) return panel
  const [x, y, w, h] = at as readonly unknown[]
  return { ...panel, at: [double(x), y, double(w), h] }
}

const eachPanel = (panels: unknown, change: (panel: WrittenBoard) => WrittenBoard): unknown =>
  Array.isArray(panels)
    ? panels.map((panel: unknown) =>
        typeof panel === 'object' && panel !== null ? change(panel as WrittenBoard) : panel,
      )
    : panels

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
