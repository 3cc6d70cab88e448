import type { LinkPhase, LinkStatus } from './link-status.js'
import type { LinkReport } from './port-message.js'

/** Without a connection for this long, the page says offline; the link goes on trying. */
export const OFFLINE_AFTER_MS = 60_000

/** What the page shows of the connection, from the worker's report and what only the page knows; `nowMs` is the server's clock. */
export function linkStatusOf(
  report: LinkReport,
  page: { readonly isOnline: boolean; readonly nowMs: number; readonly clockOffsetMs: number },
): LinkStatus {
  return {
    state: phaseOf(report, page.isOnline, page.nowMs),
    attempt: report.attempt,
    retryAtMs: report.retryAtMs,
    sinceMs: report.sinceMs,
    server: report.server,
    build: report.build,
    rttMs: report.rttMs,
    source: report.source,
    clockOffsetMs: page.clockOffsetMs,
    suspect: report.isSuspect,
    ending: report.ending,
  }
}

function phaseOf(report: LinkReport, isOnline: boolean, nowMs: number): LinkPhase {
  switch (report.state) {
    case 'stopped':
      return 'stopped'
    case 'open':
      // A gateway on this very machine can be reached without a network.
      if (!isOnline && report.isSuspect) return 'offline'
      return report.isCatchingUp ? 'catchingUp' : 'live'
    case 'connecting':
    case 'waiting':
      if (!isOnline || nowMs - report.sinceMs > OFFLINE_AFTER_MS) return 'offline'
      return report.wasOpen ? 'reconnecting' : 'connecting'
  }
}
