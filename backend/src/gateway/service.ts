import type { Config } from '../config/parse-config.js'
import type { Source } from '../ingest/source.js'
import type { SessionGuard } from '../guard/session-guard.js'
import type { Clock } from '../lanes/clock.js'
import { fastestOf } from '../lanes/fastest.js'
import type { FrameNumbers } from '../lanes/frame-numbers.js'
import { Lanes } from '../lanes/lanes.js'
import { PartCache } from '../lanes/own-parts.js'
import { PunctualClock } from '../lanes/punctual-clock.js'
import type { MarketStore } from '../market/market-store.js'
import type { Measures } from '../observe/measures.js'
import type { ServerIdentity } from '../session/session-context.js'
import { Sessions } from '../session/sessions.js'
import { Streams } from '../stream/streams.js'
import { SessionCounts } from './session-counts.js'
import { streamCounts } from './stream-counts.js'

/** One market, and all who are served from it. */
export interface Service {
  readonly market: MarketStore
  readonly source: Source
  readonly sessions: Sessions
  readonly streams: Streams
  readonly lanes: readonly Lanes[]
  readonly counts: SessionCounts
}

export interface ServiceGround {
  readonly market: MarketStore
  readonly source: Source
  readonly identity: ServerIdentity
  readonly limits: Config['session']
  readonly clock: Clock
  /** Of the process: all its services number their frames together. */
  readonly numbers: FrameNumbers
  readonly guard: SessionGuard
  readonly measures: Measures
  /** Whether what is told now is told as soon as it is known: else it says nothing about latency. */
  readonly isLive: () => boolean
}

/**
 * Of five slots. Spread over the interval of every rate, not of the fastest alone: taken modulo 50, 100, 200, 500, 1000, 2000
 * and 5000 ms, no two are nearer than 60 % of an even spread, and at 20, 10 and 5 Hz they are spread evenly.
 */
const FLUSH_PHASES_MS = [0, 2560, 1720, 840, 3280]
/** Between two of those at every rate: clients without a session. */
const STREAM_PHASE_MS = 4665

/** Serves a market from here on, until its sessions and streams are stopped. */
export function openService(ground: ServiceGround): Service {
  const { market, source, identity, limits, clock, numbers, guard, measures, isLive } = ground
  const punctual = new PunctualClock(clock)
  const counts = new SessionCounts(measures, isLive)
  const laning = { store: market, clock: punctual, numbers, parts: new PartCache() }
  const slots = FLUSH_PHASES_MS.map((phaseMs) => new Lanes({ ...laning, phaseMs }))
  const streamLanes = new Lanes({ ...laning, phaseMs: STREAM_PHASE_MS })
  const lanes = [...slots, streamLanes]
  const serving = { identity, limits, clock, log: source, observer: counts, guard }
  const sessions = new Sessions({ ...serving, punctual, lanes: slots })
  const streams = new Streams({
    ...serving,
    lanes: streamLanes,
    streams: streamCounts(measures),
    random: Math.random,
  })
  source.follow?.(() => fastestOf(lanes.map((each) => each.fastest)))
  return { market, source, sessions, streams, lanes, counts }
}

/** Clients that are served now. */
export const clientsOf = ({ sessions, streams }: Service): number =>
  sessions.size + streams.size('sse') + streams.size('poll')

/** A number of each service, all together. */
export const sumOf = (services: readonly Service[], of: (service: Service) => number): number =>
  services.reduce((sum, service) => sum + of(service), 0)
