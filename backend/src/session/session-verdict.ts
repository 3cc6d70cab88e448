import type { CloseReason } from '@tickwall/protocol'
import type { SessionLimits } from './limits.js'

/** What a session is doing; each member carries only what its state needs. */
export type SessionState =
  | { readonly state: 'greeting'; readonly openedAtMs: number }
  | { readonly state: 'active' }
  | { readonly state: 'closing' }

export interface SessionSigns {
  readonly state: SessionState
  readonly lastHeardMs: number
  /** When the oldest frame without an acknowledgement was sent, or null. */
  readonly oldestUnackedMs: number | null
}

/** Why this session must end now, or null to keep it. Times are of the monotonic clock: a wall clock that is set ends nobody. */
export function sessionVerdict(session: SessionSigns, nowMs: number, limits: SessionLimits): CloseReason | null {
  const { state, lastHeardMs, oldestUnackedMs } = session
  if (state.state === 'closing') return null
  if (nowMs - lastHeardMs > limits.silenceMs) return 'heartbeatLost'
  if (state.state === 'greeting')
    return nowMs - state.openedAtMs > limits.handshakeTimeoutMs ? 'handshakeTimeout' : null
  return oldestUnackedMs !== null && nowMs - oldestUnackedMs > limits.unackedMs ? 'slowConsumer' : null
}
