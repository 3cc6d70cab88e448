import type { WatchLock } from '../src/link/port-presence.js'

/** Locks of pages; the test says when one is freed. */
export class FakeLocks {
  readonly watched = new Map<string, () => void>()

  readonly watch: WatchLock = (name, onFreed) => {
    this.watched.set(name, onFreed)
    return () => {
      if (this.watched.get(name) === onFreed) this.watched.delete(name)
    }
  }

  /** The page that held it has gone. */
  free(name: string): void {
    const freed = this.watched.get(name)
    this.watched.delete(name)
    freed?.()
  }
}
