import { createHmac } from 'node:crypto'

const LASTS_S = 86_400

/** A token of this user for these topics, signed by HS256, good for a day. */
export function tokenFor(user: string, allow: readonly string[], secret: string, nowMs: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const nowS = Math.floor(nowMs / 1000)
  const claims = { sub: user, iat: nowS, exp: nowS + LASTS_S, tickwall: { allow } }
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`
}
