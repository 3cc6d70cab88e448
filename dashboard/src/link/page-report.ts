import type { Percentiles } from './latency-window.js'
import { LATENCY_STAGES, type HostReport, type LinkPlace, type LinkReport } from './link-report.js'
import type { LinkStats, LinkStatus } from './link-status.js'

/** What the page adds to the worker's part. */
export interface PageFacts {
  readonly status: LinkStatus
  readonly stats: LinkStats
  readonly place: LinkPlace
  readonly build: string
  /** The server's clock. */
  readonly nowMs: number
  readonly paint: Percentiles
  readonly publishedToPaint: Percentiles
}

const NOTHING: Percentiles = { samples: 0, p50Ms: null, p95Ms: null, p99Ms: null, maxMs: null }

/** The whole report of a page's link. */
export function pageReport(host: HostReport, page: PageFacts): LinkReport {
  const { status, stats } = page
  const { latency, ...worker } = host
  const { messages, bytes, updates, gaps, reconnects, messagesPerSecond, bytesPerSecond, updatesPerSecond } = stats
  return {
    ...worker,
    atMs: Math.round(page.nowMs),
    phase: status.state,
    sinceMs: status.sinceMs,
    place: page.place,
    server: status.server,
    serverBuild: status.build,
    pageBuild: page.build,
    transport: stats.transport,
    rttMs: status.rttMs,
    clockOffsetMs: status.clockOffsetMs,
    latency: LATENCY_STAGES.map((stage) => {
      const read = stage === 'paint' ? page.paint : latency.find((entry) => entry.stage === stage)
      return { ...NOTHING, ...read, stage }
    }),
    publishedToPaint: page.publishedToPaint,
    messages,
    bytes,
    updates,
    gaps,
    reconnects,
    messagesPerSecond,
    bytesPerSecond,
    updatesPerSecond,
    log: stats.log,
  }
}
