import type { WatchLock } from './port-presence.js'

/** Watches by asking for the lock; null where the browser has none, as for pages that came without TLS. */
export function watchLock(): WatchLock | null {
  const locks = (navigator as { readonly locks?: LockManager }).locks
  if (locks === undefined) return null
  return (name, onFreed) => {
    const asking = new AbortController()
    const { signal } = asking
    locks.request(name, { signal }, onFreed).catch((error: unknown) => {
      // Given up from this side; that is all that the request may fail with.
      if (!signal.aborted) throw error
    })
    return () => {
      asking.abort()
    }
  }
}
