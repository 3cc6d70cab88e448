import * as z from 'zod'
import { BOOTSTRAP_FROM } from './bootstrap-from.js'
import { LIMIT_NAMES } from './limit-names.js'
import { decimal, flag, integer, list, text, variable } from './variable.js'

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** A name of Kafka's: letters, digits, dot, underscore and dash, at most 249. */
const KAFKA_TOPIC = /^[\w.-]{1,249}$/
/** Bounds of durations: below, timers are busier than the work; above, a mistake is likelier than a wish. */
const HOUR_MS = 3_600_000
/** Over a line that others may listen to, a set of keys can be exchanged: `http:` is for this machine alone. */
const KEY_SET_URL = /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/])[^\s]+$/

/** Every environment variable the gateway reads: its type, check, default and documentation, once. */
export const environmentSchema = z.object({
  PORT: variable(integer(0, 65_535, 8080), {
    group: 'Server',
    description: 'TCP port of HTTP and WebSocket.',
    atLimit: '0 takes a free port, told in the line on standard output',
  }),
  HOST: variable(text(/^[\w.:-]{1,255}$/).default('127.0.0.1'), {
    group: 'Server',
    description: 'Address to listen on.',
    form: 'address or host name; `0.0.0.0` or `::` for all interfaces',
  }),
  SERVER_NAME: variable(text(/^[\w.-]{1,64}$/).optional(), {
    group: 'Server',
    description: 'Name of this gateway in `hello`, `/snapshot`, logs and `/version.json`.',
    form: '1 to 64 letters, digits, `.`, `_`, `-`',
    shownDefault: 'host name and process id',
  }),
  DASHBOARD_DIR: variable(z.string().optional(), {
    group: 'Server',
    description: 'Folder of the built dashboard, served at `/`.',
    form: 'path',
    shownDefault: '`dashboard/dist` of this repository',
    atLimit: 'without an `index.html` in it, `/` is 404 and everything else works',
  }),
  LOG_LEVEL: variable(z.enum(LOG_LEVELS).default('info'), {
    group: 'Server',
    description: 'Least severe log line that is written (JSON lines on standard error).',
  }),

  AUTH: variable(z.enum(['off', 'jwt']).optional(), {
    group: 'Guard',
    description:
      'Who may connect: `jwt` asks for a token, `off` admits everybody. Where others than this machine can reach `HOST`, it has to be said.',
    form: '`off` or `jwt`; to be said where `HOST` is not the loopback',
    shownDefault: '`off` on the loopback, else none',
    atLimit: 'without a valid token 401 `unauthorized`',
  }),
  JWT_SECRET: variable(text(/^.{32,4096}$/s).optional(), {
    group: 'Guard',
    description: 'Secret that tokens are signed with (HS256). `AUTH=jwt` needs exactly one of the three kinds of keys.',
    form: '32 to 4,096 characters; one kind of key is needed, and no second one',
    shownDefault: 'none',
  }),
  JWT_PUBLIC_KEY_FILE: variable(z.string().optional(), {
    group: 'Guard',
    description: 'File of the public key that tokens are signed with: RSA (RS256) or P-256 (ES256).',
    form: 'path of a PEM file',
    shownDefault: 'none',
  }),
  JWT_JWKS_URL: variable(text(KEY_SET_URL).optional(), {
    group: 'Guard',
    description:
      'Where the keys that tokens are signed with (RS256, ES256) are fetched. Needs `JWT_ISSUER` and `JWT_AUDIENCE`. A key that is not known has them fetched anew, at most every 30 s.',
    form: 'an `https:` address of a JSON Web Key Set; `http:` on the loopback',
    shownDefault: 'none',
  }),
  JWT_JWKS_MAX_AGE_MS: variable(integer(1, 24 * HOUR_MS, 600_000), {
    group: 'Guard',
    description: 'How long fetched keys are used: so long a key that was taken out of them goes on being good.',
    unit: 'ms',
    atLimit: 'fetched anew with the next token; while that fails, 503 `notReady`',
  }),
  JWT_ISSUER: variable(text(/^\S{1,1024}$/).optional(), {
    group: 'Guard',
    description: 'The only issuer (`iss`) whose tokens are good.',
    form: 'as it stands in tokens',
    shownDefault: 'not checked',
  }),
  JWT_AUDIENCE: variable(text(/^\S{1,1024}$/).optional(), {
    group: 'Guard',
    description: 'The audience (`aud`) that a token must be made for.',
    form: 'as it stands in tokens',
    shownDefault: 'not checked',
  }),
  JWT_LEEWAY_MS: variable(integer(0, 300_000, 5000), {
    group: 'Guard',
    description: 'How far the clocks of issuer and gateway may be apart.',
    unit: 'ms',
  }),
  JWT_CLAIM: variable(text(/^\S{1,256}$/).default('tickwall'), {
    group: 'Guard',
    description:
      'Claim that says what its holder may read: `{"allow":[…],"deny":[…],"maxHz":…}`, patterns of topics; and on which it may publish, `"publish":[…]`.',
    form: 'the name of a claim',
  }),
  JWT_ALLOW: variable(list(/^[^\s,]{1,1024}$/), {
    group: 'Guard',
    description: 'Topics that the holder of a token without `allow` may read.',
    form: 'patterns between commas, `**` for all topics',
    shownDefault: 'none',
    atLimit: 'another topic is rejected with `forbiddenTopic`',
  }),
  DELAYED_MINUTES: variable(decimal(0, 1440, 0), {
    group: 'Guard',
    description:
      'Delayed data for tokens that say so (`delayMinutes`): a second market, so much behind, is kept beside the first. It takes as much memory and reads the logs a second time. Needs `AUTH=jwt`.',
    unit: 'minutes',
    atLimit: '0 keeps none; a token that asks for a longer delay is refused with 403 `forbidden`',
  }),
  JWT_REVOKED_FILE: variable(z.string().optional(), {
    group: 'Guard',
    description:
      'File of what was taken back before its time, read anew within 5 s of a change: `kid <key>`, `jti <token>` or `sub <user>`, one a line.',
    form: 'path',
    shownDefault: 'none',
    atLimit: 'refused with 401, and closed with 4500 `badToken`',
  }),
  AUTH_COOKIE: variable(text(/^[\w!#$%&'*+.^`|~-]{1,64}$/).optional(), {
    group: 'Guard',
    description: 'Cookie that a token may come in.',
    form: 'the name of a cookie',
    shownDefault: 'none',
  }),
  AUTH_QUERY: variable(flag(false), {
    group: 'Guard',
    description:
      'Whether a token may come as `?access_token=`. Addresses end up in logs: only where nothing else can be sent.',
  }),
  AUTH_WARNING_MS: variable(integer(0, HOUR_MS, 60_000), {
    group: 'Guard',
    description: 'How long before a token ends its holder is asked for a new one (`tokenExpiring`).',
    unit: 'ms',
  }),
  AUTH_GRACE_MS: variable(integer(0, HOUR_MS, 10_000), {
    group: 'Guard',
    description: 'How long after its token has ended a connection may still renew it.',
    unit: 'ms',
    atLimit: 'closed with 4003 `tokenExpired`',
  }),
  ALLOWED_ORIGINS: variable(list(/^(\*|https?:\/\/(\*\.)?[^\s/*]+)$/), {
    group: 'Guard',
    description:
      'Pages of other origins that may connect; the own origin always may, an origin `null` never. The same for WebSockets, streams, polls and `/api`.',
    form: 'origins between commas, `https://*.example.org` for all below, or `*` for every one',
    shownDefault: 'none',
    atLimit: 'another origin is refused with 403 `forbidden`',
  }),
  ABSENT_ORIGIN: variable(z.enum(['allowed', 'refused']).optional(), {
    group: 'Guard',
    description:
      'Whether clients that name no origin may connect: programs. A browser that says by `Sec-Fetch-Site` that its page is of the own origin always may.',
    shownDefault: '`allowed` on the loopback, else `refused`',
    atLimit: 'refused with 403 `forbidden`',
  }),
  TRUSTED_PROXIES: variable(list(/^[\da-fA-F.:]+(\/\d{1,3})?$/), {
    group: 'Guard',
    description:
      'Proxies that are believed about the address of the client: the last one in `X-Forwarded-For` that is none of them, else `X-Real-IP`.',
    form: 'addresses or subnets (`10.0.0.0/8`) between commas',
    shownDefault: 'none',
  }),
  TLS_CERT: variable(z.string().optional(), {
    group: 'Guard',
    description: 'File of the certificate chain for TLS in the gateway itself; needs `TLS_KEY`.',
    form: 'path of a PEM file',
    shownDefault: 'none: plain HTTP, for a proxy in front',
  }),
  TLS_KEY: variable(z.string().optional(), {
    group: 'Guard',
    description: 'File of the private key of `TLS_CERT`.',
    form: 'path of a PEM file',
    shownDefault: 'none',
  }),

  SOURCE: variable(z.enum(['simulated', 'recorded', 'kafka']).optional(), {
    group: 'Source',
    description: 'Where ticks come from.',
    shownDefault: '`kafka` if `KAFKA_BROKERS` is set, else `simulated`',
  }),
  KAFKA_BROKERS: variable(list(/^[^\s:,]+:\d{1,5}$/), {
    group: 'Source',
    description: 'Brokers to start from; the others of the cluster are found by them.',
    form: '`host:port` between commas',
    shownDefault: 'none',
  }),
  KAFKA_TOPIC_TICKS: variable(text(KAFKA_TOPIC).default('ticks'), {
    group: 'Source',
    description: 'Kafka topic of trades and quotes. One that does not exist is waited for and does not hold readiness.',
    form: 'a Kafka topic name',
  }),
  KAFKA_TOPIC_METRICS: variable(text(KAFKA_TOPIC).default('metrics'), {
    group: 'Source',
    description: 'Kafka topic of metrics. One that does not exist is waited for and does not hold readiness.',
    form: 'a Kafka topic name',
  }),
  BOOTSTRAP_FROM: variable(text(BOOTSTRAP_FROM).default('earliest'), {
    group: 'Source',
    description: 'How far back of its newest record a partition is read before the gateway is ready.',
    form: '`earliest`, `previousSession`, or a duration such as `90m`, `6h`, `2d`',
  }),
  BOOTSTRAP_MAX_RECORDS: variable(integer(1, 1_000_000_000_000, 10_000_000), {
    group: 'Source',
    description: 'Most records a partition is read back for with `BOOTSTRAP_FROM=earliest`.',
    unit: 'records',
    atLimit: 'reading begins at the latest session start that fits, with a warning',
  }),
  SESSION_START: variable(text(/^([01]\d|2[0-3]):[0-5]\d$/).default('00:00'), {
    group: 'Source',
    description:
      'Time of day, UTC, at which a trading session begins. Equal on every gateway: it is part of the epoch.',
    form: '`HH:MM`',
  }),
  RECORDINGS: variable(z.string().default('recordings'), {
    group: 'Source',
    description: 'Folder of recordings, for `SOURCE=recorded`.',
    form: 'path',
  }),
  RECORDING: variable(list(/^[\w.-]{1,128}$/), {
    group: 'Source',
    description: 'Recordings to replay together; `SOURCE=recorded` needs at least one.',
    form: 'names of recordings in `RECORDINGS`, between commas',
    shownDefault: 'none',
  }),
  RECORDING_SPEED: variable(decimal(0, 100_000, 1), {
    group: 'Source',
    description: 'How many times faster than recorded.',
    atLimit: '0 replays as fast as it can be folded',
  }),
  RECORDING_LOOP: variable(flag(true), {
    group: 'Source',
    description: 'Begins again at the end; else the last state stays.',
  }),
  RECORDING_RETIME: variable(flag(true), {
    group: 'Source',
    description: 'Shifts event times so that the first is now; `false` keeps them, for exact comparisons.',
  }),
  SIMULATED_SEED: variable(integer(0, 4_294_967_295, 1), {
    group: 'Source',
    description: 'Seed of the simulated market: the same seed gives the same instruments and prices.',
  }),
  SIMULATED_RATE: variable(integer(1, 100_000, 1200), {
    group: 'Source',
    description: 'Ticks of the simulated market.',
    unit: 'ticks/s on average',
  }),

  HEARTBEAT_MS: variable(integer(100, HOUR_MS, 5000), {
    group: 'Clients',
    description: 'A `heartbeat` goes out when nothing else did for this long; clients give up after 2.5 times as long.',
    unit: 'ms',
  }),
  SILENCE_MS: variable(integer(300, HOUR_MS, 30_000), {
    group: 'Clients',
    description: 'Longest silence of a peer, pongs included; it is pinged after a third of it.',
    unit: 'ms',
    atLimit: 'closed with 4000 `heartbeatLost`',
  }),
  HANDSHAKE_TIMEOUT_MS: variable(integer(100, HOUR_MS, 30_000), {
    group: 'Clients',
    description: 'Longest time from the opening of a connection to its first message.',
    unit: 'ms',
    atLimit: 'closed with 4002 `handshakeTimeout`',
  }),
  WINDOW_MS: variable(integer(100, HOUR_MS, 3000), {
    group: 'Clients',
    description: 'Age of the oldest unacknowledged frame of a client that acknowledges.',
    unit: 'ms',
    atLimit: 'frames are held and made up for by one delta',
  }),
  UNACKED_MS: variable(integer(1000, HOUR_MS, 30_000), {
    group: 'Clients',
    description: 'Age of the oldest unacknowledged frame at which patience ends.',
    unit: 'ms',
    atLimit: 'closed with 4001 `slowConsumer`',
  }),
  COMPRESSION: variable(z.enum(['off', 'shared']).default('off'), {
    group: 'Clients',
    description:
      'Whether a frame that at least ten clients share is deflated, once for all of them; for WebSocket clients that offer `permessage-deflate`. Saves lines, costs CPU.',
  }),
  CLOSE_TIMEOUT_MS: variable(integer(10, 60_000, 3000), {
    group: 'Clients',
    description: 'How long a peer may take to answer a close.',
    unit: 'ms',
    atLimit: 'its socket is destroyed',
  }),

  LIMIT_CONNECTIONS: variable(integer(1, 1_000_000, 10_000), {
    group: 'Limits',
    description:
      'Connections at once: WebSockets, event streams, and polls that wait. Mind the limit of open files of the process.',
    unit: 'connections',
    atLimit: 'one more is refused with 429 `tooManyRequests`',
  }),
  LIMIT_CONNECTIONS_PER_ADDRESS: variable(integer(0, 1_000_000, 0), {
    group: 'Limits',
    description: 'Of those, from one address (IPv6: one /64); 0 = as many as there are in all.',
    unit: 'connections',
    atLimit: 'one more is refused with 429 `tooManyFromAddress`',
  }),
  LIMIT_CONNECTIONS_PER_USER: variable(integer(0, 1_000_000, 0), {
    group: 'Limits',
    description: 'Of those, of one user (`sub` of the token); 0 = as many as there are in all.',
    unit: 'connections',
    atLimit: 'one more is refused with 429 `tooManyOfUser`',
  }),
  LIMIT_CONNECTION_RATE: variable(integer(0, 100_000, 0), {
    group: 'Limits',
    description:
      'New WebSockets and event streams from one address (IPv6: one /64), refused ones counted; four times as many may come at once; 0 = no bound.',
    unit: 'connections/s',
    atLimit: 'refused with 429 `connectingTooFast`, before any token is looked at',
  }),
  LIMIT_PENDING: variable(integer(1, 1_000_000, 1000), {
    group: 'Limits',
    description: 'Callers whose tokens are being judged at the same time.',
    unit: 'callers',
    atLimit: 'one more is refused with 503 `tooManyPending`',
  }),
  REQUEST_TIMEOUT_MS: variable(integer(100, HOUR_MS, 15_000), {
    group: 'Limits',
    description: 'Longest time for the headers of a request or handshake to come.',
    unit: 'ms',
    atLimit: 'answered with 408 `requestTimeout`, and cut off',
  }),
  LIMITS_DRY_RUN: variable(list(new RegExp(`^(${LIMIT_NAMES.join('|')})$`)), {
    group: 'Limits',
    description: 'Limits that are only counted (`tickwall_limits_reached_total`), to see whom they would hit.',
    form: `names between commas: ${LIMIT_NAMES.map((name) => `\`${name}\``).join(', ')}`,
    shownDefault: 'none',
  }),
  LIMIT_TOPICS: variable(integer(1, 100_000, 500), {
    group: 'Limits',
    description: 'Topics of one connection, one poll, and one `/snapshot`.',
    unit: 'topics',
    atLimit: 'further topics are rejected with `tooManyTopics`',
  }),
  LIMIT_MESSAGE_BYTES: variable(integer(1024, 1_048_576, 65_536), {
    group: 'Limits',
    description: 'Length of a client message, or of the body of a `POST`.',
    unit: 'bytes',
    atLimit: 'a longer message closes the connection with 1009, a longer body is refused with 413',
  }),
  LIMIT_MESSAGES_PER_SECOND: variable(integer(1, 10_000, 20), {
    group: 'Limits',
    description: 'Sustained client messages, `ack` not counted; twice as many may come at once.',
    unit: 'messages/s',
    atLimit: 'answered with `rateLimited`, and counted as an error',
  }),
  LIMIT_ERRORS: variable(integer(1, 10_000, 20), {
    group: 'Limits',
    description: 'Messages answered with an error that may come at once; one is forgiven each second.',
    unit: 'errors',
    atLimit: 'closed with 4503 `tooManyErrors`, or 4504 `rateAbuse`',
  }),
  LIMIT_UNSENT_BYTES: variable(integer(1024, 67_108_864, 65_536), {
    group: 'Limits',
    description: 'Bytes handed to a socket that the kernel has not taken.',
    unit: 'bytes',
    atLimit: 'the connection is skipped, and gets one delta when it has drained',
  }),

  DRAIN_MS: variable(integer(0, HOUR_MS, 8000), {
    group: 'Shutdown',
    description:
      'Longest time from SIGTERM to exit. Keep it below the patience of what sends the signal (Docker: 10 s).',
    unit: 'ms',
    atLimit: 'what is still open is cut off',
  }),
  DRAIN_SPREAD_MS: variable(integer(0, HOUR_MS, 5000), {
    group: 'Shutdown',
    description: 'Clients are told to come back after a random time up to this, so that they do not come at once.',
    unit: 'ms',
  }),
})

/** Checked variables, under their own names. */
export type Environment = z.infer<typeof environmentSchema>
