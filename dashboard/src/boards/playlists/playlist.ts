import { isBoardId } from '../layout/board.js'
import { READY_IDS } from '../layout/ready-boards.js'

/** Boards that a wall shows in turn, under a name that its address has: `/wall/lobby`. */
export interface Playlist {
  /** What an address calls it; written as the id of a board. */
  readonly id: string
  readonly title: string
  /** Ids, in their order, each as often as it is to be shown; 1 to 20. */
  readonly boards: readonly string[]
  /** How long each stays, whole seconds from 5 to a day. */
  readonly seconds: number
}

export const LONGEST_PLAYLIST = 20
/** More would be nobody's: a list that long is an accident. */
export const MOST_PLAYLISTS = 50
export const LEAST_SECONDS = 5
export const MOST_SECONDS = 86_400
export const USUAL_SECONDS = 30

/** Boards of the playlists that are always there. */
export const READY_PLAYLISTS: Readonly<Record<string, readonly string[]>> = { overview: ['market'], tour: READY_IDS }

/** `board` and the playlists that are always there are addresses of their own. */
const RESERVED: ReadonlySet<string> = new Set(['board', ...Object.keys(READY_PLAYLISTS)])

/** Whether a playlist may be called so in an address. */
export const isPlaylistId = (id: string): boolean => isBoardId(id) && !RESERVED.has(id)

/** A number that somebody typed, as seconds that a board may stay. */
export const secondsOf = (typed: number): number =>
  Number.isFinite(typed) ? Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, Math.round(typed))) : USUAL_SECONDS

/** The address under which any browser shows the same boards, also one that does not keep the playlist. */
export const spelledOut = ({ boards, seconds }: Playlist): string => `/wall/${boards.join(',')}?rotate=${seconds}s`

/** Moves the board at a place by some places; the same list where it would leave it. */
export function moved(boards: readonly string[], place: number, by: number): readonly string[] {
  const board = boards[place]
  const to = place + by
  if (board === undefined || to < 0 || to >= boards.length) return boards
  return boards.toSpliced(place, 1).toSpliced(to, 0, board)
}
