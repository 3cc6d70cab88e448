import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks'
import { parseConfig } from '@tickwall/backend/config/parse-config.js'
import { createSource } from '@tickwall/backend/gateway/create-source.js'
import { startGateway } from '@tickwall/backend/gateway/start-gateway.js'
import { Ingest } from '@tickwall/backend/ingest/ingest.js'
import { systemClock } from '@tickwall/backend/lanes/clock.js'
import { Market } from '@tickwall/backend/market/market.js'
import { createLog } from '@tickwall/backend/observe/log.js'
import { createMeasures } from '@tickwall/backend/observe/measures.js'
import { FeedSource } from '../feed/feed-source.js'
import { Durations, type Summary } from '../report/distribution.js'
import type { KafkaLog, ServerAnswer, ServerRequest } from './server.js'
import { SessionWork } from './session-work.js'
import { usage } from './usage.js'

/** A gateway that is measured from within. */
export interface Measured {
  /** Null where records come from Kafka. */
  readonly feed: FeedSource | null
  usage(nowMs: number): ServerAnswer
  /** Distributions begin anew. */
  clear(): void
}

const HOUR_MS = 3_600_000
/** Clients of the load say nothing after their `subscribe`: what a silent client is told and judged by must not be measured. */
const PATIENCE = { SILENCE_MS: `${HOUR_MS}`, HANDSHAKE_TIMEOUT_MS: `${HOUR_MS}`, LIMIT_CONNECTIONS: '100000' }

/** How often the event loop is asked how late it is, ms; costs about 1 % of a core. */
const LOOP_WATCH_MS = 2

const environment = (kafka: KafkaLog | undefined): Record<string, string> => ({
  ...{ PORT: '0', LOG_LEVEL: 'error', DASHBOARD_DIR: '/nonexistent', ...PATIENCE },
  ...(kafka === undefined
    ? {}
    : { KAFKA_BROKERS: kafka.brokers, KAFKA_TOPIC_TICKS: kafka.ticks, KAFKA_TOPIC_METRICS: kafka.metrics }),
})

/** Of the monitor's intervals only what exceeds the timer's own is delay. */
function late(histogram: IntervalHistogram): Summary {
  const ms = (ns: number): number => Math.max(0, ns / 1e6 - LOOP_WATCH_MS)
  return { p50: ms(histogram.percentile(50)), p99: ms(histogram.percentile(99)), max: ms(histogram.max) }
}

export async function startMeasured(start: Extract<ServerRequest, { ask: 'start' }>): Promise<Measured> {
  const { load, kafka, watch } = start
  const config = parseConfig({ ...environment(kafka), ...start.environment })
  const log = createLog('error', 'bench')
  const measures = createMeasures()
  const work = watch === 'sessions' ? new SessionWork(measures.frames) : null
  const flushDelay = new Durations()
  let framesSeen = 0
  Object.assign(measures.flushDelay, {
    // Observed once for some frames that were written together: each of them counts.
    observe(seconds: number) {
      const { total } = measures.frames
      flushDelay.observe(seconds * 1000, total - framesSeen)
      framesSeen = total
    },
  })
  const loopDelay = watch === 'loop' ? monitorEventLoopDelay({ resolution: LOOP_WATCH_MS }) : null
  loopDelay?.enable()

  const market = new Market({ sessionStartMs: config.sessionStartMs })
  let folded = 0
  const ignore = (): void => undefined
  const feed = kafka === undefined ? new FeedSource(load) : null
  const gateway = await startGateway(config, {
    source: feed ?? createSource(config, systemClock, log),
    sink: new Ingest(market, { bad: ignore, ignored: ignore, folded: (count) => (folded += count) }),
    ...{ market, measures, log },
  })
  await gateway.ready
  work?.watch(gateway.parts.sessions)
  const port = Number(new URL(gateway.url).port)

  return {
    feed,
    usage(nowMs) {
      const answer = usage(port, {
        ...{ atMs: nowMs, folded, fed: feed?.fed ?? folded, offset: feed?.offset ?? -1 },
        ...{
          frames: measures.frames.total,
          skipped: measures.skipped.total,
          caughtUp: measures.catchUps.total,
          connections: gateway.parts.sessions.size,
        },
        ...{ loopDelayMs: loopDelay === null ? null : late(loopDelay), flushDelayMs: flushDelay.summary() },
      })
      if (work === null) return answer
      const { requestsUs, framesWritten: frames } = work
      return { ...answer, sessions: { requestsUs, frames } }
    },
    clear() {
      loopDelay?.reset()
      flushDelay.clear()
      framesSeen = measures.frames.total
    },
  }
}
