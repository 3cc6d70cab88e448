import { parseTopic } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import type { Access } from './access.js'
import { readClaims, type ClaimRules } from './read-claims.js'
import { parseTopicPattern } from './topic-pattern.js'

const RULES: ClaimRules = { claim: 'tickwall', allow: [], delayMinutes: 0, isRevoked: () => false }
const GOOD = { sub: 'ada', exp: 2_000_000_000 }
const read = (payload: Record<string, unknown>, rules: Partial<ClaimRules> = {}) =>
  readClaims({ payload, kid: null }, { ...RULES, ...rules })
const accessOf = (payload: Record<string, unknown>, rules: Partial<ClaimRules> = {}): Access => {
  const access = read(payload, rules)
  if (typeof access === 'string') throw new Error(access)
  return access
}
const readable = (access: Access, ...topics: string[]) => topics.map((topic) => access.mayRead(parseTopic(topic)!))

describe('readClaims', () => {
  it('gives what is allowed and not denied, to the named user, at its rate, until its end', () => {
    const access = accessOf({ ...GOOD, tickwall: { allow: ['quote/*', 'bars/**'], deny: ['*/secret/**'], maxHz: 5 } })
    expect(access).toMatchObject({ user: 'ada', expiresAtMs: 2_000_000_000_000, maxHz: 5, isUnlimited: false })
    expect(readable(access, 'quote/a', 'bars/a/1m', 'trades/a', 'quote/secret', 'bars/secret/1d')).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })

  it('gives nothing to a token that names nothing, unless the gateway says what that means', () => {
    expect(readable(accessOf(GOOD), 'quote/a')).toEqual([false])
    expect(readable(accessOf(GOOD, { allow: [parseTopicPattern('quote/*')!] }), 'quote/a', 'trades/a')).toEqual([
      true,
      false,
    ])
    expect(
      readable(accessOf({ ...GOOD, tickwall: { allow: [] } }, { allow: [parseTopicPattern('**')!] }), 'quote/a'),
    ).toEqual([false])
  })

  it.each([
    ['no subject', { exp: 1 }],
    ['a subject that is no text', { sub: 7, exp: 1 }],
    ['an endless subject', { sub: 'x'.repeat(257), exp: 1 }],
    ['no end', { sub: 'ada' }],
    ['an end that is no number', { sub: 'ada', exp: 'never' }],
    ['an end beyond all time', { sub: 'ada', exp: 1e300 }],
    ['an entitlement that is no object', { ...GOOD, tickwall: ['quote/*'] }],
    ['patterns that are no list', { ...GOOD, tickwall: { allow: 'quote/*' } }],
    ['a pattern that is no text', { ...GOOD, tickwall: { allow: [1] } }],
    ['a malformed denial', { ...GOOD, tickwall: { allow: ['**'], deny: ['quote/%zz'] } }],
    ['too many patterns', { ...GOOD, tickwall: { allow: Array.from({ length: 513 }, () => '**') } }],
    ['a rate of 0', { ...GOOD, tickwall: { allow: ['**'], maxHz: 0 } }],
    ['a rate that is a text', { ...GOOD, tickwall: { allow: ['**'], maxHz: 'raw' } }],
    ['a delay that is a text', { ...GOOD, tickwall: { allow: ['**'], delayMinutes: '15' } }],
    ['a negative delay', { ...GOOD, tickwall: { allow: ['**'], delayMinutes: -1 } }],
  ])('refuses %s', (_name, payload) => {
    expect(read(payload)).toBe('badToken')
  })

  it('[SYS7] lets who may publish on a topic do so, and nobody else', () => {
    const given = (tickwall: object) => {
      const access = read({ ...GOOD, tickwall })
      return typeof access === 'string' ? access : access.mayPublish({ kind: 'sys', name: 'commands' })
    }
    expect(given({ allow: ['**'] })).toBe(false)
    expect(given({ publish: ['sys/announcements'] })).toBe(false)
    expect(given({ publish: ['sys/*'] })).toBe(true)
    expect(given({ publish: 'sys/*' })).toBe('badToken')
    expect(given({ publish: [7] })).toBe('badToken')
  })

  it('[AUT8] gives no real-time data to who is entitled to delayed data only', () => {
    expect(read({ ...GOOD, tickwall: { allow: ['**'], delayMinutes: 15 } })).toBe('forbidden')
    expect(typeof read({ ...GOOD, tickwall: { allow: ['**'], delayMinutes: 0 } })).toBe('object')
  })

  it('[AUT8] serves delayed data to who may read what is at most as old as they are', () => {
    const given = (delayMinutes: number) => {
      const access = read({ ...GOOD, tickwall: { allow: ['**'], delayMinutes } }, { delayMinutes: 15 })
      return typeof access === 'string' ? access : access.isDelayed
    }
    expect([0, 0.5, 10, 15, 15.1, 60].map(given)).toEqual([false, true, true, true, 'forbidden', 'forbidden'])
  })

  it('[AUT7] refuses what was taken back, and knows when it is later', () => {
    const revoked = new Set<string>()
    const isRevoked: ClaimRules['isRevoked'] = ({ jti }) => jti !== null && revoked.has(jti)
    const access = accessOf({ ...GOOD, jti: 't1' }, { isRevoked })
    expect(access.isRevoked()).toBe(false)
    revoked.add('t1')
    expect(access.isRevoked()).toBe(true)
    expect(read({ ...GOOD, jti: 't1' }, { isRevoked })).toBe('badToken')
  })
})
