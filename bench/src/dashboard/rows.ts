import type { Row } from '../row.js'
import { candles } from './candles-row.js'
import { load } from './load-row.js'
import { start } from './start-row.js'
import { watchlist } from './watchlist-row.js'

/** In the order of the report. */
export const dashboardRows: readonly Row[] = [start, load, candles, watchlist]
