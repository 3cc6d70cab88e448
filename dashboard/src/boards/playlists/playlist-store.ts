import { isBoardId, LONGEST_TITLE } from '../layout/board.js'
import { isPlaylistId, LONGEST_PLAYLIST, MOST_PLAYLISTS, secondsOf, type Playlist } from './playlist.js'

/** The playlists of this browser. Storage may be refused altogether: then nothing is kept, and nothing throws. */
export interface PlaylistStore {
  /** In the order in which they were made. */
  read(): readonly Playlist[]
  /** Whether they were kept. */
  write(playlists: readonly Playlist[]): boolean
}

const KEY = 'tickwall.playlists'
const VERSION = 1

function decodePlaylist(value: unknown): Playlist | null {
  if (typeof value !== 'object' || value === null) return null
  const { id, title, boards, seconds } = value as Record<string, unknown>
  if (typeof id !== 'string' || !isPlaylistId(id) || typeof title !== 'string' || !Array.isArray(boards)) return null
  const known = boards.filter((board): board is string => typeof board === 'string' && isBoardId(board))
  if (known.length === 0) return null
  return {
    id,
    title: title.slice(0, LONGEST_TITLE),
    boards: known.slice(0, LONGEST_PLAYLIST),
    seconds: secondsOf(Number(seconds)),
  }
}

/** Reads what was kept; what is no playlist is left out, the second of an id as well. */
export function decodePlaylists(text: string): readonly Playlist[] {
  try {
    const kept: unknown = JSON.parse(text)
    if (typeof kept !== 'object' || kept === null) return []
    const { version, playlists } = kept as Record<string, unknown>
    if (version !== VERSION || !Array.isArray(playlists)) return []
    const byId = new Map<string, Playlist>()
    for (const value of playlists) {
      const playlist = decodePlaylist(value)
      if (playlist !== null && !byId.has(playlist.id) && byId.size < MOST_PLAYLISTS) byId.set(playlist.id, playlist)
    }
    return [...byId.values()]
  } catch {
    // No JSON is no playlist.
    return []
  }
}

/** `open` may throw, as `window.localStorage` does where a policy refuses it. */
export function createPlaylistStore(open: () => Pick<Storage, 'getItem' | 'setItem'>): PlaylistStore {
  return {
    read() {
      try {
        return decodePlaylists(open().getItem(KEY) ?? '')
      } catch (refused) {
        console.info('no playlists: storage is refused', refused)
        return []
      }
    },
    write(playlists) {
      try {
        open().setItem(KEY, JSON.stringify({ version: VERSION, playlists }))
        return true
      } catch (refused) {
        console.info('playlists last only as long as this page: storage is refused', refused)
        return false
      }
    },
  }
}
