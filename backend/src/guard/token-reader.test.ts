import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AUDIENCE, ISSUER, KeyServer, p256, pemOf, rsa, SECRET, token, unsigned } from '../../test/fakes/issuer.js'
import { tokenReader, type KeyMaterial, type TokenRules } from './token-reader.js'

const RSA = rsa()
const P256 = p256()
const failures: unknown[] = []

const reader = (keys: KeyMaterial, rules: Partial<TokenRules> = {}, nowMs = () => Date.now()) =>
  tokenReader(
    {
      ...{ keys, issuer: ISSUER, audience: AUDIENCE, leewayMs: 5000, claim: 'tickwall', allow: [], delayMinutes: 0 },
      isRevoked: () => false,
      ...rules,
    },
    nowMs,
    (err) => failures.push(err),
  )
const secret = (rules: Partial<TokenRules> = {}, nowMs?: () => number) =>
  reader({ kind: 'secret', secret: SECRET }, rules, nowMs)

describe('tokenReader', () => {
  it('[AUT3] takes tokens of a secret, an RSA key and a P-256 key', async () => {
    expect(await secret()(await token())).toMatchObject({ user: 'ada' })
    const rs = reader({ kind: 'publicKey', pem: pemOf(RSA.publicKey) })
    expect(await rs(await token({ alg: 'RS256', key: RSA.privateKey }))).toMatchObject({ user: 'ada' })
    const es = reader({ kind: 'publicKey', pem: pemOf(P256.publicKey) })
    expect(await es(await token({ alg: 'ES256', key: P256.privateKey }))).toMatchObject({ user: 'ada' })
  })

  it.each([
    ['nothing', () => Promise.resolve('')],
    ['rubbish', () => Promise.resolve('a.b.c')],
    ['another secret', () => token({ key: Buffer.from('another secret, 32 bytes at the least') })],
    ['no algorithm', () => Promise.resolve(unsigned())],
    ['another algorithm of the same kind', () => token({ alg: 'HS512', key: Buffer.alloc(64, SECRET) })],
    ['an algorithm of another kind', () => token({ alg: 'RS256', key: RSA.privateKey })],
    ['another issuer', () => token({ issuer: 'https://evil.example' })],
    ['another audience', () => token({ audience: 'another service' })],
    [
      'a changed payload',
      async () => (await token()).replace(/\.[^.]+\./, `.${Buffer.from('{"sub":"eve"}').toString('base64url')}.`),
    ],
    ['no entitlement that can be read', () => token({ claims: { tickwall: 7 } })],
  ])('[AUT3] refuses %s', async (_name, make) => {
    expect(await secret()(await make())).toBe('badToken')
  })

  it('[AUT3] a public key is no secret: HS256 with its text is refused', async () => {
    const pem = pemOf(RSA.publicKey)
    expect(await reader({ kind: 'publicKey', pem })(await token({ key: Buffer.from(pem) }))).toBe('badToken')
  })

  it('[AUT3] knows an end by its own clock, with leeway', async () => {
    const startMs = Date.now()
    const made = await token({ lasts: 60 })
    const at = (offsetMs: number) => secret({}, () => startMs + offsetMs)(made)
    expect(await at(0)).toMatchObject({ user: 'ada' })
    expect(await at(62_000)).toMatchObject({ user: 'ada' })
    expect(await at(600_000)).toBe('tokenExpired')
  })

  it('checks neither issuer nor audience where none is given', async () => {
    const made = await token({ issuer: 'x', audience: 'y' })
    expect(await secret({ issuer: null, audience: null })(made)).toMatchObject({ user: 'ada' })
  })

  it('says in one sentence what is no key', () => {
    const pem = pemOf(p256().publicKey)
    for (const bad of ['', 'nonsense', pem.replace('BEGIN', 'BEGUN')])
      expect(() => reader({ kind: 'publicKey', pem: bad })).toThrow(/JWT_PUBLIC_KEY_FILE holds no/)
  })
})

describe('keys that are fetched', () => {
  let server: KeyServer
  beforeAll(async () => {
    server = await KeyServer.open()
  })
  afterAll(() => server.close())

  const fetched = (cooldownMs: number, maxAgeMs = 600_000) =>
    reader({ kind: 'keySet', url: server.url, maxAgeMs, cooldownMs })
  const first = { kid: 'k1', alg: 'RS256', key: RSA.publicKey }
  const second = { kid: 'k2', alg: 'ES256', key: P256.publicKey }
  const byFirst = () => token({ alg: 'RS256', kid: 'k1', key: RSA.privateKey })
  const bySecond = () => token({ alg: 'ES256', kid: 'k2', key: P256.privateKey })

  it('[AUT3] are fetched once for many tokens, and anew for a key that is not among them', async () => {
    await server.publish([first])
    server.asked = 0
    const read = fetched(0)
    const made = await byFirst()
    for (const judged of await Promise.all([read(made), read(made), read(made)]))
      expect(judged).toMatchObject({ user: 'ada' })
    expect(server.asked).toBe(1)
    await server.publish([first, second])
    expect(await read(await bySecond())).toMatchObject({ user: 'ada' })
    expect(server.asked).toBe(2)
  })

  it('[AUT3] are not fetched anew for every token that names a key of its own invention', async () => {
    await server.publish([first])
    const read = fetched(600_000)
    expect(await read(await byFirst())).toMatchObject({ user: 'ada' })
    server.asked = 0
    for (let i = 0; i < 20; i++)
      expect(await read(await token({ alg: 'RS256', kid: `x${i}`, key: RSA.privateKey }))).toBe('badToken')
    expect(server.asked).toBe(0)
  })

  it('[AUT7] a key that was taken out is no longer good once they are fetched anew', async () => {
    await server.publish([first, second])
    // Each time: they are never young enough.
    const read = fetched(0, 0)
    expect(await read(await byFirst())).toMatchObject({ user: 'ada' })
    await server.publish([second])
    expect(await read(await byFirst())).toBe('badToken')
    expect(await read(await bySecond())).toMatchObject({ user: 'ada' })
  })

  it('[AUT2] that cannot be fetched are no fault of the token', async () => {
    server.status = 500
    failures.length = 0
    expect(await fetched(0)(await byFirst())).toBe('keysUnavailable')
    expect(failures).toHaveLength(1)
    server.status = 200
    server.keys = 'none' as never
    expect(await fetched(0)(await byFirst())).toBe('keysUnavailable')
  })
})
