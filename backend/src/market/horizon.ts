import { FUTURE_TOLERANCE_MS } from '../ingest/decode-record.js'
import type { PartitionStart } from '../ingest/source.js'
import { SEES_ALL } from './topic-fold.js'

/**
 * A session or bar that begins at or before this may lack trades from before the horizon: a record there may carry an
 * event time that far ahead of its timestamp. Later ones are whole.
 */
export const tickBlindMs = ({ horizonMs }: PartitionStart): number =>
  horizonMs === null ? SEES_ALL : horizonMs + FUTURE_TOLERANCE_MS

/** A metric's second at the horizon may lack points; those after it are shown, for a monitor is read for its trend. */
export const metricBlindMs = ({ horizonMs }: PartitionStart): number => horizonMs ?? SEES_ALL
