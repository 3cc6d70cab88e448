import type { Rate } from '@tickwall/protocol'

/** Rates that clients ask for, on the ladder and beside it. */
export const RATES: readonly Rate[] = [20, 10, 5, 2, 1, 0.2, 'raw', 'raw', 7, 1000, 0.01]

/** How long polls wait, ms. */
export const WAITS_MS: readonly number[] = [0, 100, 1000, 5000, 25_000]

export interface Portfolio {
  readonly topics: readonly string[]
  readonly maxHz: Rate
}

/** Sets that several clients hold at the same rate, so that they share frames. */
export const PORTFOLIOS: readonly Portfolio[] = [
  { topics: ['quote/x:A', 'trades/x:A'], maxHz: 10 },
  { topics: ['quote/x:A', 'quote/x:B', 'bars/x:B/1m'], maxHz: 'raw' },
  { topics: ['metric/web-1/cpu', 'trades/x:B'], maxHz: 20 },
  { topics: ['quote/x:C', 'bars/x:C/1d', 'metric/web-2/cpu'], maxHz: 5 },
]
