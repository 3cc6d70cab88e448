import type { SessionContext } from '../session/session-context.js'
import type { FeedPlan } from './plan-feed.js'

/** `subscribed` as a client without a session gets it: no request has an id here, and what `hello` tells comes along. */
export function subscribedText(
  { rate, topics, rejected }: FeedPlan,
  { clock, identity, log, limits }: SessionContext,
): string {
  return JSON.stringify({
    type: 'subscribed',
    ts: clock.nowMs(),
    server: identity.server,
    source: log.state,
    heartbeatMs: limits.heartbeatMs,
    delayMs: identity.delayMs,
    topics: topics.map(({ spelling, ref, start }) => ({ topic: spelling, ref, hz: rate, start })),
    rejected,
  })
}
