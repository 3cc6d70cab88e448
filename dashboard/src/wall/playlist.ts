import { isBoardId } from '../boards/layout/board.js'
import { READY_IDS } from '../boards/layout/ready-boards.js'
import type { Playlist } from '../boards/playlists/playlist.js'

/** Playlists that are always there. */
const NAMED: Readonly<Record<string, readonly string[]>> = { overview: ['market'], tour: READY_IDS }

/** What a wall shows: the boards in their order, never none, and how long each stays where the playlist says so. */
export interface Programme {
  readonly boards: readonly string[]
  readonly rotateMs: number | null
}

/**
 * The programme of a wall's address: `/wall`, `/wall/tour`, `/wall/lobby` of this browser's own playlists, `/wall/market,desk` spelled out,
 * `/wall/board/desk`. A name that is no playlist's is that of a board.
 */
export function programmeOf(playlist: string, single: string, kept: readonly Playlist[] = []): Programme {
  if (playlist === 'board' && isBoardId(single)) return { boards: [single], rotateMs: null }
  const own = kept.find(({ id }) => id === playlist)
  if (own !== undefined) return { boards: own.boards, rotateMs: own.seconds * 1000 }
  const named = Object.hasOwn(NAMED, playlist) ? NAMED[playlist] : undefined
  const ids = named ?? playlist.split(',').filter(isBoardId)
  return { boards: ids.length === 0 ? ['market'] : ids, rotateMs: null }
}
