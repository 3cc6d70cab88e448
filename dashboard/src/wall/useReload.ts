import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { keep, readKept } from '../composables/kept-text.js'
import { useWebSocket } from '../composables/useWebSocket.js'
import { readHeap } from '../screens/read-heap.js'
import { NO_WISH, reloadReason, wishReload, type ReloadEvent, type ReloadReason, type ReloadWish } from './reload.js'
import type { WallOptions } from './wall-options.js'

const LOADED_FOR = 'tickwall.wall.loadedFor'
const BUILD_MS = 30_000
const HEAP_MS = 10_000
/** Of what the browser allows. */
const HEAP_PART = 0.75

/** Watches the build of the gateway and the memory of the page; `part` is this wall's share of the jitter, 0 to 1. */
export function useReload(
  options: () => WallOptions,
  part: number,
): {
  readonly wish: Readonly<ShallowRef<ReloadWish>>
  reason(): ReloadReason | null
  ask(): void
  /** Loads the page anew if the gateway answers; `before` runs last. Answers false where it does not: an error page would hang on the wall. */
  reload(before: () => void): Promise<boolean>
} {
  const { status } = useWebSocket()
  const wish = shallowRef<ReloadWish>(NO_WISH)
  // Where storage is refused a mixed set of gateways may cost some reloads more.
  let loadedFor = readKept(LOADED_FOR, 'tab')
  const take = (event: ReloadEvent) => {
    wish.value = wishReload(wish.value, event, loadedFor)
  }

  async function askBuild(): Promise<string | null> {
    try {
      const response = await fetch('/version.json', { cache: 'no-store' })
      if (!response.ok) return null
      const { build } = (await response.json()) as { build?: unknown }
      return typeof build === 'string' ? build : null
    } catch {
      // No gateway: the link says so, and comes back by itself.
      return null
    }
  }
  const lookAtBuild = async () => {
    const build = await askBuild()
    if (build !== null) take({ type: 'build', build, nowMs: Date.now() })
  }
  void lookAtBuild()
  // A gateway that was replaced says so in its first words.
  watch(
    () => status.value.build,
    (build) => {
      if (build !== null) take({ type: 'build', build, nowMs: Date.now() })
    },
    { immediate: true },
  )
  const buildTimer = setInterval(() => void lookAtBuild(), BUILD_MS)
  const heapTimer = setInterval(() => {
    const heap = readHeap()
    if (heap === null) return
    const mostBytes = options().heapBytes ?? heap.jsHeapSizeLimit * HEAP_PART
    take({ type: 'heap', usedBytes: heap.usedJSHeapSize, mostBytes })
  }, HEAP_MS)
  onScopeDispose(() => {
    clearInterval(buildTimer)
    clearInterval(heapTimer)
  })

  return {
    wish,
    reason: () => reloadReason(wish.value, Date.now(), options().jitterMs, part),
    ask: () => take({ type: 'ask' }),
    async reload(before) {
      const build = await askBuild()
      if (build === null) return false
      loadedFor = build
      keep(LOADED_FOR, build, 'tab')
      before()
      window.location.reload()
      return true
    },
  }
}
