import type { Link } from '@tickwall/client'
import { eventTimeOf } from './event-time.js'
import type { FrameMeter } from './frame-meter.js'
import type { LinkHistory } from './link-history.js'
import { fasterOf } from './faster-of.js'
import type { HostReport, ReportedTopic } from './link-report.js'
import type { PortSession } from './port-session.js'

/** What the worker knows of its link, for the page of `session`; `sessions` are all there are, `nowMs` is the worker's clock. */
export function hostReport(
  session: PortSession,
  sessions: readonly PortSession[],
  { link, meter, history }: { readonly link: Link; readonly meter: FrameMeter; readonly history: LinkHistory },
  nowMs: number,
): HostReport {
  const { latency, tradesPerUpdate } = meter.read(nowMs)
  return {
    pages: sessions.length,
    codec: meter.codec,
    latency,
    conflation: { gateway: tradesPerUpdate, page: session.updatesPerPull },
    history: history.samples,
    topics: reportedTopics(sessions, link),
  }
}

function reportedTopics(sessions: readonly PortSession[], link: Link): ReportedTopic[] {
  const topics = new Map<string, ReportedTopic>()
  for (const { topic, subscription, wantedHz } of sessions.flatMap((session) => [...session.wishes()])) {
    const known = topics.get(topic)
    if (known !== undefined) {
      topics.set(topic, { ...known, pages: known.pages + 1, wantedHz: fasterOf(known.wantedHz, wantedHz) })
      continue
    }
    const { state, kind, standing, hz, receivedAtMs, lost } = subscription
    topics.set(topic, {
      topic,
      stage: standing,
      wantedHz,
      grantedHz: hz,
      pages: 1,
      receivedAtMs: receivedAtMs === null ? null : Math.round(receivedAtMs + link.clockOffsetMs),
      eventAtMs: state === null ? null : eventTimeOf(kind, state),
      lost,
    })
  }
  return [...topics.values()].sort((a, b) => (a.topic < b.topic ? -1 : 1))
}
