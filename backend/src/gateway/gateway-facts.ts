import type { createMeasures } from '../observe/measures.js'
import type { ServerIdentity } from '../session/session-context.js'
import type { Bucket } from '../sys/bucket-percentiles.js'
import type { GatewayFacts, LoopDelay } from '../sys/gateway-watch.js'
import type { Source } from '../ingest/source.js'
import type { Gauges } from './metrics.js'

/** Hundredths: what changes less is no news. */
const hundredths = (value: number): number => Math.round(value * 100) / 100

/** The facts of `sys/gateway`, read where the metrics are read, so that both say the same. */
export const gatewayFacts = (
  identity: ServerIdentity,
  source: Pick<Source, 'state'>,
  measures: ReturnType<typeof createMeasures>,
  gauges: Gauges,
  startedAt: number,
  loopDelay: LoopDelay,
): GatewayFacts => ({
  loopDelay,
  now: () => {
    const lag = gauges.lag()
    const { heapUsed, rss } = process.memoryUsage()
    return {
      server: identity.server,
      build: identity.build,
      phase: gauges.phase(),
      source: source.state,
      startedAt,
      connections: gauges.connections(),
      streams: Object.values(gauges.streams()).reduce((total, count) => total + count, 0),
      subscriptions: gauges.subscriptions(),
      lanes: gauges.lanes(),
      cohorts: gauges.cohorts(),
      conflationRatio: hundredths(gauges.conflationRatio()),
      ...(lag.length === 0 ? {} : { lagRecords: lag.reduce((total, { value }) => total + value, 0) }),
      skippedFrames: measures.skipped.total,
      catchUps: measures.catchUps.total,
      sendFailures: measures.sendFailures.sum,
      refused: measures.refused.sum,
      drainProgress: hundredths(gauges.drainProgress()),
      heapBytes: heapUsed,
      residentBytes: rss,
    }
  },
  counted: () => ({
    records: measures.records.sum,
    segments: gauges.segments(),
    frames: measures.frames.total,
    bytes: measures.frameBytes.total,
  }),
  latency: async () => {
    const stages: Record<string, Bucket[]> = {}
    const { values } = await measures.latency.get()
    for (const { metricName, labels, value } of values) {
      if (metricName?.endsWith('_bucket') !== true) continue
      const le = labels['le'] === '+Inf' ? Infinity : Number(labels['le'])
      ;(stages[String(labels['stage'])] ??= []).push({ le, count: value })
    }
    return stages
  },
})
