import type { Rate } from '@tickwall/protocol'

/** What fetching costs is the number of fetches: with this, 3 % of a core at 1,000 ticks/s, where 5 ms take 8 %. */
export const MAX_PATIENCE_MS = 50
/** Little beside the 10 ms that a tick may take to a `raw` client. */
const RAW_PATIENCE_MS = 5

/**
 * How long, in ms, brokers may gather records for clients of whom the fastest is served at `fastest` (null: nobody is): half
 * of its window, for what is fetched sooner would lie here instead.
 */
export function patienceMs(fastest: Rate | null): number {
  if (fastest === 'raw') return RAW_PATIENCE_MS
  return fastest === null ? MAX_PATIENCE_MS : Math.min(MAX_PATIENCE_MS, Math.ceil(500 / fastest))
}
