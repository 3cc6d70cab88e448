import type { Config } from '../config/parse-config.js'
import { agedTicks } from '../ingest/delayed/aged-ticks.js'
import { DelayedSource } from '../ingest/delayed/delayed-source.js'
import { Ingest, type IngestObserver } from '../ingest/ingest.js'
import type { LogRecord, RecordSink, Source } from '../ingest/source.js'
import type { Clock } from '../lanes/clock.js'
import { Market, type MarketOptions } from '../market/market.js'
import type { Ground } from './assemble.js'

/** The second market, and how the first source's sink comes to feed it, if it does. */
export interface DelayedGround {
  readonly ground: NonNullable<Ground['delayed']>
  readonly behind: (sink: RecordSink) => RecordSink
}

/** As many refs as no market comes to; those of topics about the gateway lie beyond. */
const REFS_AFTER = 500_000_000

/** Each record was counted when it was first read. */
const UNCOUNTED: IngestObserver = { bad: () => {}, folded: () => {}, ignored: () => {} }

/** The simulated source tells a past; whatever it says, nothing is known before it is told. */
const whenOf = (source: Source): ((record: LogRecord) => number) =>
  source.name === 'simulated'
    ? ({ timestamp, publishedAt }) => Math.min(timestamp, publishedAt)
    : ({ publishedAt }) => publishedAt

/**
 * What clients with delayed data are served from: the same logs as those of `live`, `delayMs` behind. `reader` reads them a second
 * time, so late; null where they are kept nowhere else, and what `live` hands over has to be held here.
 */
export function delayedGround(
  { delayMs }: Pick<Config, 'delayMs'>,
  options: Omit<MarketOptions, 'refsAfter'>,
  live: Source,
  reader: Source | null,
  clock: Clock,
): DelayedGround {
  const market = new Market({ ...options, refsAfter: REFS_AFTER })
  const sink = new Ingest(agedTicks(market), UNCOUNTED)
  if (reader !== null) return { ground: { source: reader, sink, market }, behind: (first) => first }
  const source = new DelayedSource(live, { delayMs, clock, knownAtMs: whenOf(live) })
  return { ground: { source, sink, market }, behind: (first) => source.behind(first) }
}
