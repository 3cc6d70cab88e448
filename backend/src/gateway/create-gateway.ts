import type { Config } from '../config/parse-config.js'
import { Ingest } from '../ingest/ingest.js'
import type { Stall } from '../ingest/kafka/stall.js'
import type { Source } from '../ingest/source.js'
import { systemClock, type Clock } from '../lanes/clock.js'
import { Market } from '../market/market.js'
import { createLog, type Log } from '../observe/log.js'
import { createMeasures } from '../observe/measures.js'
import { createSource } from './create-source.js'
import { delayedGround } from './delayed-ground.js'
import type { Policy } from './doorkeeper.js'
import { ingestCounts } from './ingest-counts.js'
import { startGateway, type Gateway } from './start-gateway.js'

/** What a test or a benchmark may put in the place of what the configuration says. */
export interface Overrides {
  readonly source?: Source
  readonly log?: Log
  readonly policy?: Policy
  readonly clock?: Clock
}

/**
 * A whole gateway as the configuration describes it, which listens when this resolves and is ready when its `ready` does.
 * Rejects with an OperatingFault when it cannot listen.
 */
export function createGateway(config: Config, overrides: Overrides = {}): Promise<Gateway> {
  const { log = createLog(config.server.logLevel, config.server.name), clock = systemClock, policy } = overrides
  const measures = createMeasures()
  const { source, sessionStartMs, delayMs } = config
  const isHorizonNear = source.kind === 'kafka' && typeof source.bootstrapFrom === 'object'
  const folding = { sessionStartMs, isHorizonNear }
  const market = new Market(folding)
  const onStall = (why: Stall): void => measures.stalls.add(why)
  const from = overrides.source ?? createSource(config, clock, log, onStall)
  const reader = from.name === 'kafka' && delayMs > 0 ? createSource(config, clock, log, onStall, delayMs) : null
  const delayed = delayMs === 0 ? null : delayedGround(config, folding, from, reader, clock)
  const sink = new Ingest(
    market,
    ingestCounts(measures, log, clock, () => from.state === 'live'),
  )
  return startGateway(config, {
    ...{ source: from, sink: delayed?.behind(sink) ?? sink, market },
    ...(delayed === null ? {} : { delayed: delayed.ground }),
    unusualTicks: () => ({ ...market.counts }),
    ...{ measures, log, clock },
    ...(policy === undefined ? {} : { policy }),
  })
}
