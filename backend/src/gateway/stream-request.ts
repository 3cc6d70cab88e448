import { decodeClientMessage } from '@tickwall/protocol'
import type { FeedRequest } from '../stream/plan-feed.js'
import { Query } from './query.js'
import { refusal, Refused } from './refusal.js'

/** What `/sse` and `/poll` are asked. */
export interface StreamRequest extends FeedRequest {
  /** Longest time until a poll is answered, ms. */
  readonly waitMs: number
}

/** Below the 30 s after which proxies commonly give up on an answer. */
const MAX_WAIT_MS = 25_000

const bad = (message: string): Refused => new Refused(refusal('badRequest', message))

/** Topics, rate and positions are those of a `subscribe` message: one decoder judges both. */
function checked(
  names: { readonly topics: unknown; readonly maxHz?: unknown; readonly resume?: unknown },
  cursor: string | null,
  waitMs: number,
): StreamRequest {
  const decoded = decodeClientMessage(JSON.stringify({ ...names, type: 'subscribe', id: 0 }))
  if (!decoded.ok) throw bad(decoded.message)
  if (decoded.message.type !== 'subscribe') throw bad('the request is not valid')
  const { topics, maxHz, resume } = decoded.message
  return {
    ...{ topics, cursor, waitMs },
    ...(maxHz === undefined ? {} : { maxHz }),
    ...(resume === undefined ? {} : { resume }),
  }
}

/** The names of a query; throws a Refused that says which one is not valid. */
export function streamQuery(target: string): StreamRequest {
  const query = new Query(target)
  const maxHz = query.optionalText('maxHz')
  const rate = maxHz === '' ? {} : { maxHz: maxHz === 'raw' || Number.isNaN(Number(maxHz)) ? maxHz : Number(maxHz) }
  const waitMs = query.integer('waitMs', 0, MAX_WAIT_MS, MAX_WAIT_MS)
  return checked({ topics: query.list('topics'), ...rate }, query.optionalText('cursor') || null, waitMs)
}

/** The same names as a JSON object, where also `resume` fits; throws a Refused that says which one is not valid. */
export function streamBody(text: string): StreamRequest {
  const value = parsed(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad('the body must be a JSON object')
  const { topics, maxHz, resume, cursor = null, waitMs = MAX_WAIT_MS } = value as Record<string, unknown>
  if (cursor !== null && typeof cursor !== 'string') throw bad('cursor must be a text')
  if (typeof waitMs !== 'number' || !Number.isInteger(waitMs) || waitMs < 0 || waitMs > MAX_WAIT_MS)
    throw bad(`waitMs must be a whole number from 0 to ${String(MAX_WAIT_MS)}`)
  return checked({ topics, maxHz, resume }, cursor, waitMs)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The only way JSON.parse says so.
    throw bad('the body must be a JSON object')
  }
}
