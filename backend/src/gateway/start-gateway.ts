import type { SourceState } from '@tickwall/protocol'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { distinctUntilChanged, filter, skipWhile, type Observable } from 'rxjs'
import type { Config } from '../config/parse-config.js'
import { assemble, type Ground } from './assemble.js'
import { createApp } from './create-app.js'
import { doneWithin } from './deadline.js'
import { addressOf, listen } from './listen.js'
import type { Parts } from './parts.js'
import { clientsOf, sumOf } from './service.js'

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

/** Losses of the source, and its returns: `live` is news only to those who heard of a loss. */
const newsOf = (state$: Observable<SourceState>): Observable<SourceState> =>
  state$.pipe(
    filter((state) => state !== 'catchingUp'),
    distinctUntilChanged(),
    skipWhile((state) => state === 'live'),
  )

/** From the last client to the last socket; the order is that of a tick, so that data flow until the sessions are gone. */
async function release(
  { config, log, readiness, services, sampler, watch, room, stopGuard }: Parts,
  app: NestExpressApplication,
): Promise<void> {
  const { deadlineMs, spreadMs } = config.drain
  readiness.drain(sumOf(services, clientsOf))
  const plan = { durationMs: deadlineMs * PACED_SHARE, spreadMs }
  await Promise.all(services.flatMap(({ sessions, streams }) => [sessions.drain(plan), streams.drain(plan)]))
  const stopped = Promise.all(services.map(({ source }) => source.stop()))
  if (!(await doneWithin(deadlineMs * (1 - PACED_SHARE), stopped))) log.warn({}, 'the source does not stop')
  const cutOff = setTimeout(() => app.getHttpServer().closeAllConnections(), LAST_REQUESTS_MS)
  await app.close()
  clearTimeout(cutOff)
  for (const { sessions, streams } of services) {
    sessions.stop()
    streams.stop()
  }
  sampler.stop()
  watch.stop()
  room.stop()
  stopGuard()
}

/**
 * Starts a gateway: listens first, so that probes are answered, then lets the source read.
 * Rejects with an OperatingFault when it cannot listen.
 */
export async function startGateway(config: Config, ground: Ground): Promise<Gateway> {
  const parts = assemble(config, ground)
  const { source, services, readiness, log, identity, limits, measures } = parts
  const app = await createApp(parts)
  const following = services.map(({ source: { state$ }, sessions, streams }) =>
    newsOf(state$).subscribe((state) => {
      sessions.sourceChanged(state)
      streams.sourceChanged(state)
    }),
  )
  let closing: Promise<void> | null = null
  const close = (): Promise<void> => {
    for (const each of following) each.unsubscribe()
    return (closing ??= release(parts, app))
  }

  let url: string
  try {
    url = await listen(app, {
      ...{ host: config.server.host, port: config.server.port, requestTimeoutMs: config.server.requestTimeoutMs },
      unreadable: (code) => {
        if (code === 'requestTimeout' && !limits.reached('requestTime')) return false
        measures.refused.add(code)
        return true
      },
    })
  } catch (err) {
    await close()
    throw err
  }
  log.info({ url, source: source.name, build: identity.build }, 'listening; the source is read')
  // What is delayed first: it may be fed by the other.
  const delayed = ground.delayed?.source.start(ground.delayed.sink)
  const ready = Promise.all([delayed, source.start(ground.sink)]).then(() => {
    readiness.bootstrapped()
    log.info({}, 'ready')
  })
  // Whoever waits for it hears why; probes hear that it is so.
  ready.catch(() => readiness.failed())
  return { app, url, address: addressOf(url), parts, ready, close }
}
