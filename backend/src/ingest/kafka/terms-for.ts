import type { Rate } from '@tickwall/protocol'
import type { FetchTerms } from './fetch-terms.js'

/** What fetching costs is the number of fetches: with this, 3 % of a core at 1,000 ticks/s. */
export const MAX_PATIENCE_MS = 50
/** Ticks of many producers that publish at once come with one fetch, and are told with one flush; little beside 10 ms. */
const RAW_PAUSE_MS = 2

/**
 * How to fetch for clients of whom the fastest is served at `fastest` (null: nobody is). Brokers gather up to `gatherBytes` for half
 * of its window, for what is fetched sooner would lie here instead; for `raw` they answer as soon as there is a record.
 */
export function termsFor(fastest: Rate | null, gatherBytes: number): FetchTerms {
  if (fastest === 'raw') return { minBytes: 1, maxWaitMs: MAX_PATIENCE_MS, pauseMs: RAW_PAUSE_MS }
  const maxWaitMs = fastest === null ? MAX_PATIENCE_MS : Math.min(MAX_PATIENCE_MS, Math.ceil(500 / fastest))
  return { minBytes: gatherBytes, maxWaitMs, pauseMs: 0 }
}
