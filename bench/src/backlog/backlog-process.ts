import { performance } from 'node:perf_hooks'
import { parseConfig } from '@tickwall/backend/config/parse-config.js'
import { createSource } from '@tickwall/backend/gateway/create-source.js'
import { Ingest } from '@tickwall/backend/ingest/ingest.js'
import { systemClock } from '@tickwall/backend/lanes/clock.js'
import { Market } from '@tickwall/backend/market/market.js'
import { createLog } from '@tickwall/backend/observe/log.js'
import type { KafkaLog } from '../servers/server.js'
import { serveParent } from '../worker-process.js'

export interface BacklogAnswer {
  readonly folded: number
  readonly seconds: number
  readonly cpuSeconds: number
}

/** One process that reads a whole log into folded, versioned state, as a gateway does before it is ready, and nothing else. */
serveParent<KafkaLog, BacklogAnswer>(async ({ brokers, ticks, metrics }) => {
  const config = parseConfig({ KAFKA_BROKERS: brokers, KAFKA_TOPIC_TICKS: ticks, KAFKA_TOPIC_METRICS: metrics })
  const market = new Market({ sessionStartMs: config.sessionStartMs })
  const ignore = (): void => undefined
  let folded = 0
  const ingest = new Ingest(market, { bad: ignore, ignored: ignore, folded: (count) => (folded += count) })
  const source = createSource(config, systemClock, createLog('error', 'bench'))
  const began = { ms: performance.now(), cpu: process.cpuUsage() }
  await source.start(ingest)
  const { user, system } = process.cpuUsage(began.cpu)
  const seconds = (performance.now() - began.ms) / 1000
  await source.stop()
  return { folded, seconds, cpuSeconds: (user + system) / 1e6 }
})
