import type { Environment } from './environment.js'
import type { LimitName } from './limit-names.js'

/** How tokens are judged and taken care of. */
export interface TokenConfig {
  readonly keys:
    | { readonly kind: 'secret'; readonly secret: string }
    | { readonly kind: 'publicKey'; readonly file: string }
    | { readonly kind: 'keySet'; readonly url: string; readonly maxAgeMs: number; readonly cooldownMs: number }
  /** Null = not checked. */
  readonly issuer: string | null
  readonly audience: string | null
  readonly leewayMs: number
  readonly claim: string
  /** Patterns, for a token that names none. */
  readonly allow: readonly string[]
  /** By how much data that are served delayed are, minutes; 0 = none are. */
  readonly delayMinutes: number
  readonly revokedFile: string | null
  readonly places: { readonly cookie: string | null; readonly isQueryRead: boolean }
}

/** Who may come, how many, and how often. */
export interface GuardConfig {
  /** Null = everybody may connect. */
  readonly tokens: TokenConfig | null
  readonly times: { readonly warningMs: number; readonly graceMs: number }
  /** 0 = no bound. */
  readonly perAddress: number
  readonly perUser: number
  /** New connections a second from one address; 0 = no bound. */
  readonly connectionsPerSecond: number
  /** Handshakes that wait for their judgement. */
  readonly pending: number
  /** Limits that are counted and not enforced. */
  readonly dryRun: ReadonlySet<LimitName>
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|::1)$/
/** Fetched keys are not asked for anew by every token that names an unknown one. */
const KEY_SET_COOLDOWN_MS = 30_000

/** Whether only programs of this machine reach the gateway. */
export const isLoopback = ({ HOST }: Pick<Environment, 'HOST'>): boolean => LOOPBACK.test(HOST)

/** Off by itself only where nobody else can come: elsewhere it has to be said. */
export const authOf = (env: Environment): 'off' | 'jwt' => env.AUTH ?? 'off'

export const isAuthSaid = (env: Environment): boolean => env.AUTH !== undefined || isLoopback(env)

const keysSaid = (env: Environment): readonly unknown[] =>
  [env.JWT_SECRET, env.JWT_PUBLIC_KEY_FILE, env.JWT_JWKS_URL].filter((said) => said !== undefined)

export const hasOneKey = (env: Environment): boolean => authOf(env) === 'off' || keysSaid(env).length === 1

/** Whoever shares a set of keys with other services must tell the tokens for them apart. */
export const isAudienceSaid = (env: Environment): boolean =>
  authOf(env) === 'off' || env.JWT_JWKS_URL === undefined || env.JWT_AUDIENCE !== undefined

export const isIssuerSaid = (env: Environment): boolean =>
  authOf(env) === 'off' || env.JWT_JWKS_URL === undefined || env.JWT_ISSUER !== undefined

/** Who is to be served delayed data is told by tokens alone. */
export const isDelayMeant = (env: Environment): boolean => env.DELAYED_MINUTES === 0 || authOf(env) === 'jwt'

function keysOf(env: Environment): TokenConfig['keys'] {
  if (env.JWT_SECRET !== undefined) return { kind: 'secret', secret: env.JWT_SECRET }
  if (env.JWT_PUBLIC_KEY_FILE !== undefined) return { kind: 'publicKey', file: env.JWT_PUBLIC_KEY_FILE }
  return {
    kind: 'keySet',
    url: env.JWT_JWKS_URL ?? '',
    maxAgeMs: env.JWT_JWKS_MAX_AGE_MS,
    cooldownMs: Math.min(KEY_SET_COOLDOWN_MS, env.JWT_JWKS_MAX_AGE_MS),
  }
}

const tokensOf = (env: Environment): TokenConfig => ({
  keys: keysOf(env),
  issuer: env.JWT_ISSUER ?? null,
  audience: env.JWT_AUDIENCE ?? null,
  leewayMs: env.JWT_LEEWAY_MS,
  claim: env.JWT_CLAIM,
  allow: env.JWT_ALLOW,
  delayMinutes: env.DELAYED_MINUTES,
  revokedFile: env.JWT_REVOKED_FILE ?? null,
  places: { cookie: env.AUTH_COOKIE ?? null, isQueryRead: env.AUTH_QUERY },
})

export const guardConfig = (env: Environment): GuardConfig => ({
  tokens: authOf(env) === 'off' ? null : tokensOf(env),
  times: { warningMs: env.AUTH_WARNING_MS, graceMs: env.AUTH_GRACE_MS },
  perAddress: env.LIMIT_CONNECTIONS_PER_ADDRESS,
  perUser: env.LIMIT_CONNECTIONS_PER_USER,
  connectionsPerSecond: env.LIMIT_CONNECTION_RATE,
  pending: env.LIMIT_PENDING,
  dryRun: new Set(env.LIMITS_DRY_RUN as readonly LimitName[]),
})
