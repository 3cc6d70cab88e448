import type { LimitName } from '../config/limit-names.js'
import type { ReadToken } from './access.js'
import type { TokenTimes } from './token-state.js'

/** What those who are connected are held to. */
export interface SessionGuard {
  /** Judges a token that renews the one a session came with; null = none is asked for. */
  readonly readToken: ReadToken | null
  readonly times: TokenTimes
  /** Counts what reached a limit; whether to act on it. */
  reached(limit: LimitName): boolean
}

/** Everybody may do what they like, within limits that are enforced. */
export const OPEN_GUARD: SessionGuard = {
  readToken: null,
  times: { warningMs: 0, graceMs: 0 },
  reached: () => true,
}
