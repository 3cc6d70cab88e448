import { isBoardId } from '../boards/layout/board.js'
import { READY_IDS } from '../boards/layout/ready-boards.js'

/** Playlists that are always there; any other is spelled out in the address: `/wall/market,desk,hosts`. */
const NAMED: Readonly<Record<string, readonly string[]>> = { overview: ['market'], tour: READY_IDS }

/** The boards of a wall's address, in their order: `/wall`, `/wall/tour`, `/wall/market,desk`, `/wall/board/desk`. Never empty. */
export function playlistOf(playlist: string, single: string): readonly string[] {
  if (playlist === 'board' && isBoardId(single)) return [single]
  const named = Object.hasOwn(NAMED, playlist) ? NAMED[playlist] : undefined
  const ids = named ?? playlist.split(',').filter(isBoardId)
  return ids.length === 0 ? ['market'] : ids
}
