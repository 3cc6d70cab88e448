import type { CloseReason, ErrorCode, HttpErrorCode } from '@tickwall/protocol'
import { Histogram } from 'prom-client'
import { Tally, TallyBy } from './tally.js'

/** A value that is observed again and again; only its distribution is kept. */
export interface Distribution {
  observe(value: number): void
}

/** Seconds. A slot of a thousand sockets takes some 10 ms; above half a second the rates cannot be kept. */
const DELAY_BUCKETS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1]

/**
 * Everything a gateway counts, one instance a process. Each layer is given the part that it counts
 * (`Pick<Measures, …>`), so that none of them knows how counts are published.
 */
export interface Measures {
  /** WebSocket connections admitted. */
  readonly accepted: Tally
  /** Handshakes refused, by the code of the answer. */
  readonly refused: TallyBy<HttpErrorCode>
  /** Connections ended, by close reason; `abnormal` = without a closing handshake (1006), `other` = a code that is not ours. */
  readonly closed: TallyBy<CloseReason | 'abnormal' | 'other'>
  /** Event streams and polls admitted, by transport. */
  readonly streams: TallyBy<'sse' | 'poll'>
  /** Event streams ended, by close reason; `abnormal` = the client went away. */
  readonly streamsClosed: TallyBy<CloseReason | 'abnormal'>
  /** Data frames written to sockets, and their bytes with headers. */
  readonly frames: Tally
  readonly frameBytes: Tally
  /** Error messages sent to clients, by code. */
  readonly errors: TallyBy<ErrorCode>
  /** Frames not written because the socket had too much unsent (INV6), and the deltas that made up for them. */
  readonly skipped: Tally
  readonly catchUps: Tally
  /** Records folded, by log. */
  readonly records: TallyBy<string>
  /** Records refused, by reason. */
  readonly badRecords: TallyBy<string>
  /** Records at or below the fold position (a source began anew, a partition came back), by log. */
  readonly ignoredRecords: TallyBy<string>
  /** Seconds from when a flush was due until frames of it were handed to the sockets; one observation for each turn that wrote some. */
  readonly flushDelay: Distribution
}

/** All counts at zero. */
export const createMeasures = () =>
  ({
    accepted: new Tally(),
    refused: new TallyBy<HttpErrorCode>(),
    closed: new TallyBy<CloseReason | 'abnormal' | 'other'>(),
    streams: new TallyBy<'sse' | 'poll'>(),
    streamsClosed: new TallyBy<CloseReason | 'abnormal'>(),
    frames: new Tally(),
    frameBytes: new Tally(),
    errors: new TallyBy<ErrorCode>(),
    skipped: new Tally(),
    catchUps: new Tally(),
    records: new TallyBy<string>(),
    badRecords: new TallyBy<string>(),
    ignoredRecords: new TallyBy<string>(),
    flushDelay: new Histogram({
      name: 'tickwall_flush_delay_seconds',
      help: 'From when a flush was due until frames of it were handed to the sockets, for each turn of writing',
      buckets: DELAY_BUCKETS,
      registers: [],
    }),
  }) satisfies Measures
