import { hostname } from 'node:os'
import { fileURLToPath } from 'node:url'
import type * as z from 'zod'
import { parseBootstrapFrom, type BootstrapFrom } from './bootstrap-from.js'
import { ConfigProblems } from './config-problems.js'
import { environmentSchema, type Environment } from './environment.js'
import {
  authOf,
  guardConfig,
  hasOneKey,
  isAudienceSaid,
  isAuthSaid,
  isDelayMeant,
  isIssuerSaid,
  isLoopback,
} from './guard-config.js'

export type SourceConfig =
  | { readonly kind: 'simulated'; readonly seed: number; readonly ticksPerSecond: number }
  | {
      readonly kind: 'recorded'
      readonly folder: string
      /** Played together; at least one. */
      readonly recordings: readonly string[]
      /** Times faster than recorded; 0 = as fast as it can be folded. */
      readonly speed: number
      readonly isLooping: boolean
      readonly isRetimed: boolean
    }
  | {
      readonly kind: 'kafka'
      readonly brokers: readonly string[]
      readonly topics: { readonly ticks: string; readonly metrics: string }
      readonly bootstrapFrom: BootstrapFrom
      readonly bootstrapMaxRecords: number
    }

/** Where the built dashboard lies in a clone, seen from `backend/dist/config` as well as from `backend/src/config`. */
const DASHBOARD_DIR = fileURLToPath(new URL('../../../dashboard/dist', import.meta.url))

function source(env: Environment): SourceConfig {
  switch (env.SOURCE ?? (env.KAFKA_BROKERS.length > 0 ? 'kafka' : 'simulated')) {
    case 'simulated':
      return { kind: 'simulated', seed: env.SIMULATED_SEED, ticksPerSecond: env.SIMULATED_RATE }
    case 'recorded':
      return {
        kind: 'recorded',
        folder: env.RECORDINGS,
        recordings: env.RECORDING,
        speed: env.RECORDING_SPEED,
        isLooping: env.RECORDING_LOOP,
        isRetimed: env.RECORDING_RETIME,
      }
    case 'kafka':
      return {
        kind: 'kafka',
        brokers: env.KAFKA_BROKERS,
        topics: { ticks: env.KAFKA_TOPIC_TICKS, metrics: env.KAFKA_TOPIC_METRICS },
        bootstrapFrom: parseBootstrapFrom(env.BOOTSTRAP_FROM),
        bootstrapMaxRecords: env.BOOTSTRAP_MAX_RECORDS,
      }
  }
}

function sessionStartMs(spelled: string): number {
  const [hours = 0, minutes = 0] = spelled.split(':').map(Number)
  return (hours * 60 + minutes) * 60_000
}

const structured = (env: Environment) => ({
  server: {
    name:
      env.SERVER_NAME ??
      `${hostname()
        .replace(/[^\w.-]/g, '-')
        .slice(0, 48)}-${process.pid}`,
    host: env.HOST,
    port: env.PORT,
    dashboardDir: env.DASHBOARD_DIR ?? DASHBOARD_DIR,
    allowedOrigins: env.ALLOWED_ORIGINS,
    trustedProxies: env.TRUSTED_PROXIES,
    auth: authOf(env),
    isAbsentOriginAllowed: (env.ABSENT_ORIGIN ?? (isLoopback(env) ? 'allowed' : 'refused')) === 'allowed',
    tls: env.TLS_CERT === undefined || env.TLS_KEY === undefined ? null : { cert: env.TLS_CERT, key: env.TLS_KEY },
    requestTimeoutMs: env.REQUEST_TIMEOUT_MS,
    logLevel: env.LOG_LEVEL,
    compression: env.COMPRESSION,
    maxConnections: env.LIMIT_CONNECTIONS,
    closeTimeoutMs: env.CLOSE_TIMEOUT_MS,
  },
  guard: guardConfig(env),
  /** How far the market of delayed data stays behind; 0 = there is none. */
  delayMs: Math.round(env.DELAYED_MINUTES * 60_000),
  source: source(env),
  /** Milliseconds from 00:00 UTC to the start of a trading session. */
  sessionStartMs: sessionStartMs(env.SESSION_START),
  session: {
    topics: env.LIMIT_TOPICS,
    messageBytes: env.LIMIT_MESSAGE_BYTES,
    messagesPerSecond: env.LIMIT_MESSAGES_PER_SECOND,
    errors: env.LIMIT_ERRORS,
    handshakeTimeoutMs: env.HANDSHAKE_TIMEOUT_MS,
    heartbeatMs: env.HEARTBEAT_MS,
    silenceMs: env.SILENCE_MS,
    windowMs: env.WINDOW_MS,
    unackedMs: env.UNACKED_MS,
    unsentBytes: env.LIMIT_UNSENT_BYTES,
  },
  drain: { deadlineMs: env.DRAIN_MS, spreadMs: env.DRAIN_SPREAD_MS },
})

/** The gateway's configuration as the parts read it. */
export type Config = ReturnType<typeof structured>

const checked = environmentSchema
  .refine((env) => env.SOURCE !== 'kafka' || env.KAFKA_BROKERS?.length > 0, {
    path: ['KAFKA_BROKERS'],
    // Also when other names are bad: all are told at once.
    when: () => true,
  })
  .refine((env) => env.SOURCE !== 'recorded' || env.RECORDING?.length > 0, { path: ['RECORDING'], when: () => true })
  .refine(isAuthSaid, { path: ['AUTH'] })
  .refine(hasOneKey, { path: ['JWT_SECRET'] })
  .refine(isAudienceSaid, { path: ['JWT_AUDIENCE'] })
  .refine(isIssuerSaid, { path: ['JWT_ISSUER'] })
  .refine(isDelayMeant, { path: ['DELAYED_MINUTES'] })
  .refine((env) => (env.TLS_CERT === undefined) === (env.TLS_KEY === undefined), { path: ['TLS_KEY'] })

const nameOf = (issue: z.core.$ZodIssue): string => String(issue.path[0])

/**
 * Reads the configuration out of an environment; an empty value counts as none, names that are not ours are ignored.
 * Throws ConfigProblems that name every bad variable at once, and never a value.
 */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = checked.safeParse(given)
  if (!parsed.success) throw new ConfigProblems([...new Set(parsed.error.issues.map(nameOf))])
  return structured(parsed.data)
}

/** The configuration of this process: the one place that reads `process.env`. */
export const readConfig = (): Config => parseConfig(process.env)
