import { onScopeDispose } from 'vue'
import { useRoute } from 'vue-router'
import { keep, readKept } from '../composables/kept-text.js'
import { useLinkContext } from '../composables/link-context.js'
import type { LinkReport } from '../link/link-report.js'
import { readHeap } from './read-heap.js'
import { frameSample, screenHealth } from './screen-health.js'
import { useScreenName } from './screen-name.js'

/** After the page came, and between attempts until there is a gateway. */
const FIRST_MS = 3000
const EVERY_MS = 15_000
/** Frames are watched for so long before each report. */
const WATCHED_MS = 1000
const ID_KEY = 'tickwall.screenId'

/** The same for as long as the tab lives. */
function screenId(): string {
  const kept = readKept(ID_KEY, 'tab')
  if (kept !== null && /^[\da-f]{16}$/.test(kept)) return kept
  const bytes = window.crypto.getRandomValues(new Uint8Array(8))
  const made = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  keep(ID_KEY, made, 'tab')
  return made
}

/** Times of the frames of a second; none while the page is hidden. */
function watchFrames(): Promise<readonly number[]> {
  const times: number[] = []
  return new Promise((resolve) => {
    let request = 0
    const note = (at: number): void => {
      times.push(at)
      request = requestAnimationFrame(note)
    }
    request = requestAnimationFrame(note)
    setTimeout(() => {
      cancelAnimationFrame(request)
      resolve(times)
    }, WATCHED_MS)
  })
}

/** Reports how this screen is, if it has a name or is a wall, every 15 s while it has a gateway. */
export function useScreenHealth(): void {
  const { link } = useLinkContext()
  const route = useRoute()
  const screen = useScreenName()
  const id = screenId()
  let isRefused = false

  /** The next report of the link; it is made only while somebody waits for it. */
  const nextReport = (): Promise<LinkReport> =>
    new Promise((resolve) => {
      const stop = link.onReport((report) => {
        stop()
        resolve(report)
      })
    })

  /** Whether there was anything to report, and a gateway to tell it. */
  async function report(): Promise<boolean> {
    const isReporting = screen.name !== '' || route.name === 'wall'
    if (isRefused || !isReporting || link.status.state !== 'live') return false
    const [times, told] = await Promise.all([watchFrames(), nextReport()])
    if (link.status.state !== 'live') return false
    const health = screenHealth({
      ...{ name: screen.name, page: route.fullPath, status: link.status, lagP95Ms: link.stats.lagP95Ms },
      ...{ report: told, frames: frameSample(times), heapBytes: readHeap()?.usedJSHeapSize ?? null },
    })
    try {
      const response = await fetch('/api/screens', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id, ...health }),
      })
      // A gateway that knows no reports, or wants none of ours, is not asked again.
      isRefused = !response.ok && response.status < 500 && response.status !== 429
      return true
    } catch {
      // The gateway is gone: the link says so, and the next report comes by itself.
      return false
    }
  }

  let timer: ReturnType<typeof setTimeout>
  const reportLater = (delayMs: number): void => {
    timer = setTimeout(() => {
      void report().then((isTold) => {
        if (isListening) reportLater(isTold ? EVERY_MS : FIRST_MS)
      })
    }, delayMs)
  }
  let isListening = true
  reportLater(FIRST_MS)
  onScopeDispose(() => {
    isListening = false
    clearTimeout(timer)
  })
}
