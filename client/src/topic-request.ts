import { MAX_MESSAGE_BYTES, type Rate, type WirePosition } from '@tickwall/protocol'
import type { RequestBody } from './requests.js'
import type { TopicEntry } from './topic-entry.js'

/** A request about topics and the entries it is about. */
export interface TopicRequest {
  readonly body: RequestBody<'subscribe' | 'unsubscribe' | 'rate'>
  readonly entries: readonly TopicEntry[]
}

export interface RequestLimits {
  readonly topics: number
  readonly messageBytes: number
}

/** Room for the type, the id and the rate of a message. */
const ENVELOPE_BYTES = 160

const encoder = new TextEncoder()
const jsonBytes = (value: unknown): number => encoder.encode(JSON.stringify(value)).length + 1

type Need = { readonly type: 'subscribe' | 'rate'; readonly hz: Rate } | { readonly type: 'unsubscribe' }

/** What the server has to be told about this topic, or null while it knows, was just asked, or the time has not come. */
export function needOf(entry: TopicEntry, nowMs: number): Need | null {
  const { wire, wantedHz } = entry
  if (nowMs < entry.notBeforeMs) return null
  switch (wire.type) {
    case 'off':
      if (wantedHz !== null) return { type: 'subscribe', hz: wantedHz }
      return entry.mayBeServed ? { type: 'unsubscribe' } : null
    case 'on':
      if (wantedHz === null) return { type: 'unsubscribe' }
      return wantedHz === wire.hz ? null : { type: 'rate', hz: wantedHz }
    case 'asked':
    case 'changing':
    case 'leaving':
    case 'denied':
      return null
  }
}

/**
 * The next request to send: as many topics of one need as one message may hold, in the order of the entries; null when the server
 * knows all there is to know. A resumable position goes along with each topic that has one.
 */
export function nextTopicRequest(
  entries: Iterable<TopicEntry>,
  limits: RequestLimits,
  nowMs: number,
): TopicRequest | null {
  const maxBytes = Math.min(limits.messageBytes, MAX_MESSAGE_BYTES)
  const chosen: TopicEntry[] = []
  let need: Need | null = null
  let bytes = ENVELOPE_BYTES
  for (const entry of entries) {
    const wanted = needOf(entry, nowMs)
    if (wanted === null || (need !== null && !isSameNeed(need, wanted))) continue
    const position = wanted.type === 'subscribe' ? resumeOf(entry) : null
    const more = jsonBytes(entry.topic) + (position === null ? 0 : jsonBytes(entry.topic) + jsonBytes(position))
    if (chosen.length > 0 && (bytes + more > maxBytes || chosen.length >= Math.max(1, limits.topics))) break
    need = wanted
    bytes += more
    chosen.push(entry)
  }
  return need === null ? null : { body: bodyOf(need, chosen), entries: chosen }
}

const isSameNeed = (a: Need, b: Need): boolean =>
  a.type === b.type && (a.type === 'unsubscribe' || b.type === 'unsubscribe' || a.hz === b.hz)

function resumeOf({ resumable }: TopicEntry): WirePosition | null {
  return resumable === null ? null : [resumable.epoch, resumable.offset]
}

function bodyOf(need: Need, entries: readonly TopicEntry[]): TopicRequest['body'] {
  const topics = entries.map((entry) => entry.topic)
  if (need.type === 'unsubscribe') return { type: 'unsubscribe', topics }
  if (need.type === 'rate') return { type: 'rate', topics, maxHz: need.hz }
  const positions = entries.flatMap((entry) => {
    const position = resumeOf(entry)
    return position === null ? [] : [[entry.topic, position] as const]
  })
  return {
    type: 'subscribe',
    topics,
    maxHz: need.hz,
    ...(positions.length === 0 ? {} : { resume: Object.fromEntries(positions) }),
  }
}
