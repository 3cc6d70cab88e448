/** What happened to the page: `left` and `returned` are the ways into and out of the browser's cache of pages, or its end. */
export type PageChange = 'visibility' | 'network' | 'left' | 'returned'

/** What the link uses of the page around it, so that a test can stand in for it. */
export interface PageScope {
  /** Monotonic, ms since the epoch. */
  nowMs(): number
  isVisible(): boolean
  isOnline(): boolean
  /** Runs before the next paint, or never while the page is hidden; the answer cancels it. */
  nextFrame(run: () => void): () => void
  /** Runs after the next paint, or never while the page is hidden. */
  afterPaint(run: () => void): void
  after(delayMs: number, run: () => void): () => void
  soon(run: () => void): void
  /** Holds a lock for as long as the page lives; `held` is told its name once it is. Never, where the browser has no locks. */
  holdLock(held: (name: string) => void): void
  /** The answer stops it. */
  onChange(listener: (what: PageChange) => void): () => void
}

export const browserScope = (window: Window): PageScope => ({
  nowMs: () => window.performance.timeOrigin + window.performance.now(),
  isVisible: () => window.document.visibilityState === 'visible',
  isOnline: () => window.navigator.onLine,
  nextFrame: (run) => {
    const request = window.requestAnimationFrame(run)
    return () => {
      window.cancelAnimationFrame(request)
    }
  },
  // The first task after a frame runs once that frame was painted.
  afterPaint: (run) => {
    window.requestAnimationFrame(() => {
      window.setTimeout(run)
    })
  },
  after: (delayMs, run) => {
    const timer = window.setTimeout(run, delayMs)
    return () => {
      window.clearTimeout(timer)
    }
  },
  soon: (run) => {
    queueMicrotask(run)
  },
  holdLock: (held) => {
    // Only in secure contexts, whatever the types say.
    const locks = (window.navigator as { readonly locks?: LockManager }).locks
    if (locks === undefined) return
    const name = `tickwall page ${window.crypto.randomUUID()}`
    void locks.request(name, () => {
      held(name)
      // Never fulfilled: it is freed by the end of the page.
      return new Promise(() => undefined)
    })
  },
  onChange: (listener) => {
    const stop = new AbortController()
    const { signal } = stop
    const tell = (what: PageChange) => () => {
      listener(what)
    }
    window.document.addEventListener('visibilitychange', tell('visibility'), { signal })
    window.addEventListener('online', tell('network'), { signal })
    window.addEventListener('offline', tell('network'), { signal })
    window.addEventListener('pagehide', tell('left'), { signal })
    window.addEventListener(
      'pageshow',
      ({ persisted }) => {
        if (persisted) listener('returned')
      },
      { signal },
    )
    return () => {
      stop.abort()
    }
  },
})
