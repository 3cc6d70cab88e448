import { arrange } from '../grid/arrange.js'
import { clampPlace } from '../grid/placement.js'
import { isBoardId, LONGEST_TITLE, MOST_PANELS, type Board, type Panel } from './board.js'
import { printConfig, readConfig, type ConfigFields } from './config-field.js'
import { BOARD_VERSION, migrate } from './migrations.js'
import { PANEL_FIELDS, PANEL_KINDS } from './panel-kinds.js'

/** Why a text is no board: `otherVersion` is one that this build does not know. */
export type BoardFault = 'notJson' | 'notBoard' | 'otherVersion' | 'tooLarge'

export type DecodedBoard =
  /** `lost` panels could not be read and were left out. */
  | { readonly ok: true; readonly board: Board; readonly lost: number }
  | { readonly ok: false; readonly fault: BoardFault }

/** A whole board with forty long texts is smaller. */
export const LONGEST_BOARD = 200_000

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A board from a text of whatever origin; never throws. What does not fit is brought into range or left out and counted. */
export function decodeBoard(text: string): DecodedBoard {
  if (text.length > LONGEST_BOARD) return { ok: false, fault: 'tooLarge' }
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch {
    return { ok: false, fault: 'notJson' }
  }
  if (!isRecord(found) || typeof found['version'] !== 'number') return { ok: false, fault: 'notBoard' }
  const written = migrate(found)
  if (written === null) return { ok: false, fault: 'otherVersion' }
  const { id, title, panels } = written
  if (!Array.isArray(panels)) return { ok: false, fault: 'notBoard' }
  const read = panels.slice(0, MOST_PANELS).flatMap((panel, index) => readPanel(panel, `p${String(index + 1)}`) ?? [])
  return {
    ok: true,
    board: {
      id: typeof id === 'string' && isBoardId(id) ? id : 'board',
      title: typeof title === 'string' ? title.slice(0, LONGEST_TITLE) : '',
      panels: arrange(read),
    },
    lost: panels.length - read.length,
  }
}

/** Places are four numbers in a row: `[x, y, w, h]`. */
function readPanel(found: unknown, id: string): Panel | null {
  if (!isRecord(found)) return null
  const kind = PANEL_KINDS.find((known) => known === found['kind'])
  const { at } = found
  if (kind === undefined || !Array.isArray(at)) return null
  const [x, y, w, h] = at.map((part) => (typeof part === 'number' ? part : 0))
  const place = clampPlace({ x: x ?? 0, y: y ?? 0, w: w ?? 1, h: h ?? 1 })
  return {
    id,
    kind,
    ...place,
    config: readConfig<ConfigFields>(PANEL_FIELDS[kind], found['config']),
  } as unknown as Panel
}

/** The board as text that `decodeBoard` reads back to the same; `indent` for people. */
export function printBoard({ id, title, panels }: Board, indent?: number): string {
  const written = panels.map(({ kind, x, y, w, h, config }) => {
    const chosen = printConfig<ConfigFields>(PANEL_FIELDS[kind], config)
    return { kind, at: [x, y, w, h], ...(Object.keys(chosen).length === 0 ? {} : { config: chosen }) }
  })
  return JSON.stringify({ version: BOARD_VERSION, id, title, panels: written }, null, indent)
}
