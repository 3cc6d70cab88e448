import type { Access, TokenFault } from '../../src/guard/access.js'
import type { LimitName } from '../../src/config/limit-names.js'
import { OPEN_ACCESS } from '../../src/guard/access.js'
import type { SessionGuard } from '../../src/guard/session-guard.js'
import { matchesAny, parseTopicPattern } from '../../src/guard/topic-pattern.js'

/** An access to what the patterns name, and to nothing else. */
export const accessTo = (patterns: readonly string[], rest: Partial<Access> = {}): Access => {
  const parsed = patterns.flatMap((text) => parseTopicPattern(text) ?? [])
  return { ...OPEN_ACCESS, user: 'ada', isUnlimited: false, mayRead: (topic) => matchesAny(parsed, topic), ...rest }
}

/** A guard that knows some tokens by name, warns a minute before and waits ten seconds after the end of one. */
export function fakeGuard(dryRun: readonly LimitName[] = []) {
  const tokens = new Map<string, Access | TokenFault>()
  const reached: LimitName[] = []
  const guard: SessionGuard = {
    readToken: (token) => Promise.resolve(tokens.get(token) ?? 'badToken'),
    times: { warningMs: 60_000, graceMs: 10_000 },
    reached: (limit) => {
      reached.push(limit)
      return !dryRun.includes(limit)
    },
  }
  return { guard, tokens, reached }
}
