import * as z from 'zod'
import { BOOTSTRAP_FROM } from './bootstrap-from.js'
import { decimal, flag, integer, list, text, variable } from './variable.js'

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** A name of Kafka's: letters, digits, dot, underscore and dash, at most 249. */
const KAFKA_TOPIC = /^[\w.-]{1,249}$/
/** Bounds of durations: below, timers are busier than the work; above, a mistake is likelier than a wish. */
const HOUR_MS = 3_600_000

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
  ALLOWED_ORIGINS: variable(list(/^(\*|null|https?:\/\/[^\s/]+)$/), {
    group: 'Server',
    description:
      'Pages of other origins that may connect. The own origin, and clients that are not browsers, always may.',
    form: 'origins between commas, or `*` for every one',
    shownDefault: 'none',
    atLimit: 'another origin is refused with 403 `forbidden`',
  }),
  TRUSTED_PROXIES: variable(list(/^[\da-fA-F.:]+(\/\d{1,3})?$/), {
    group: 'Server',
    description: 'Proxies whose `X-Real-IP` is believed to be the address of the client.',
    form: 'addresses or subnets (`10.0.0.0/8`) between commas',
    shownDefault: 'none',
  }),
  AUTH: variable(z.enum(['off']).default('off'), {
    group: 'Server',
    description:
      'Who may connect. `off` admits everybody: put an authenticating proxy in front where that is too many.',
  }),
  LOG_LEVEL: variable(z.enum(LOG_LEVELS).default('info'), {
    group: 'Server',
    description: 'Least severe log line that is written (JSON lines on standard error).',
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
