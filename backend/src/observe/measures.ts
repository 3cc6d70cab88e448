import type { CloseReason, ErrorCode, HttpErrorCode, ScreenCommandName, Severity } from '@tickwall/protocol'
import type { LimitName } from '../config/limit-names.js'
import { Histogram } from 'prom-client'
import { HISTOGRAMS, type HistogramName } from './histograms.js'
import { Tally, TallyBy } from './tally.js'

/** A value that is observed again and again; only its distribution is kept. */
export interface Distribution {
  observe(value: number): void
}

/** How far a record has come when its age is observed. */
export type Stage = 'fold' | 'flush' | 'write'

export interface Latency {
  /** Seconds since the record was published. */
  observe(labels: { readonly stage: Stage }, seconds: number): void
}

/** What became of a token that was judged. */
export const TOKEN_OUTCOMES = ['good', 'badToken', 'tokenExpired', 'forbidden', 'keysUnavailable'] as const
export type TokenOutcome = (typeof TOKEN_OUTCOMES)[number]

/**
 * Everything a gateway counts, one instance a process. Each layer is given the part that it counts
 * (`Pick<Measures, …>`), so that none of them knows how counts are published.
 */
export interface Measures {
  /** WebSocket connections admitted. */
  readonly accepted: Tally
  /** Handshakes refused, by the code of the answer. */
  readonly refused: TallyBy<HttpErrorCode>
  /** Limits reached, by limit: those that were acted on, and those that are only watched. */
  readonly limits: { readonly enforced: TallyBy<LimitName>; readonly dryRun: TallyBy<LimitName> }
  /** Tokens judged, by outcome. */
  readonly tokens: TallyBy<TokenOutcome>
  /** Connections ended, by close reason; `abnormal` = without a closing handshake (1006), `other` = a code that is not ours. */
  readonly closed: TallyBy<CloseReason | 'abnormal' | 'other'>
  /** TLS handshakes that failed. */
  readonly tlsFailures: Tally
  /** Connections that failed while we wrote to them, or before we were done: what was written last did not arrive. */
  readonly sendFailures: TallyBy<'websocket' | 'sse' | 'poll'>
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
  /** Consumers replaced because they stalled, by reason. */
  readonly stalls: TallyBy<string>
  /** Seconds from when a flush was due until frames of it were handed to the sockets; one observation for each turn that wrote some. */
  readonly flushDelay: Distribution
  /** Seconds from when a flush began until its last frame was handed to a socket; one observation for each flush that wrote some. */
  readonly flushDuration: Distribution
  /** Sampled: one record of each batch that was folded, one segment of each flush. */
  readonly latency: Latency
  /** Unsent bytes of each connection, some seconds apart. */
  readonly backlog: Distribution
  /** Announcements published, by severity. */
  readonly announcements: TallyBy<Severity>
  /** Commands for screens published, by what they ask for. */
  readonly screenCommands: TallyBy<ScreenCommandName>
  /** Reports of screens that were taken. */
  readonly screenReports: Tally
  /** Seconds: of each report the 95th percentile from when a change was received until it was painted. */
  readonly screenPaint: Distribution
}

const made = (name: HistogramName) => {
  const { help, buckets, labels } = HISTOGRAMS[name]
  return new Histogram({
    name: `tickwall_${name}`,
    help,
    buckets: [...buckets],
    labelNames: Object.keys(labels),
    registers: [],
  })
}

/** All counts at zero. */
export const createMeasures = () =>
  ({
    accepted: new Tally(),
    refused: new TallyBy<HttpErrorCode>(),
    limits: { enforced: new TallyBy<LimitName>(), dryRun: new TallyBy<LimitName>() },
    tokens: new TallyBy<TokenOutcome>(),
    closed: new TallyBy<CloseReason | 'abnormal' | 'other'>(),
    tlsFailures: new Tally(),
    sendFailures: new TallyBy<'websocket' | 'sse' | 'poll'>(),
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
    stalls: new TallyBy<string>(),
    flushDelay: made('flush_delay_seconds'),
    flushDuration: made('flush_duration_seconds'),
    latency: made('latency_seconds'),
    backlog: made('send_backlog_bytes'),
    announcements: new TallyBy<Severity>(),
    screenCommands: new TallyBy<ScreenCommandName>(),
    screenReports: new Tally(),
    screenPaint: made('screen_paint_seconds'),
  }) satisfies Measures

/** Those of `createMeasures` that Prometheus publishes as they are. */
export const histogramsOf = ({
  flushDelay,
  flushDuration,
  latency,
  backlog,
  screenPaint,
}: ReturnType<typeof createMeasures>): readonly Histogram[] => [
  flushDelay,
  flushDuration,
  latency,
  backlog,
  screenPaint,
]
