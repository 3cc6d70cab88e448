/** What a wall knows about whether its page should be loaded anew. Times are ms of any one clock. */
export interface ReloadWish {
  /** The build that this page was loaded with; null before any was told. */
  readonly ownBuild: string | null
  /** A build that is newer, and when it was first seen. */
  readonly newBuild: string | null
  readonly seenAtMs: number
  /** Samples in a row with too much memory. */
  readonly heapSamples: number
  /** Someone asked for it. */
  readonly isAsked: boolean
}

export const NO_WISH: ReloadWish = { ownBuild: null, newBuild: null, seenAtMs: 0, heapSamples: 0, isAsked: false }

export type ReloadEvent =
  | { readonly type: 'build'; readonly build: string; readonly nowMs: number }
  | { readonly type: 'heap'; readonly usedBytes: number; readonly mostBytes: number }
  | { readonly type: 'ask' }

/** One sample above may be rubbish that is about to be collected. */
const HEAP_SAMPLES = 3

/** `loadedFor` is the build for which this page was reloaded last, if it was. */
export function wishReload(wish: ReloadWish, event: ReloadEvent, loadedFor: string | null): ReloadWish {
  switch (event.type) {
    case 'build': {
      const { build, nowMs } = event
      if (wish.ownBuild === null) return { ...wish, ownBuild: build }
      if (build === wish.ownBuild) return { ...wish, newBuild: null }
      // Gateways of two builds behind one address: to reload for the same build again and again would help nobody.
      if (build === wish.newBuild || build === loadedFor) return wish
      return { ...wish, newBuild: build, seenAtMs: nowMs }
    }
    case 'heap':
      return { ...wish, heapSamples: event.usedBytes > event.mostBytes ? wish.heapSamples + 1 : 0 }
    case 'ask':
      return { ...wish, isAsked: true }
  }
}

export type ReloadReason = 'build' | 'heap' | 'asked'

/** Why the page is to be loaded anew at the next rotation, or null. `part` (0 to 1) is this wall's own share of the jitter. */
export function reloadReason(wish: ReloadWish, nowMs: number, jitterMs: number, part: number): ReloadReason | null {
  if (wish.isAsked) return 'asked'
  if (wish.heapSamples >= HEAP_SAMPLES) return 'heap'
  return wish.newBuild !== null && nowMs >= wish.seenAtMs + part * jitterMs ? 'build' : null
}
