import { ERROR_CODES, type ErrorCode, type RejectedTopic } from '@tickwall/protocol'
import type { RequestError } from './request-error.js'
import type { Answer } from './requests.js'
import type { TopicEntry } from './topic-entry.js'
import type { TopicRequest } from './topic-request.js'

export const rejection = (topic: string, code: ErrorCode): RejectedTopic => ({
  topic,
  code,
  message: ERROR_CODES[code].text,
})

/** What `subscribed` says of the topics that were asked for. One that it names neither way, or goes on with from what is no longer held, is asked for again by `retry`. */
export function takeSubscribed(
  request: TopicRequest,
  answer: Answer<'subscribe'>,
  nowMs: number,
  retry: (entry: TopicEntry) => void,
): void {
  const accepted = new Map(answer.topics.map((topic) => [topic.topic, topic]))
  const refused = new Map(answer.rejected.map((topic) => [topic.topic, topic]))
  for (const entry of request.entries) {
    if (entry.wire.type !== 'asked') continue
    const topic = accepted.get(entry.topic)
    const rejected = refused.get(entry.topic)
    if (topic?.start === 'resume' && isOvertaken(entry, request)) retry(entry)
    else if (topic !== undefined) {
      entry.ref = topic.ref
      entry.wire = { type: 'on', hz: entry.wire.hz, grantedHz: topic.hz }
      entry.failures = 0
      begin(entry, topic.start, nowMs)
    } else if (rejected === undefined || ERROR_CODES[rejected.code].retryable) retry(entry)
    else deny(entry, rejected)
  }
}

/** A snapshot that was on its way replaced what the request named: the deltas that follow begin elsewhere. */
function isOvertaken(entry: TopicEntry, { body }: TopicRequest): boolean {
  const position = body.type === 'subscribe' ? body.resume?.[entry.topic] : undefined
  return position !== undefined && !entry.reaches(...position)
}

/** The server's last word on a topic: it is not served. */
export function deny(entry: TopicEntry, rejected: RejectedTopic): void {
  entry.wire = { type: 'denied', rejected }
  entry.mayBeServed = false
}

function begin(entry: TopicEntry, start: NonNullable<TopicEntry['start']>, nowMs: number): void {
  entry.start = start
  // A `resume` that was not asked for cannot follow on anything.
  entry.awaitsSnapshot = start !== 'resume' || !entry.hasSnapshot
  entry.isCatchingUp = entry.hasSnapshot
  entry.isBehind = false
  if (start === 'reset') entry.gapAtMs = nowMs
}

/** What `rated` says; a topic that it leaves out is not subscribed, whatever we thought. */
export function takeRated(request: TopicRequest, answer: Answer<'rate'>): void {
  const granted = new Map(answer.topics.map(({ topic, hz }) => [topic, hz]))
  for (const entry of request.entries) {
    if (entry.wire.type !== 'changing') continue
    const hz = granted.get(entry.topic)
    entry.wire = hz === undefined ? { type: 'off' } : { type: 'on', hz: entry.wire.hz, grantedHz: hz }
    entry.failures = 0
  }
}

/** A request as a whole failed: what may succeed later is sent again by `retry`, the rest is taken as the server's last word. */
export function takeFailure(request: TopicRequest, error: RequestError, retry: (entry: TopicEntry) => void): void {
  for (const entry of request.entries) {
    const { wire } = entry
    switch (wire.type) {
      case 'asked':
        if (error.retryable) retry(entry)
        else deny(entry, { topic: entry.topic, code: codeOf(error), message: error.message })
        break
      case 'changing':
        // Kept as if granted when asking again is of no use.
        entry.wire = { type: 'on', hz: error.retryable ? wire.grantedHz : wire.hz, grantedHz: wire.grantedHz }
        if (error.retryable) retry(entry)
        break
      case 'leaving':
        entry.wire = { type: 'off' }
        if (error.retryable) retry(entry)
        else entry.mayBeServed = false
        break
      case 'off':
      case 'on':
      case 'denied':
        break
    }
  }
}

const codeOf = (error: RequestError): ErrorCode =>
  error.code === 'timeout' || error.code === 'closed' ? 'internal' : error.code
