import { randomBytes } from 'node:crypto'
import type { Config } from '../config/parse-config.js'
import type { RecordSink, Source } from '../ingest/source.js'
import type { ReadToken } from '../guard/access.js'
import { LimitWatch } from '../guard/limit-watch.js'
import { openTokens } from '../guard/open-tokens.js'
import { fastestOf } from '../lanes/fastest.js'
import { systemClock, type Clock } from '../lanes/clock.js'
import { FrameNumbers } from '../lanes/frame-numbers.js'
import { Lanes } from '../lanes/lanes.js'
import type { MarketStore } from '../market/market-store.js'
import type { Log } from '../observe/log.js'
import { histogramsOf, type createMeasures, type Measures } from '../observe/measures.js'
import { Prometheus } from '../observe/prometheus.js'
import { Sessions } from '../session/sessions.js'
import { Streams } from '../stream/streams.js'
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
import { SessionCounts } from './session-counts.js'
import { streamCounts } from './stream-counts.js'

/** What a gateway stands on: made from the configuration, or by a test. */
export interface Ground {
  readonly source: Source
  /** Where the source writes; it ends in the market. */
  readonly sink: RecordSink
  readonly market: MarketStore
  /** What the fold left out, by kind; default: nothing. */
  readonly unusualTicks?: () => Readonly<Record<string, number>>
  readonly measures: ReturnType<typeof createMeasures>
  readonly log: Log
  /** Default: everybody may connect. */
  readonly policy?: Policy
  /** Default: the system's. */
  readonly clock?: Clock
}

/**
 * Of five slots. Spread over the interval of every rate, not of the fastest alone: taken modulo 50, 100, 200, 500, 1000, 2000
 * and 5000 ms, no two are nearer than 60 % of an even spread, and at 20, 10 and 5 Hz they are spread evenly.
 */
const FLUSH_PHASES_MS = [0, 2560, 1720, 840, 3280]
/** Between two of those at every rate: clients without a session. */
const STREAM_PHASE_MS = 4665

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
  const counts = new SessionCounts(measures, () => source.state === 'live')
  const sys = new SysTopics(() => randomBytes(EPOCH_BYTES).toString('hex'))
  const market = new SysStore(ground.market, sys)
  const room = new ControlRoom(sys, clock)
  const numbers = new FrameNumbers()
  const lanes = FLUSH_PHASES_MS.map((phaseMs) => new Lanes(market, clock, numbers, phaseMs))
  const guard = { readToken, times: config.guard.times, reached: limits.reached }
  const serving = { identity, limits: config.session, clock, log: source, observer: counts, guard }
  const sessions = new Sessions({ ...serving, lanes })
  const streamLanes = new Lanes(market, clock, numbers, STREAM_PHASE_MS)
  const streams = new Streams({
    ...serving,
    lanes: streamLanes,
    streams: streamCounts(measures),
    random: Math.random,
  })

  source.follow?.(() => fastestOf([...lanes, streamLanes].map((each) => each.fastest)))

  const clients = (): number => sessions.size + streams.size('sse') + streams.size('poll')
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
  const allLanes = [...lanes, streamLanes]
  const segments = (): number => allLanes.reduce((sum, { encodes }) => sum + encodes, 0)
  const records = (): number => [...measures.records.entries()].reduce((sum, [, total]) => sum + total, 0)
  const eachBacklog = (told: (bytes: number) => void): void => sessions.eachBacklog(told)
  const sampler = new Sampler({ eachBacklog, records, segments }, measures, clock)
  const gauges: Gauges = {
    connections: () => sessions.size,
    streams: () => ({ sse: streams.size('sse'), poll: streams.size('poll') }),
    subscriptions: () => counts.subscribed,
    lanes: () => allLanes.reduce((sum, { size }) => sum + size, 0),
    cohorts: () => sessions.cohorts,
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
  const served = { market, source, sessions, streams, readiness, doorkeeper, limits, stopGuard }
  const lives = new ConnectionLog(log, () => clock.monotonicMs())
  return { config, identity, log, measures, lives, prometheus, sampler, watch, room, ...served }
}
