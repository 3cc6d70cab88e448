import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { distinctUntilChanged, filter, skipWhile } from 'rxjs'
import { AppModule } from '../app.module.js'
import type { Config } from '../config/parse-config.js'
import type { RecordSink, Source } from '../ingest/source.js'
import { systemClock, type Clock } from '../lanes/clock.js'
import { Lanes } from '../lanes/lanes.js'
import type { MarketStore } from '../market/market-store.js'
import type { Log } from '../observe/log.js'
import type { createMeasures } from '../observe/measures.js'
import { Prometheus } from '../observe/prometheus.js'
import { Sessions } from '../session/sessions.js'
import { MAX_TARGET_BYTES } from './admission.js'
import { buildId } from './build.js'
import { doneWithin } from './deadline.js'
import { Doorkeeper, type Policy } from './doorkeeper.js'
import { ErrorAnswerFilter } from './error-answer.filter.js'
import { addressOf, listen } from './listen.js'
import { NestLog } from './nest-log.js'
import type { Parts } from './parts.js'
import { Readiness } from './readiness.js'
import { refusal, Refused } from './refusal.js'
import { securityHeaders } from './security-headers.js'
import { SessionCounts } from './session-counts.js'
import { TickwallWsAdapter } from './tickwall-ws.adapter.js'

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

/** A gateway that listens. */
export interface Gateway {
  readonly app: NestExpressApplication
  /** `http://host:port`, without a slash at the end. */
  readonly url: string
  /** The same as a person would type it. */
  readonly address: string
  readonly parts: Parts
  /** Settles once the source has read all partitions to the end they had at the start; rejects when it cannot. */
  readonly ready: Promise<void>
  /** Drains the clients, then releases everything. Idempotent. */
  close(): Promise<void>
}

/** After the sessions have been sent away, requests under way get this long to end, ms. */
const LAST_REQUESTS_MS = 500
/** Share of the drain's time over which the closes are spread; the rest is for the peers to answer them. */
const PACED_SHARE = 0.5

/** Starts a gateway: listens first, so that probes are answered, then lets the source read. */
export async function startGateway(config: Config, ground: Ground): Promise<Gateway> {
  const { source, sink, market, measures, log, clock = systemClock } = ground
  const identity = { server: config.server.name, build: buildId(config.server.dashboardDir) }
  const readiness = new Readiness()
  const counts = new SessionCounts(measures)
  const lanes = new Lanes(market, clock)
  const sessions = new Sessions({ identity, limits: config.session, clock, lanes, log: source, observer: counts })
  const doorkeeper = new Doorkeeper(
    () => ({
      hindrance: readiness.hindrance,
      connections: sessions.size,
      maxConnections: config.server.maxConnections,
    }),
    config.server.allowedOrigins,
    ground.policy ?? (() => Promise.resolve(null)),
  )
  const prometheus = new Prometheus(measures, {
    connections: () => sessions.size,
    subscriptions: () => counts.subscribed,
    lanes: () => lanes.size,
    lag: () => source.lag().flatMap(({ id, lag }) => (lag === null ? [] : [{ ...id, value: lag }])),
    sourceState: () => source.state,
    isReady: () => readiness.phase === 'ready',
    unusualTicks: ground.unusualTicks ?? (() => ({})),
  })
  const parts: Parts = {
    ...{ config, identity, log, measures, prometheus, market, source, sessions, readiness, doorkeeper },
  }

  const app = await NestFactory.create<NestExpressApplication>(AppModule.of(parts), {
    logger: new NestLog(log),
    bodyParser: false,
    // Else Nest ends the process by itself, with a core dump.
    abortOnError: false,
  })
  app.disable('x-powered-by')
  // Files carry their own; an answer that may not be stored needs none, and a hash of it is not free.
  app.set('etag', () => undefined)
  app.use(securityHeaders())
  app.use((request: { url: string }, _response: unknown, next: (err?: unknown) => void) =>
    next(request.url.length > MAX_TARGET_BYTES ? new Refused(refusal('uriTooLong')) : undefined),
  )
  app.useGlobalFilters(new ErrorAnswerFilter(log))
  app.useWebSocketAdapter(
    new TickwallWsAdapter(app, {
      ...{ doorkeeper, log, refused: measures.refused },
      messageBytes: config.session.messageBytes,
      closeTimeoutMs: config.server.closeTimeoutMs,
    }),
  )

  // `live` is news only to those who heard of a loss.
  const news$ = source.state$.pipe(
    filter((state) => state !== 'catchingUp'),
    distinctUntilChanged(),
    skipWhile((state) => state === 'live'),
  )
  const following = news$.subscribe((state) => sessions.sourceChanged(state))
  const shutDown = async (): Promise<void> => {
    const { deadlineMs, spreadMs } = config.drain
    readiness.drain()
    await sessions.drain({ durationMs: deadlineMs * PACED_SHARE, spreadMs })
    following.unsubscribe()
    if (!(await doneWithin(deadlineMs * (1 - PACED_SHARE), source.stop()))) log.warn({}, 'the source does not stop')
    const cutOff = setTimeout(() => app.getHttpServer().closeAllConnections(), LAST_REQUESTS_MS)
    await app.close()
    clearTimeout(cutOff)
    sessions.stop()
  }

  let url: string
  try {
    url = await listen(app, config.server.host, config.server.port)
  } catch (err) {
    await shutDown()
    throw err
  }
  log.info({ url, source: source.name, build: identity.build }, 'listening; the source is read')
  const ready = source.start(sink).then(() => {
    readiness.bootstrapped()
    log.info({}, 'ready')
  })
  // Whoever waits for it hears why; probes hear that it is so.
  ready.catch(() => readiness.failed())
  let closing: Promise<void> | null = null
  return {
    app,
    url,
    address: addressOf(url),
    parts,
    ready,
    close: () => (closing ??= shutDown()),
  }
}
