import {
  CLOSE_CODES,
  ERROR_CODES,
  HTTP_ERRORS,
  SCREEN_COMMANDS,
  SCREEN_STATES,
  SEVERITIES,
  type ScreenStateName,
} from '@tickwall/protocol'
import { LIMIT_NAMES } from '../config/limit-names.js'
import { BAD_REASONS } from '../ingest/bad-reason.js'
import { STALLS } from '../ingest/kafka/stall.js'
import { noCounts } from '../market/fold-counts.js'
import { HISTOGRAMS } from '../observe/histograms.js'
import { TOKEN_OUTCOMES, type Measures } from '../observe/measures.js'
import { counter, gauge, type LabelValues, type MetricInfo, type Reading, type Sample } from '../observe/metric.js'
import type { TallyBy } from '../observe/tally.js'
import { PHASES, type Phase } from './readiness.js'

const LOGS = ['ticks', 'metrics']
const SOURCE_STATES = ['live', 'catchingUp', 'lost']
const STREAMS = ['sse', 'poll']
const LIMIT_MODES = ['enforced', 'dryRun'] as const
const CLOSES = Object.keys(CLOSE_CODES)

/** What is counted, and what is read off the running parts, under names without `tickwall_`. */
export const METRICS = {
  connections: gauge('WebSocket connections open now'),
  streams: gauge('Event streams and waiting polls', { transport: STREAMS }),
  subscriptions: gauge('Pairs of connection and topic'),
  lanes: gauge('Pairs of topic and rate that have subscribers, in each slot of connections'),
  cohorts: gauge('Sets of connections with the same topics and rates, which share their frames'),
  ready: gauge('1 while new clients are admitted'),
  phase: gauge('Where the gateway stands between its start and its end: 1 for the one that holds', { phase: PHASES }),
  drain_progress_ratio: gauge('Share of the clients at the beginning of a drain that are gone; 0 while none goes on'),
  build_info: gauge('Always 1; the build as /version.json tells it', { build: { boundedBy: 'one each process' } }),
  certificate_expires_timestamp_seconds: gauge(
    'End of the certificate of TLS_CERT, seconds since the epoch; 0 without one',
  ),
  tls_failures_total: counter('TLS handshakes that failed'),
  connections_accepted_total: counter('WebSocket connections admitted'),
  connections_refused_total: counter('Handshakes and streams refused, by code', { code: Object.keys(HTTP_ERRORS) }),
  limits_reached_total: counter('Clients that reached a limit, by limit, and whether it was enforced', {
    limit: LIMIT_NAMES,
    mode: LIMIT_MODES,
  }),
  tokens_total: counter('Tokens judged, by outcome', { outcome: TOKEN_OUTCOMES }),
  connections_closed_total: counter('Connections ended, by close reason', { reason: [...CLOSES, 'abnormal', 'other'] }),
  send_failures_total: counter(
    'Connections that failed instead of being closed: what was written last did not arrive',
    {
      transport: ['websocket', ...STREAMS],
    },
  ),
  streams_opened_total: counter('Event streams and polls admitted, by transport', { transport: STREAMS }),
  streams_closed_total: counter('Event streams ended, by close reason', { reason: [...CLOSES, 'abnormal'] }),
  frames_total: counter('Data frames written to sockets'),
  frame_bytes_total: counter('Bytes of data frames written to sockets'),
  segments_total: counter(
    'Deltas of a topic that were encoded: one for each lane, flush and codec, however many share it',
  ),
  conflation_ratio: gauge('Records folded for each segment encoded, over the last 5 s; 0 where none was encoded'),
  errors_total: counter('Error messages sent to clients, by code', { code: Object.keys(ERROR_CODES) }),
  skipped_frames_total: counter('Frames not written because a socket had too much unsent'),
  catch_ups_total: counter('Deltas that made up for skipped frames'),
  records_total: counter('Records folded, by log', { log: LOGS }),
  bad_records_total: counter('Records refused, by reason', { reason: Object.keys(BAD_REASONS) }),
  ignored_records_total: counter('Records that had been folded before, by log', { log: LOGS }),
  unusual_ticks_total: counter('Ticks of which the fold left something out, by kind', {
    kind: Object.keys(noCounts()),
  }),
  kafka_lag_records: gauge('Records between the fold position and the end of the log', {
    log: LOGS,
    partition: { boundedBy: "the log's partitions" },
  }),
  kafka_stalls_total: counter('Kafka consumers replaced because they stalled, by reason', { reason: STALLS }),
  announcements_total: counter('Announcements published, by severity', { severity: SEVERITIES }),
  screen_commands_total: counter('Commands for screens published, by command', { command: SCREEN_COMMANDS }),
  screens: gauge('Screens that reported in the last minute, by the state of their connection', {
    state: SCREEN_STATES,
  }),
  screen_reports_total: counter('Reports of screens that were taken'),
  source_state: gauge('State of the source: 1 for the one that holds', { state: SOURCE_STATES }),
} as const satisfies Readonly<Record<string, MetricInfo>>

