import type { ScreenHealth, ScreenStateName } from '@tickwall/protocol'
import type { LinkReport } from '../link/link-report.js'
import type { LinkStatus } from '../link/link-status.js'
import { LAGGING_MS } from '../market/freshness.js'

/** Frames that were painted in a row. */
export interface FrameSample {
  readonly framesPerSecond: number
  readonly frameP95Ms: number
}

export interface ScreenFacts {
  readonly name: string
  readonly page: string
  readonly status: LinkStatus
  readonly lagP95Ms: number | null
  readonly report: LinkReport
  /** Null while the page is hidden. */
  readonly frames: FrameSample | null
  readonly heapBytes: number | null
}

const tenths = (value: number): number => Math.round(value * 10) / 10
const MAX_PAGE_CHARS = 200

/** How the whole screen is: what its freshest panel could say at best. */
export function screenState({ state, source, suspect }: LinkStatus, lagP95Ms: number | null): ScreenStateName {
  if (state !== 'live') return state
  if (suspect || source === 'lost') return 'stale'
  if (source === 'catchingUp') return 'catchingUp'
  return (lagP95Ms ?? 0) > LAGGING_MS ? 'lagging' : 'live'
}

/** How long the times of frames (ms, ascending) were apart; null for less than two intervals. */
export function frameSample(timesMs: readonly number[]): FrameSample | null {
  const gaps = timesMs.slice(1).map((at, i) => at - (timesMs[i] ?? at))
  const lasted = gaps.reduce((sum, gap) => sum + gap, 0)
  if (gaps.length < 2 || lasted <= 0) return null
  const p95 = gaps.sort((a, b) => a - b)[Math.ceil(gaps.length * 0.95) - 1] ?? 0
  return { framesPerSecond: tenths((gaps.length * 1000) / lasted), frameP95Ms: tenths(p95) }
}

/** What a screen reports of itself. */
export function screenHealth(facts: ScreenFacts): ScreenHealth {
  const { name, page, status, lagP95Ms, report, frames, heapBytes } = facts
  const paint = report.latency.find(({ stage }) => stage === 'paint')
  const { p50Ms = null, p95Ms = null, p99Ms = null } = paint ?? {}
  const isPainted = p50Ms !== null && p95Ms !== null && p99Ms !== null
  return {
    name,
    page: page.slice(0, MAX_PAGE_CHARS),
    state: screenState(status, lagP95Ms),
    build: report.pageBuild.slice(0, 64) || 'unknown',
    framesPerSecond: frames?.framesPerSecond ?? null,
    frameP95Ms: frames?.frameP95Ms ?? null,
    heapBytes,
    paint: isPainted ? { p50Ms: tenths(p50Ms), p95Ms: tenths(p95Ms), p99Ms: tenths(p99Ms) } : null,
  }
}
