import { createHmac } from 'node:crypto'

export interface TokenClaims {
  readonly sub: string
  /** Seconds since the epoch. */
  readonly exp: number
  /** Patterns of topics. */
  readonly allow: readonly string[]
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A JSON Web Token (HS256) as a gateway with `JWT_SECRET` takes it. */
export function signToken(secret: string, { sub, exp, allow }: TokenClaims): string {
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub, exp, tickwall: { allow } })}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}

/** What `auth` knocks with, by the names of its parameters. */
export function tokensFor(secret: string, otherSecret: string, nowMs: number): Record<string, string> {
  const nowSeconds = Math.floor(nowMs / 1000)
  const good = { sub: 'load', exp: nowSeconds + 86_400, allow: ['**'] }
  return {
    TOKEN: signToken(secret, good),
    // More than the leeway of the clocks ago.
    TOKEN_EXPIRED: signToken(secret, { ...good, exp: nowSeconds - 3600 }),
    TOKEN_FOREIGN: signToken(otherSecret, good),
    TOKEN_NARROW: signToken(secret, { ...good, sub: 'narrow', allow: ['metric/**'] }),
  }
}