/** Everything that is published about the gateway itself, under its whole name, as the document lists it. */
export const allMetrics = (): ReadonlyMap<string, MetricInfo> =>
  new Map<string, MetricInfo>(
    Object.entries({ ...METRICS, ...HISTOGRAMS }).map(([name, info]) => [`tickwall_${name}`, info]),
  )

export interface PartitionGauge {
  readonly log: string
  readonly partition: number
  readonly value: number
}

/** What is read off the running parts at each scrape, instead of being counted. */
export interface Gauges {
  connections(): number
  /** Event streams, and polls that wait, by transport. */
  streams(): Readonly<Record<'sse' | 'poll', number>>
  /** (session, topic) pairs. */
  subscriptions(): number
  lanes(): number
  cohorts(): number
  /** Segments encoded; a count that only grows. */
  segments(): number
  conflationRatio(): number
  /** Partitions whose end is known. */
  lag(): readonly PartitionGauge[]
  sourceState(): string
  phase(): Phase
  /** From 0 to 1. */
  drainProgress(): number
  build(): string
  /** Seconds since the epoch; 0 without one. */
  certificateExpiresAt(): number
  /** What the fold met and did not take over (duplicates, late trades), by kind; counts that only grow. */
  unusualTicks(): Readonly<Record<string, number>>
  screens(): Readonly<Record<ScreenStateName, number>>
}

/** A series for each known value, also where it is 0: a rate needs a beginning. */
function* series(label: string, values: LabelValues, valueOf: (value: string) => number): Iterable<Sample> {
  if (!Array.isArray(values)) return
  for (const value of values as readonly string[]) yield [{ [label]: value }, valueOf(value)]
}

const tallied =
  <Label extends string>(label: string, info: MetricInfo, tally: TallyBy<Label>): Reading =>
  () =>
    series(label, info.labels[label] ?? [], (value) => tally.total(value as Label))

const holds =
  (label: string, info: MetricInfo, read: () => string): Reading =>
  () => {
    const now = read()
    return series(label, info.labels[label] ?? [], (value) => Number(value === now))
  }

/** How each of `METRICS` is read at a scrape. */
export const readings = (measures: Measures, gauges: Gauges): Record<keyof typeof METRICS, Reading> => ({
  connections: () => gauges.connections(),
  streams: () => Object.entries(gauges.streams()).map(([transport, value]) => [{ transport }, value]),
  subscriptions: () => gauges.subscriptions(),
  lanes: () => gauges.lanes(),
  cohorts: () => gauges.cohorts(),
  ready: () => Number(gauges.phase() === 'ready'),
  phase: holds('phase', METRICS.phase, () => gauges.phase()),
  drain_progress_ratio: () => gauges.drainProgress(),
  build_info: () => [[{ build: gauges.build() }, 1]],
  certificate_expires_timestamp_seconds: () => gauges.certificateExpiresAt(),
  tls_failures_total: () => measures.tlsFailures.total,
  connections_accepted_total: () => measures.accepted.total,
  connections_refused_total: tallied('code', METRICS.connections_refused_total, measures.refused),
  limits_reached_total: () =>
    LIMIT_MODES.flatMap((mode) =>
      LIMIT_NAMES.map((limit): Sample => [{ limit, mode }, measures.limits[mode].total(limit)]),
    ),
  tokens_total: tallied('outcome', METRICS.tokens_total, measures.tokens),
  connections_closed_total: tallied('reason', METRICS.connections_closed_total, measures.closed),
  send_failures_total: tallied('transport', METRICS.send_failures_total, measures.sendFailures),
  streams_opened_total: tallied('transport', METRICS.streams_opened_total, measures.streams),
  streams_closed_total: tallied('reason', METRICS.streams_closed_total, measures.streamsClosed),
  frames_total: () => measures.frames.total,
  frame_bytes_total: () => measures.frameBytes.total,
  segments_total: () => gauges.segments(),
  conflation_ratio: () => gauges.conflationRatio(),
  errors_total: tallied('code', METRICS.errors_total, measures.errors),
  skipped_frames_total: () => measures.skipped.total,
  catch_ups_total: () => measures.catchUps.total,
  records_total: tallied('log', METRICS.records_total, measures.records),
  bad_records_total: tallied('reason', METRICS.bad_records_total, measures.badRecords),
  ignored_records_total: tallied('log', METRICS.ignored_records_total, measures.ignoredRecords),
  unusual_ticks_total: () => {
    const counts = gauges.unusualTicks()
    return series('kind', METRICS.unusual_ticks_total.labels['kind'] ?? [], (kind) => counts[kind] ?? 0)
  },
  kafka_lag_records: () => gauges.lag().map(({ log, partition, value }) => [{ log, partition }, value]),
  kafka_stalls_total: tallied('reason', METRICS.kafka_stalls_total, measures.stalls),
  announcements_total: tallied('severity', METRICS.announcements_total, measures.announcements),
  screen_commands_total: tallied('command', METRICS.screen_commands_total, measures.screenCommands),
  screens: () => Object.entries(gauges.screens()).map(([state, value]) => [{ state }, value]),
  screen_reports_total: () => measures.screenReports.total,
  source_state: holds('state', METRICS.source_state, () => gauges.sourceState()),
})
