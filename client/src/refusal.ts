import { askText, type TextAnswer } from './ask-text.js'
import type { Clock } from './clock.js'
import { bearer, besideSocket, type Http } from './http.js'
import type { LinkEnding } from './link-state.js'

/** Why the server refuses, in its own words. */
export interface Refusal extends LinkEnding {
  /** Not before this; 0 when the server does not say. */
  readonly retryAfterMs: number
}

/** What HTTP says of a handshake that failed: refused for a reason; welcome, so that something on the way stops WebSockets; or nothing. */
export type HandshakeVerdict =
  { readonly type: 'refused'; readonly refusal: Refusal } | { readonly type: 'admitted' } | { readonly type: 'unknown' }

/** A wait for what a person has to mend: no need to ask every half second. */
export const REFUSED_RETRY_MS = 5000
const UPGRADE_REQUIRED = 426
const MAX_REASON_CHARS = 200

/** Asks the WebSocket's address without upgrading, because a WebSocket does not tell why it failed. The answered function gives up. */
export function askVerdict(
  http: Http,
  at: { readonly url: string; readonly token: string | null },
  clock: Clock,
  timeoutMs: number,
  onVerdict: (verdict: HandshakeVerdict) => void,
): () => void {
  const url = besideSocket(at.url, '').href
  const request = { method: 'GET', url, headers: bearer(at.token), body: null } as const
  return askText(http, request, clock, timeoutMs, (answer) => {
    onVerdict(verdictOf(answer))
  })
}

function verdictOf(answer: TextAnswer | null): HandshakeVerdict {
  // Below 400 it is not a gateway that answers.
  if (answer === null || answer.status < 400) return { type: 'unknown' }
  if (answer.status === UPGRADE_REQUIRED) return { type: 'admitted' }
  return { type: 'refused', refusal: readRefusal(answer) }
}

/** Whether a gateway that works said no: the same answer waits on every transport. */
export const isRefused = (code: number): boolean => code === 401 || code === 403 || code === 429 || code === 503

/** A refusal from status, `Retry-After` (seconds) and body (`{code,message}`, or anything). */
export function readRefusal({ status, retryAfter, text }: TextAnswer): Refusal {
  const saidMs = Number(retryAfter ?? Number.NaN) * 1000
  const isSaid = Number.isFinite(saidMs) && saidMs >= 0
  const isTemporary = status === 429 || status >= 500
  return {
    code: status,
    reason: reasonOf(text) ?? `HTTP ${String(status)}`,
    retryAfterMs: isSaid ? saidMs : isTemporary ? 0 : REFUSED_RETRY_MS,
  }
}

function reasonOf(body: string): string | null {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value !== 'object' || value === null || !('message' in value)) return null
    return typeof value.message === 'string' ? value.message.slice(0, MAX_REASON_CHARS) : null
  } catch {
    // Not ours, a proxy's page for example: the status says enough.
    return null
  }
}
