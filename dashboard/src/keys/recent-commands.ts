const KEY = 'tickwall.recent-commands'
const MOST = 8

/** Ids of the commands last run from the palette, newest first. */
export function readRecent(storage: Pick<Storage, 'getItem'>): string[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(KEY) ?? '[]')
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string').slice(0, MOST) : []
  } catch {
    // Refused, or written by something else: nothing is recent.
    return []
  }
}

export function rememberRecent(storage: Pick<Storage, 'getItem' | 'setItem'>, id: string): void {
  try {
    const others = readRecent(storage).filter((known) => known !== id)
    storage.setItem(KEY, JSON.stringify([id, ...others].slice(0, MOST)))
  } catch {
    // Refused storage costs the order of a list, no more.
    return
  }
}
