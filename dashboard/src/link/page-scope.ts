/** What the link uses of the page around it, so that a test can stand in for it. */
export interface PageScope {
  /** Monotonic, ms since the epoch. */
  nowMs(): number
  isVisible(): boolean
  isOnline(): boolean
  /** Runs before the next paint, or never while the page is hidden; the answer cancels it. */
  nextFrame(run: () => void): () => void
  after(delayMs: number, run: () => void): () => void
  soon(run: () => void): void
  /** Called when visibility or online changed; the answer stops it. */
  onChange(listener: (what: 'visibility' | 'network') => void): () => void
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
  after: (delayMs, run) => {
    const timer = window.setTimeout(run, delayMs)
    return () => {
      window.clearTimeout(timer)
    }
  },
  soon: (run) => {
    queueMicrotask(run)
  },
  onChange: (listener) => {
    const stop = new AbortController()
    const { signal } = stop
    const visibility = (): void => {
      listener('visibility')
    }
    const network = (): void => {
      listener('network')
    }
    window.document.addEventListener('visibilitychange', visibility, { signal })
    window.addEventListener('online', network, { signal })
    window.addEventListener('offline', network, { signal })
    return () => {
      stop.abort()
    }
  },
})
