import { jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { tokensFor } from './tokens.js'

const [secret, other] = ['a'.repeat(32), 'b'.repeat(32)]
const judge = (token: string | undefined) => jwtVerify(token ?? '', new TextEncoder().encode(secret))

describe('tokensFor', () => {
  const tokens = tokensFor(secret, other, Date.now())
  it('makes one that is good, and one that allows little', async () => {
    expect((await judge(tokens['TOKEN'])).payload['tickwall']).toEqual({ allow: ['**'] })
    expect((await judge(tokens['TOKEN_NARROW'])).payload['tickwall']).toEqual({ allow: ['metric/**'] })
  })
  it('makes one that has expired and one of somebody else', async () => {
    await expect(judge(tokens['TOKEN_EXPIRED'])).rejects.toThrow('exp')
    await expect(judge(tokens['TOKEN_FOREIGN'])).rejects.toThrow('signature')
  })
})
