import type { Link } from '@tickwall/client'
import type { LinkStats } from './link-status.js'
import type { LinkCondition } from './port-message.js'
import type { RateMeter } from './rate-meter.js'

/** What has to be remembered beside the link's own state: when it was last lost, by the link's clock. */
export interface Outage {
  readonly wasOpen: boolean
  readonly sinceMs: number
}

/** The link's condition in the server's time. */
export function linkCondition(link: Link, outage: Outage): LinkCondition {
  const { state, hello, clockOffsetMs } = link
  const isOpen = state.state === 'open'
  return {
    state: state.state === 'idle' ? 'connecting' : state.state,
    isCatchingUp: link.isCatchingUp,
    wasOpen: outage.wasOpen,
    attempt: state.state === 'waiting' || state.state === 'connecting' ? state.attempt : 0,
    retryAtMs: state.state === 'waiting' ? Math.round(state.retryAtMs + clockOffsetMs) : null,
    sinceMs: Math.round((isOpen ? state.sinceMs : outage.sinceMs) + clockOffsetMs),
    server: hello?.server ?? null,
    build: hello?.build ?? null,
    rttMs: link.stats.rttMs,
    source: link.source,
    delayMs: hello?.delayMs ?? 0,
    isSuspect: link.isSuspect,
    ending: state.state === 'waiting' || state.state === 'stopped' ? state.ending : null,
  }
}

/** The link's counters with their means per second. */
export function linkStats(link: Link, meter: RateMeter, nowMs: number): LinkStats {
  const { messages, bytes, updates, gaps, reconnects, lagP50Ms, lagP95Ms, transport, subscribedTopics, log } =
    link.stats
  const delayMs = link.hello?.delayMs ?? 0
  /** What is delayed on purpose is not late. */
  const beyondDelay = (lagMs: number | null): number | null => (lagMs === null ? null : Math.max(0, lagMs - delayMs))
  const [messagesPerSecond = 0, bytesPerSecond = 0, updatesPerSecond = 0] = meter.read(nowMs, [
    messages,
    bytes,
    updates,
  ])
  return {
    messages,
    bytes,
    updates,
    messagesPerSecond,
    bytesPerSecond,
    updatesPerSecond,
    gaps,
    reconnects,
    lagP50Ms: beyondDelay(lagP50Ms),
    lagP95Ms: beyondDelay(lagP95Ms),
    transport,
    topics: subscribedTopics,
    log: log.map((entry) => ({ ...entry, atMs: Math.round(entry.atMs + link.clockOffsetMs) })),
  }
}
