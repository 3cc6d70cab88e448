import type { Access } from './access.js'

/** How long before its end a token is warned of, and for how long after it its holder may still renew it, ms. */
export interface TokenTimes {
  readonly warningMs: number
  readonly graceMs: number
}

/** `ending`: to be renewed; `ended`: nothing new is granted; `over`: its holder is sent away. */
export type TokenState = 'good' | 'ending' | 'ended' | 'over' | 'revoked'

/** Asked once a second of every connection. `nowMs` is the wall clock, which tokens are written by. */
export function tokenState(access: Access, nowMs: number, { warningMs, graceMs }: TokenTimes): TokenState {
  if (access.isRevoked()) return 'revoked'
  if (access.expiresAtMs === null) return 'good'
  const leftMs = access.expiresAtMs - nowMs
  if (leftMs > warningMs) return 'good'
  if (leftMs > 0) return 'ending'
  return -leftMs < graceMs ? 'ended' : 'over'
}
