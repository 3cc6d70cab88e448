import { isBoardId } from '../boards/layout/board.js'
import { READY_PLAYLISTS, type Playlist } from '../boards/playlists/playlist.js'

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
  const ready = Object.hasOwn(READY_PLAYLISTS, playlist) ? READY_PLAYLISTS[playlist] : undefined
  const ids = ready ?? playlist.split(',').filter(isBoardId)
  return { boards: ids.length === 0 ? ['market'] : ids, rotateMs: null }
}
