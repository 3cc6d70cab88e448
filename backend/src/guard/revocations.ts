import type { TokenNames } from './read-claims.js'

/** What was taken back before its time: keys, tokens, users. */
export interface Revocations {
  readonly kid: ReadonlySet<string>
  readonly jti: ReadonlySet<string>
  readonly sub: ReadonlySet<string>
}

export const NO_REVOCATIONS: Revocations = { kid: new Set(), jti: new Set(), sub: new Set() }

/** One a line: `kid <key>`, `jti <token>` or `sub <user>`; empty lines, and those that begin with `#`, say nothing. Null when one is malformed. */
export function parseRevocations(text: string): Revocations | null {
  const sets = { kid: new Set<string>(), jti: new Set<string>(), sub: new Set<string>() }
  for (const line of text.split(/\r?\n/)) {
    const said = line.trim()
    if (said === '' || said.startsWith('#')) continue
    const [, kind, name] = /^(kid|jti|sub)\s+(\S.*)$/.exec(said) ?? []
    if (kind === undefined || name === undefined) return null
    sets[kind as keyof Revocations].add(name)
  }
  return sets
}

export const isRevoked = ({ kid, jti, sub }: Revocations, names: TokenNames): boolean =>
  sub.has(names.user) || (names.kid !== null && kid.has(names.kid)) || (names.jti !== null && jti.has(names.jti))
