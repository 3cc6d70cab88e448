import { describe, expect, it } from 'vitest'
import { isRevoked, NO_REVOCATIONS, parseRevocations } from './revocations.js'

const NAMES = { user: 'ada', kid: 'k1', jti: 't1' }

describe('revocations', () => {
  it('[AUT7] names keys, tokens and users', () => {
    for (const line of ['kid k1', 'jti t1', 'sub ada', '# old\n\n  sub   ada  \r\n'])
      expect(isRevoked(parseRevocations(line)!, NAMES), line).toBe(true)
    for (const line of ['', 'kid ada', 'jti k1', 'sub t1', '#sub ada'])
      expect(isRevoked(parseRevocations(line)!, NAMES), line).toBe(false)
    expect(isRevoked(NO_REVOCATIONS, NAMES)).toBe(false)
    expect(isRevoked(parseRevocations('kid k1')!, { user: 'ada', kid: null, jti: null })).toBe(false)
  })

  it.each(['user ada', 'sub', 'kid\n', 'k1'])('does not guess at %j', (line) => {
    expect(parseRevocations(line)).toBeNull()
  })
})
