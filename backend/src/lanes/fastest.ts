import type { Rate } from '@tickwall/protocol'

/** The fastest of some rates, `raw` being faster than all others; null when there is none. */
export function fastestOf(rates: Iterable<Rate | null>): Rate | null {
  let fastest: number | null = null
  for (const rate of rates) {
    if (rate === 'raw') return rate
    if (rate !== null && (fastest === null || rate > fastest)) fastest = rate
  }
  return fastest
}
