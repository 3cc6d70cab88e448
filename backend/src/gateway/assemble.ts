import { randomBytes } from 'node:crypto'
import type { Config } from '../config/parse-config.js'
import type { RecordSink, Source } from '../ingest/source.js'
import type { Access, ReadToken } from '../guard/access.js'
import { LimitWatch } from '../guard/limit-watch.js'
import { openTokens } from '../guard/open-tokens.js'
import { systemClock, type Clock } from '../lanes/clock.js'
import { FrameNumbers } from '../lanes/frame-numbers.js'
import type { MarketStore } from '../market/market-store.js'
import type { Log } from '../observe/log.js'
import { histogramsOf, type createMeasures, type Measures } from '../observe/measures.js'
import { Prometheus } from '../observe/prometheus.js'
import { ControlRoom } from '../sys/control-room.js'
import { GatewayWatch } from '../sys/gateway-watch.js'
import { loopDelay } from '../sys/loop-delay.js'
import { SysStore } from '../sys/sys-store.js'
import { SysTopics } from '../sys/sys-topics.js'
import { buildId } from './build.js'
import { ConnectionLog } from './connection-log.js'
import { Doorkeeper, type Policy } from './doorkeeper.js'
import type { Parts } from './parts.js'
import { Peers } from './peers.js'
import { METRICS, readings, type Gauges } from './metrics.js'
import { gatewayFacts } from './gateway-facts.js'
import { certificateEnd } from './read-tls.js'
import { Readiness } from './readiness.js'
import { Sampler } from './sampler.js'
import { clientsOf, openService, sumOf, type Service } from './service.js'

/** What a gateway stands on: made from the configuration, or by a test. */
export interface Ground {
  readonly source: Source
  /** Where the source writes; it ends in the market. */
  readonly sink: RecordSink
  readonly market: MarketStore
  /** The same, some time later, for clients who may not be told at once; default: such clients are not admitted. */
  readonly delayed?: Pick<Ground, 'source' | 'sink' | 'market'>
  /** What the fold left out, by kind; default: nothing. */
  readonly unusualTicks?: () => Readonly<Record<string, number>>
  readonly measures: ReturnType<typeof createMeasures>
  readonly log: Log
  /** Default: everybody may connect. */
  readonly policy?: Policy
  /** Default: the system's. */
  readonly clock?: Clock
}

/** As many as those of logs have. */
const EPOCH_BYTES = 6

/** Rates of callers that came long ago are forgotten so often, ms. */
const SWEEP_MS = 1000

const counted =
  (read: ReadToken, tokens: Measures['tokens']): ReadToken =>
  async (token) => {
    const judged = await read(token)
    tokens.add(typeof judged === 'string' ? judged : 'good')
    return judged
  }

/**
 * Puts a gateway's parts together; lanes and sessions run from here on, until they are stopped. Throws an OperatingFault when keys
 * cannot be read.
 */
export function assemble(config: Config, ground: Ground): Parts {
  const { source, measures, log, clock = systemClock, policy = () => Promise.resolve(null) } = ground
  const { dashboardDir, name, allowedOrigins, isAbsentOriginAllowed, trustedProxies, maxConnections } = config.server
  const { tls } = config.server
  const certificateExpiresAt = tls === null ? 0 : certificateEnd(tls) / 1000
  const limits = new LimitWatch(config.guard.dryRun, (limit, mode) => measures.limits[mode].add(limit))
  const tokens = config.guard.tokens === null ? null : openTokens(config.guard.tokens, clock, log)
  const readToken = tokens === null ? null : counted(tokens.read, measures.tokens)
  const identity = { server: name, build: buildId(dashboardDir) }
  const readiness = new Readiness()
  const sys = new SysTopics(() => randomBytes(EPOCH_BYTES).toString('hex'))
  const market = new SysStore(ground.market, sys)
  const room = new ControlRoom(sys, clock)
  const numbers = new FrameNumbers()
  const guard = { readToken, times: config.guard.times, reached: limits.reached }
  const serving = { identity, limits: config.session, clock, numbers, guard, measures }
  const live = openService({ ...serving, market, source, isLive: () => source.state === 'live' })
  const delayed =
    ground.delayed === undefined
      ? null
      : openService({
          ...serving,
          identity: { ...identity, delayMs: config.delayMs },
          market: new SysStore(ground.delayed.market, sys),
          source: ground.delayed.source,
          isLive: () => false,
        })
  const services = delayed === null ? [live] : [live, delayed]
  const { sessions, streams } = live

  const clients = (): number => sumOf(services, clientsOf)
  const { perAddress, perUser, connectionsPerSecond, pending } = config.guard
  const doorkeeper = new Doorkeeper({
    gate: () => ({ hindrance: readiness.hindrance, connections: clients(), maxConnections }),
    origins: { allowed: allowedOrigins, isAbsentAllowed: isAbsentOriginAllowed },
    places: config.guard.tokens?.places ?? { cookie: null, isQueryRead: false },
    peers: new Peers(trustedProxies),
    monotonicMs: () => clock.monotonicMs(),
    ...{ policy, readToken, limits, perAddress, perUser, connectionsPerSecond, pending },
  })
  const stopSweep = clock.every(SWEEP_MS, () => doorkeeper.sweep())
  const stopGuard = (): void => {
    stopSweep()
    tokens?.stop()
  }
  const allLanes = services.flatMap(({ lanes }) => lanes)
  const segments = (): number => allLanes.reduce((sum, { encodes }) => sum + encodes, 0)
  const records = (): number => measures.records.sum
  const eachBacklog = (told: (bytes: number) => void): void => {
    for (const service of services) service.sessions.eachBacklog(told)
  }
  const sampler = new Sampler({ eachBacklog, records, segments }, measures, clock)
  const gauges: Gauges = {
    connections: () => sumOf(services, (service) => service.sessions.size),
    streams: () => ({
      sse: sumOf(services, (service) => service.streams.size('sse')),
      poll: sumOf(services, (service) => service.streams.size('poll')),
    }),
    subscriptions: () => sumOf(services, ({ counts }) => counts.subscribed),
    lanes: () => allLanes.reduce((sum, { size }) => sum + size, 0),
    cohorts: () => sumOf(services, (service) => service.sessions.cohorts),
    segments,
    conflationRatio: () => sampler.conflationRatio,
    lag: () => source.lag().flatMap(({ id, lag }) => (lag === null ? [] : [{ ...id, value: lag }])),
    sourceState: () => source.state,
    phase: () => readiness.phase,
    drainProgress: () => readiness.drainProgress(clients()),
    build: () => identity.build,
    certificateExpiresAt: () => certificateExpiresAt,
    unusualTicks: ground.unusualTicks ?? (() => ({})),
    screens: () => room.screens.states(),
  }
  const facts = gatewayFacts(identity, source, measures, gauges, clock.nowMs(), loopDelay())
  const watch = new GatewayWatch(sys.topic('gateway'), facts, clock)
  sys.watch('gateway', watch)
  const prometheus = new Prometheus(METRICS, readings(measures, gauges), histogramsOf(measures))
  const serviceOf = ({ isDelayed }: Access): Service => {
    if (!isDelayed) return live
    if (delayed === null) throw new Error('delayed data are not served')
    return delayed
  }
  const served = { market, source, sessions, streams, services, serviceOf, readiness, doorkeeper, limits, stopGuard }
  const lives = new ConnectionLog(log, () => clock.monotonicMs())
  return { config, identity, log, measures, lives, prometheus, sampler, watch, room, ...served }
}
