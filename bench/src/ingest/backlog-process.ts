import { performance } from 'node:perf_hooks'
import { Ingest } from '@tickwall/backend/ingest/ingest.js'
import { KafkaSource } from '@tickwall/backend/ingest/kafka/kafka-source.js'
import { epochOf } from '@tickwall/backend/market/epoch.js'
import { Market } from '@tickwall/backend/market/market.js'
import { createLog } from '@tickwall/backend/observe/log.js'
import { serveParent } from '../worker-process.js'

export interface BacklogRequest {
  readonly brokers: string
}
export interface BacklogAnswer {
  readonly folded: number
  readonly seconds: number
  readonly cpuSeconds: number
}

/** One process that reads a whole Kafka log into folded, versioned state, as a gateway does at start. */
serveParent<BacklogRequest, BacklogAnswer>(async ({ brokers }) => {
  const market = new Market({ sessionStartMs: 0 })
  let folded = 0
  const ingest = new Ingest(market, {
    bad: () => undefined,
    ignored: () => undefined,
    folded: (count) => (folded += count),
  })
  const source = new KafkaSource({
    brokers: brokers.split(','),
    topics: { ticks: 'ticks', metrics: 'metrics' },
    epochOf: (identity) => epochOf({ ...identity, sessionStartMs: 0 }),
    log: createLog('error', 'bench'),
  })
  const began = { ms: performance.now(), cpu: process.cpuUsage() }
  await source.start(ingest)
  const cpu = process.cpuUsage(began.cpu)
  const seconds = (performance.now() - began.ms) / 1000
  await source.stop()
  return { folded, seconds, cpuSeconds: (cpu.user + cpu.system) / 1e6 }
})
