import type { OutgoingRecord } from '@tickwall/backend/ingest/process-log.js'
import { backfill } from '@tickwall/backend/ingest/simulated/backfill.js'
import type { MetricReadings } from '@tickwall/backend/ingest/simulated/host-metrics/host-metrics.js'
import { Market } from '@tickwall/backend/ingest/simulated/market.js'
import type { SimulatedTick } from '@tickwall/backend/ingest/simulated/simulated-tick.js'
import { pause } from '@tickwall/backend/ingest/source-clock.js'
import { type Feed, toPublish } from './feed.js'

/** Distance of two requests: fewer than a request a tick, and small against a flush of a gateway. */
const TURN_MS = 25
const METRICS_MS = 1_000
/** What was held up for longer, by a broker or a suspended machine, is left out. */
const MAX_CATCH_UP_MS = 60_000
const KEPT_MS = 1_000
const HISTORY_CHUNK_RECORDS = 5_000

export interface SimulatedFeed extends Feed {
  readonly seed: number
  /** Ticks a second on average. */
  readonly rate: number
  /** Whether the market's history is published first. */
  readonly hasHistory: boolean
  readonly metrics: MetricReadings
}

/** Publishes the simulated market and metrics until it is ended; rejects with what the publisher rejects with. */
export async function produceSimulated(feed: SimulatedFeed): Promise<void> {
  const { publisher, clock, signal, seed, rate, hasHistory, metrics } = feed
  const startMs = clock.nowMs()
  if (hasHistory) await publishHistory(feed, startMs)
  const market = new Market({ seed, startMs, rate })
  let reachedMs = startMs
  let readMs = startMs
  while (!signal.aborted) {
    const nowMs = Math.max(reachedMs, clock.nowMs())
    if (nowMs - reachedMs > MAX_CATCH_UP_MS) market.skip(nowMs - KEPT_MS)
    reachedMs = nowMs
    const records = market.advance(nowMs).map(ofTick)
    if (nowMs - readMs >= METRICS_MS) {
      readMs = nowMs
      for (const value of await metrics.read(nowMs)) {
        records.push({ log: 'metrics', key: value.host, value, timeMs: value.time })
      }
    }
    if (records.length > 0) await publisher.publish(records.map(toPublish))
    await pause(clock, TURN_MS, signal)
  }
}

async function publishHistory({ publisher, signal, seed, rate }: SimulatedFeed, startMs: number): Promise<void> {
  let records: OutgoingRecord[] = []
  for (const ticks of backfill({ seed, startMs, rate })) {
    for (const tick of ticks) records.push(ofTick(tick))
    if (records.length < HISTORY_CHUNK_RECORDS) continue
    await publisher.publish(records.map(toPublish))
    records = []
    if (signal.aborted) return
  }
  await publisher.publish(records.map(toPublish))
}

const ofTick = (value: SimulatedTick): OutgoingRecord => ({
  log: 'ticks',
  key: value.instrument,
  value,
  timeMs: value.time,
})
