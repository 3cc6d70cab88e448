import { hostname } from 'node:os'
import { describe, expect, it } from 'vitest'
import { ConfigProblems } from './config-problems.js'
import { parseConfig } from './parse-config.js'

const problems = (environment: Record<string, string>): ConfigProblems => {
  try {
    parseConfig(environment)
  } catch (error) {
    if (error instanceof ConfigProblems) return error
    throw error
  }
  throw new Error('the environment was accepted')
}

describe('parseConfig', () => {
  it('makes of an empty environment a gateway that simulates, on the loopback', () => {
    const config = parseConfig({})
    expect(config.server).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      auth: 'off',
      logLevel: 'info',
      allowedOrigins: [],
    })
    expect(config.server.name).toContain(String(process.pid))
    expect(config.server.name.startsWith(hostname().slice(0, 1))).toBe(true)
    expect(config.source.kind).toBe('simulated')
    expect(config.session).toEqual({
      topics: 500,
      messageBytes: 65_536,
      messagesPerSecond: 20,
      errors: 20,
      handshakeTimeoutMs: 30_000,
      heartbeatMs: 5000,
      silenceMs: 30_000,
      windowMs: 3000,
      unackedMs: 30_000,
      unsentBytes: 65_536,
    })
  })

  it('takes an empty value for an absent one, and ignores names that are not its own', () => {
    expect(parseConfig({ PORT: '', KAFKA_BROKERS: '', HOME: '/root' }).server.port).toBe(8080)
  })

  it('chooses kafka when brokers are named, unless SOURCE says otherwise', () => {
    const KAFKA_BROKERS = 'a:9092, b:9093'
    expect(parseConfig({ KAFKA_BROKERS }).source).toEqual({
      kind: 'kafka',
      brokers: ['a:9092', 'b:9093'],
      topics: { ticks: 'ticks', metrics: 'metrics' },
      bootstrapFrom: 'earliest',
      bootstrapMaxRecords: 10_000_000,
    })
    expect(parseConfig({ KAFKA_BROKERS, SOURCE: 'simulated' }).source.kind).toBe('simulated')
  })

  it('reads a recording with its speed, loop and retiming', () => {
    expect(
      parseConfig({ SOURCE: 'recorded', RECORDING: 'day,night', RECORDING_SPEED: '2.5', RECORDING_LOOP: 'false' })
        .source,
    ).toEqual({
      kind: 'recorded',
      folder: 'recordings',
      recordings: ['day', 'night'],
      speed: 2.5,
      isLooping: false,
      isRetimed: true,
    })
  })

  it.each([
    ['earliest', 'earliest'],
    ['previousSession', 'previousSession'],
    ['90m', { ms: 5_400_000 }],
    ['6h', { ms: 21_600_000 }],
    ['2d', { ms: 172_800_000 }],
  ])('reads BOOTSTRAP_FROM=%s', (spelled, bootstrapFrom) => {
    expect(parseConfig({ KAFKA_BROKERS: 'a:1', BOOTSTRAP_FROM: spelled }).source).toMatchObject({ bootstrapFrom })
  })

  it('reads a session start as milliseconds after midnight UTC', () => {
    expect(parseConfig({ SESSION_START: '22:30' }).sessionStartMs).toBe(81_000_000)
  })

  it.each([
    ['PORT', '65536'],
    ['PORT', '80a'],
    ['PORT', ' 80'],
    ['HEARTBEAT_MS', '99'],
    ['LIMIT_UNSENT_BYTES', '1023'],
    ['SOURCE', 'pulsar'],
    ['KAFKA_BROKERS', 'a:9092,b'],
    ['BOOTSTRAP_FROM', '0h'],
    ['SESSION_START', '24:00'],
    ['RECORDING_LOOP', 'yes'],
    ['RECORDING', '../secret'],
    ['LOG_LEVEL', 'loud'],
    ['ALLOWED_ORIGINS', 'example.org'],
    ['ALLOWED_ORIGINS', 'null'],
    ['ALLOWED_ORIGINS', 'https://evil*.example.org'],
    ['SERVER_NAME', 'two words'],
  ])('refuses %s=%s', (name, value) => {
    expect(problems({ [name]: value }).variables).toEqual([name])
  })

  it('names every bad variable at once with what it accepts, and no value', () => {
    const { variables, message } = problems({ PORT: 'hunter2', AUTH: 'hunter3', LIMIT_TOPICS: '0', SOURCE: 'kafka' })
    expect([...variables].sort()).toEqual(['AUTH', 'KAFKA_BROKERS', 'LIMIT_TOPICS', 'PORT'])
    expect(message).toContain('PORT must be: 0 to 65,535')
    expect(message).toContain('LIMIT_TOPICS must be: 1 to 100,000 topics')
    expect(message).toContain('AUTH must be: `off`')
    expect(message).not.toContain('hunter')
  })

  it('asks nobody for a token on the loopback, and elsewhere not unless it is told so', () => {
    for (const HOST of ['127.0.0.1', 'localhost', '::1', '127.1.2.3'])
      expect(parseConfig({ HOST }).guard.tokens, HOST).toBeNull()
    for (const HOST of ['0.0.0.0', '::', '192.0.2.1', 'gateway.example', '127.0.0.1.example'])
      expect(problems({ HOST }).variables, HOST).toEqual(['AUTH'])
    expect(problems({ HOST: '::' }).message).toContain('to be said where `HOST` is not the loopback')
    expect(parseConfig({ HOST: '0.0.0.0', AUTH: 'off' }).guard.tokens).toBeNull()
  })

  it('lets those in who name no origin on the loopback, and elsewhere not unless it is told so', () => {
    const isAllowed = (environment: Record<string, string>) => parseConfig(environment).server.isAbsentOriginAllowed
    expect(isAllowed({})).toBe(true)
    expect(isAllowed({ HOST: '::', AUTH: 'off' })).toBe(false)
    expect(isAllowed({ HOST: '::', AUTH: 'off', ABSENT_ORIGIN: 'allowed' })).toBe(true)
    expect(isAllowed({ ABSENT_ORIGIN: 'refused' })).toBe(false)
  })

  it('wants exactly one kind of key for AUTH=jwt, and of a set of keys issuer and audience', () => {
    const JWT_SECRET = 'x'.repeat(32)
    const JWT_JWKS_URL = 'https://issuer.example/keys'
    expect(problems({ AUTH: 'jwt' }).variables).toEqual(['JWT_SECRET'])
    expect(problems({ AUTH: 'jwt', JWT_SECRET, JWT_PUBLIC_KEY_FILE: 'key.pem' }).variables).toEqual(['JWT_SECRET'])
    expect(problems({ AUTH: 'jwt', JWT_SECRET: 'short' }).variables).toEqual(['JWT_SECRET'])
    expect(problems({ AUTH: 'jwt', JWT_JWKS_URL }).variables).toEqual(['JWT_AUDIENCE', 'JWT_ISSUER'])
    expect(parseConfig({ AUTH: 'jwt', JWT_SECRET, JWT_ALLOW: 'quote/*, bars/**' }).guard.tokens).toMatchObject({
      keys: { kind: 'secret', secret: JWT_SECRET },
      allow: ['quote/*', 'bars/**'],
      leewayMs: 5000,
    })
    const keySet = { AUTH: 'jwt', JWT_JWKS_URL, JWT_ISSUER: 'https://issuer.example', JWT_AUDIENCE: 'tickwall' }
    expect(parseConfig(keySet).guard.tokens?.keys).toMatchObject({ kind: 'keySet', url: JWT_JWKS_URL })
  })

  it('fetches keys over TLS, or from this machine', () => {
    for (const JWT_JWKS_URL of ['http://issuer.example/keys', 'http://localhost.evil.example/keys', 'file:///keys'])
      expect(problems({ JWT_JWKS_URL }).variables, JWT_JWKS_URL).toEqual(['JWT_JWKS_URL'])
    for (const JWT_JWKS_URL of ['http://localhost:9000/keys', 'http://127.0.0.1/keys'])
      expect(() => parseConfig({ JWT_JWKS_URL }), JWT_JWKS_URL).not.toThrow()
  })

  it('takes limits that are only watched by name, and no others', () => {
    expect(parseConfig({ LIMITS_DRY_RUN: 'topics,errors' }).guard.dryRun).toEqual(new Set(['topics', 'errors']))
    expect(problems({ LIMITS_DRY_RUN: 'all' }).variables).toEqual(['LIMITS_DRY_RUN'])
  })

  it('takes a certificate with its key only', () => {
    expect(problems({ TLS_CERT: 'c.pem' }).variables).toEqual(['TLS_KEY'])
    expect(parseConfig({ TLS_CERT: 'c.pem', TLS_KEY: 'k.pem' }).server.tls).toEqual({ cert: 'c.pem', key: 'k.pem' })
  })

  it('wants brokers for SOURCE=kafka and a recording for SOURCE=recorded', () => {
    expect(problems({ SOURCE: 'kafka' }).variables).toEqual(['KAFKA_BROKERS'])
    expect(problems({ SOURCE: 'recorded' }).variables).toEqual(['RECORDING'])
  })
})
