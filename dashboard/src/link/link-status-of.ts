import type { LinkPhase, LinkStatus } from './link-status.js'
import type { LinkCondition } from './port-message.js'

/** Without a connection for this long, the page says offline; the link goes on trying. */
export const OFFLINE_AFTER_MS = 60_000

/** What the page shows of the connection, from the worker's condition and what only the page knows; `nowMs` is the server's clock. */
export function linkStatusOf(
  condition: LinkCondition,
  page: { readonly isOnline: boolean; readonly nowMs: number; readonly clockOffsetMs: number },
): LinkStatus {
  return {
    state: phaseOf(condition, page.isOnline, page.nowMs),
    attempt: condition.attempt,
    retryAtMs: condition.retryAtMs,
    sinceMs: condition.sinceMs,
    server: condition.server,
    build: condition.build,
    rttMs: condition.rttMs,
    source: condition.source,
    delayMs: condition.delayMs,
    clockOffsetMs: page.clockOffsetMs,
    suspect: condition.isSuspect,
    ending: condition.ending,
  }
}

function phaseOf(condition: LinkCondition, isOnline: boolean, nowMs: number): LinkPhase {
  switch (condition.state) {
    case 'stopped':
      return 'stopped'
    case 'open':
      // A gateway on this very machine can be reached without a network.
      if (!isOnline && condition.isSuspect) return 'offline'
      return condition.isCatchingUp ? 'catchingUp' : 'live'
    case 'connecting':
    case 'waiting':
      if (!isOnline || nowMs - condition.sinceMs > OFFLINE_AFTER_MS) return 'offline'
      return condition.wasOpen ? 'reconnecting' : 'connecting'
  }
}
