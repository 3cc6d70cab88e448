import type { LinkEnding } from './link-state.js'

/** Asks over HTTP; `fetch` fits. */
export type Probe = (
  url: string,
  init: { readonly headers: Record<string, string>; readonly cache: 'no-store'; readonly signal: AbortSignal },
) => Promise<Response>

/** Why the server refuses the handshake, read by other means, because a WebSocket does not tell. */
export interface Refusal extends LinkEnding {
  /** Not before this; 0 when the server does not say. */
  readonly retryAfterMs: number
}

/** A wait for what a person has to mend: no need to ask every half second. */
export const REFUSED_RETRY_MS = 5000
const UPGRADE_REQUIRED = 426
const MAX_REASON_CHARS = 200

/** The HTTP answer for a WebSocket's address, or null when there is none or the server would admit us. Never throws. */
export async function askRefusal(
  probe: Probe,
  socketUrl: string,
  token: string | null,
  timeoutMs: number,
): Promise<Refusal | null> {
  try {
    const response = await probe(socketUrl.replace(/^ws/, 'http'), {
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (response.status < 400 || response.status === UPGRADE_REQUIRED) return null
    return readRefusal(response.status, response.headers.get('retry-after'), await response.text())
  } catch {
    // Nothing answered: the address cannot be reached, which the link knows already.
    return null
  }
}

/** A refusal from status, `Retry-After` (seconds) and body (`{code,message}`, or anything). */
export function readRefusal(status: number, retryAfter: string | null, body: string): Refusal {
  const saidMs = Number(retryAfter ?? Number.NaN) * 1000
  const isSaid = Number.isFinite(saidMs) && saidMs >= 0
  const isTemporary = status === 429 || status >= 500
  return {
    code: status,
    reason: reasonOf(body) ?? `HTTP ${String(status)}`,
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
