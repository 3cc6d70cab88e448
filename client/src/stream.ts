import { checkServerMessage, type Rate, type ServerMessage, type WirePosition } from '@tickwall/protocol'
import type { Clock } from './clock.js'
import type { Http } from './http.js'
import type { LinkEnding } from './link-state.js'

/** What is asked for where the server keeps no session: everything, in one request. */
export interface StreamRequest {
  readonly topics: readonly string[]
  readonly maxHz: Rate
  /** Where to go on from, by topic. */
  readonly resume: Readonly<Record<string, WirePosition>>
  readonly token: string | null
}

export interface StreamEvents {
  /** `subscribed` first; its refs, and those of frames, are indexes into the request's topics. Hot path. */
  heard(message: ServerMessage, chars: number): void
  /** Something came, if only a sign of life. */
  alive(): void
  puzzled(code: 'malformed' | 'unknownType'): void
  /** The end, once, unless it was stopped from this side. */
  ended(ending: LinkEnding, retryAfterMs: number): void
}

export interface StreamWay {
  readonly http: Http
  readonly clock: Clock
  /** Of the WebSocket, beside which the other services are. */
  readonly url: string
  readonly requestTimeoutMs: number
}

/** Begins to ask. The answered function stops it, after which none of its events is heard. */
export type OpenStream = (way: StreamWay, request: StreamRequest, events: StreamEvents) => () => void

/** No request is there to be answered: an id that no conversation gives out. */
const NO_REQUEST = 0

/** The value of a JSON text, undefined for any other. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: whoever checks the value says so.
    return undefined
  }
}

/**
 * Tells a message that came as `type`, on a stream or in a poll's answer, where requests have no id. False for a frame that is none: what
 * follows it would not follow on what is held.
 */
export function tell(value: unknown, type: string, chars: number, events: StreamEvents): boolean {
  const named = typeof value === 'object' && value !== null ? { type, id: NO_REQUEST, ...value } : value
  const decoded = checkServerMessage(named)
  if (decoded.ok) events.heard(decoded.message, chars)
  else events.puzzled(decoded.code)
  return decoded.ok || type !== 'frame'
}

/** How a stream ends whose frame could not be read. */
export const TORN: LinkEnding = { code: 1006, reason: 'a frame could not be read' }

/** The body of a request by POST: the names of the query as JSON. */
export const bodyOf = ({ topics, maxHz, resume }: StreamRequest): Record<string, unknown> => ({
  topics,
  maxHz,
  ...(Object.keys(resume).length === 0 ? {} : { resume }),
})
