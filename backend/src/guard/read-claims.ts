import type { Topic } from '@tickwall/protocol'
import type { Access } from './access.js'
import { matchesAny, parseTopicPattern, type TopicPattern } from './topic-pattern.js'

/** What a token says once its signature, issuer, audience and time were found good. */
export interface CheckedToken {
  readonly payload: Readonly<Record<string, unknown>>
  /** The name of the key that signed it, if it has one. */
  readonly kid: string | null
}

/** By what a token can be taken back. */
export interface TokenNames {
  readonly user: string
  readonly kid: string | null
  readonly jti: string | null
}

export interface ClaimRules {
  /** The claim that says what may be read. */
  readonly claim: string
  /** For a token that names no `allow`. */
  readonly allow: readonly TopicPattern[]
  /** By how much data that are served delayed are, minutes; 0 = none are. */
  readonly delayMinutes: number
  readonly isRevoked: (names: TokenNames) => boolean
}

/** As many patterns as fit into a token; more would only cost time. */
const MAX_PATTERNS = 512
const MAX_USER_CHARS = 256

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Null where one is malformed. */
function patternsOf(value: unknown): readonly TopicPattern[] | null {
  if (!Array.isArray(value) || value.length > MAX_PATTERNS) return null
  const patterns = value.map((text: unknown) => (typeof text === 'string' ? parseTopicPattern(text) : null))
  return patterns.includes(null) ? null : (patterns as TopicPattern[])
}

/**
 * The access that a token gives. What cannot be understood gives none: `badToken`. Who must be told later than delayed data are
 * served here gets none either: `forbidden`.
 */
export function readClaims({ payload, kid }: CheckedToken, rules: ClaimRules): Access | 'badToken' | 'forbidden' {
  const { sub, exp, jti } = payload
  const entitlement = payload[rules.claim] ?? {}
  if (typeof sub !== 'string' || sub === '' || sub.length > MAX_USER_CHARS) return 'badToken'
  if (typeof exp !== 'number' || !Number.isSafeInteger(Math.ceil(exp * 1000))) return 'badToken'
  if (!isRecord(entitlement)) return 'badToken'
  const { maxHz = null, delayMinutes = 0 } = entitlement
  const allow = entitlement['allow'] === undefined ? rules.allow : patternsOf(entitlement['allow'])
  const deny = entitlement['deny'] === undefined ? [] : patternsOf(entitlement['deny'])
  const publish = entitlement['publish'] === undefined ? [] : patternsOf(entitlement['publish'])
  if (allow === null || deny === null || publish === null) return 'badToken'
  if (maxHz !== null && !(typeof maxHz === 'number' && maxHz > 0)) return 'badToken'
  if (typeof delayMinutes !== 'number' || !(delayMinutes >= 0)) return 'badToken'
  if (delayMinutes > rules.delayMinutes) return 'forbidden'
  const names = { user: sub, kid, jti: typeof jti === 'string' ? jti : null }
  if (rules.isRevoked(names)) return 'badToken'
  return {
    user: sub,
    expiresAtMs: Math.floor(exp * 1000),
    maxHz,
    isDelayed: delayMinutes > 0,
    isUnlimited: false,
    isRevoked: () => rules.isRevoked(names),
    mayRead: (topic: Topic) => matchesAny(allow, topic) && !matchesAny(deny, topic),
    mayPublish: (topic: Topic) => matchesAny(publish, topic),
  }
}
