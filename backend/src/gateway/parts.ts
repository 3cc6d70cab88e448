import type { Config } from '../config/parse-config.js'
import type { Access } from '../guard/access.js'
import type { LimitWatch } from '../guard/limit-watch.js'
import type { Source } from '../ingest/source.js'
import type { Stop } from '../lanes/clock.js'
import type { MarketStore } from '../market/market-store.js'
import type { Log } from '../observe/log.js'
import type { Measures } from '../observe/measures.js'
import type { Prometheus } from '../observe/prometheus.js'
import type { ServerIdentity } from '../session/session-context.js'
import type { Sessions } from '../session/sessions.js'
import type { Streams } from '../stream/streams.js'
import type { ControlRoom } from '../sys/control-room.js'
import type { GatewayWatch } from '../sys/gateway-watch.js'
import type { ConnectionLog } from './connection-log.js'
import type { Doorkeeper } from './doorkeeper.js'
import type { Readiness } from './readiness.js'
import type { Sampler } from './sampler.js'
import type { Service } from './service.js'

/** The parts of one gateway, as Nest's container hands them out. */
export interface Parts {
  readonly config: Config
  readonly identity: ServerIdentity
  readonly log: Log
  readonly measures: Measures
  readonly lives: ConnectionLog
  readonly prometheus: Prometheus
  readonly sampler: Sampler
  readonly watch: GatewayWatch
  readonly room: ControlRoom
  readonly market: MarketStore
  readonly source: Source
  readonly sessions: Sessions
  readonly streams: Streams
  /** That of everybody who is told at once, which the four above are of, and that of delayed data, if they are served. */
  readonly services: readonly Service[]
  /** What a client is served by. */
  readonly serviceOf: (access: Access) => Service
  readonly readiness: Readiness
  readonly doorkeeper: Doorkeeper
  readonly limits: LimitWatch
  /** Ends what the guard follows: files, rates. */
  readonly stopGuard: Stop
}

/** The container's name of each part. Injected by name, because most parts are interfaces. */
export const PART = {
  config: Symbol('config'),
  identity: Symbol('identity'),
  log: Symbol('log'),
  measures: Symbol('measures'),
  lives: Symbol('lives'),
  prometheus: Symbol('prometheus'),
  sampler: Symbol('sampler'),
  watch: Symbol('watch'),
  room: Symbol('room'),
  market: Symbol('market'),
  source: Symbol('source'),
  sessions: Symbol('sessions'),
  streams: Symbol('streams'),
  services: Symbol('services'),
  serviceOf: Symbol('serviceOf'),
  readiness: Symbol('readiness'),
  doorkeeper: Symbol('doorkeeper'),
  limits: Symbol('limits'),
  stopGuard: Symbol('stopGuard'),
} as const satisfies Record<keyof Parts, symbol>
