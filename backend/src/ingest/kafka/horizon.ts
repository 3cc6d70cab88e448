import { FUTURE_TOLERANCE_MS } from '../decode-record.js'

/** From where a partition is folded: its whole log, the session before the newest one, or a time back from its newest record. */
export type BootstrapFrom = 'earliest' | 'previousSession' | { readonly ms: number }

export interface BootstrapPolicy {
  readonly from: BootstrapFrom
  /** How many records `earliest` folds at most. */
  readonly maxRecords: number
  /** When a session starts, ms after 00:00 UTC. */
  readonly sessionStartMs: number
}

export interface LogBounds {
  /** The first offset that still exists. */
  readonly low: number
  /** The next offset to be written. */
  readonly end: number
}

/** What is asked of the log to choose a horizon. */
export interface LogLookups {
  /** Timestamp (ms) of the first record at or after an offset, or null when there is none. */
  timestampAt(offset: number): Promise<number | null>
  /** The first offset whose record is stamped at or after a time, or null when none is. */
  offsetAt(ms: number): Promise<number | null>
}

export interface Horizon {
  readonly offset: number
  /** The contract of `PartitionStart.horizonMs`. */
  readonly offsetMs: number | null
  /** Why less than the whole log is folded although `earliest` was asked for. */
  readonly shortened: 'toSession' | 'toRecords' | null
}

const dayMs = 86_400_000

/** The start of the session that holds a time. */
export const sessionStartOf = (ms: number, sessionStartMs: number): number =>
  Math.floor((ms - sessionStartMs) / dayMs) * dayMs + sessionStartMs

/**
 * Where a partition's fold begins (INV2: from the log alone, never from a clock), or null while nothing can be said: the log was
 * truncated and no record has come since, so that nobody knows when the first record will have been stamped.
 */
export async function chooseHorizon(
  log: LogBounds,
  policy: BootstrapPolicy,
  lookups: LogLookups,
): Promise<Horizon | null> {
  const { offset, shortened } = await horizonOffset(log, policy, lookups)
  if (offset === 0 && log.low === 0) return { offset, offsetMs: null, shortened }
  const offsetMs = offset < log.end ? await lookups.timestampAt(offset) : null
  return offsetMs === null ? null : { offset, offsetMs, shortened }
}

type Offset = Pick<Horizon, 'offset' | 'shortened'>
const whole = ({ low }: LogBounds): Offset => ({ offset: low, shortened: null })

async function horizonOffset(log: LogBounds, policy: BootstrapPolicy, lookups: LogLookups): Promise<Offset> {
  const { from, maxRecords, sessionStartMs } = policy
  if (from === 'earliest' && log.end - log.low <= maxRecords) return whole(log)
  const newestMs = log.end > log.low ? await lookups.timestampAt(log.end - 1) : null
  if (newestMs === null) return whole(log)
  if (from === 'earliest') return newestThatFits(log, policy, lookups, newestMs)
  if (from === 'previousSession')
    return {
      offset: await beforeSession(log, lookups, sessionStartOf(newestMs, sessionStartMs) - dayMs),
      shortened: null,
    }
  return { offset: Math.max(log.low, (await lookups.offsetAt(newestMs - from.ms)) ?? log.low), shortened: null }
}

/**
 * The earliest session start from which on no more than `maxRecords` follow, so that as much as may be is folded and nothing of a
 * session is missed; where even the newest session is larger, that many records.
 */
async function newestThatFits(
  log: LogBounds,
  { maxRecords, sessionStartMs }: BootstrapPolicy,
  lookups: LogLookups,
  newestMs: number,
): Promise<Offset> {
  const cut = log.end - maxRecords
  const cutMs = (await lookups.timestampAt(cut)) ?? newestMs
  let session = sessionStartOf(cutMs + FUTURE_TOLERANCE_MS, sessionStartMs) + dayMs
  while (session - FUTURE_TOLERANCE_MS <= newestMs) {
    const first = await lookups.offsetAt(session - FUTURE_TOLERANCE_MS)
    if (first === null) break // deleted since
    if (first > cut) return { offset: first - 1, shortened: 'toSession' }
    // Timestamps out of order: a record before the cut is stamped that late. No session up to its time can fit.
    const firstMs = (await lookups.timestampAt(first)) ?? newestMs
    session = sessionStartOf(firstMs + FUTURE_TOLERANCE_MS, sessionStartMs) + dayMs
  }
  return { offset: cut, shortened: 'toRecords' }
}

/**
 * The last record that cannot belong to the session: its timestamp is the proof that nothing of the session was missed. An event time
 * may lie a tolerance after the timestamp, so a session's first record may have been stamped that much before the session.
 */
async function beforeSession(log: LogBounds, lookups: LogLookups, sessionMs: number): Promise<number> {
  const first = await lookups.offsetAt(sessionMs - FUTURE_TOLERANCE_MS)
  return first === null ? log.low : Math.max(log.low, first - 1)
}
