import { histogram } from './metric.js'

/** Seconds. A slot of a thousand sockets takes some 10 ms; above half a second the rates cannot be kept. */
const DELAYS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1]
/** Seconds. The slowest rate flushes every 5 s; a minute is an outage that was made up for. */
const AGES = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60]
/** Bytes. Skipped above `LIMIT_UNSENT_BYTES`, 65,536 unless configured; sent away far above. */
const BACKLOGS = [0, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304]

/** Seconds. A picture of a calm screen takes 16 ms; beyond a second nobody calls it live. */
const PAINTS = [0.008, 0.016, 0.033, 0.05, 0.1, 0.12, 0.25, 0.5, 1, 2.5]

/** Names without `tickwall_`. */
export const HISTOGRAMS = {
  flush_delay_seconds: histogram(
    'From when a flush was due until frames of it were handed to the sockets, for each turn of writing',
    DELAYS,
  ),
  flush_duration_seconds: histogram(
    'From when a flush began until its last frame was handed to a socket, for each flush that had any',
    DELAYS,
  ),
  latency_seconds: histogram(
    'Age of a record, by the clocks of its producer and of this machine, when it was folded, when a flush that tells of it began, and when the last frame of that flush was handed to a socket; sampled, and only while the source is live',
    AGES,
    { stage: ['fold', 'flush', 'write'] },
  ),
  send_backlog_bytes: histogram(
    'Bytes handed to the socket of a connection that the kernel has not taken, of each connection every 5 s',
    BACKLOGS,
  ),
  screen_paint_seconds: histogram(
    'From when a screen had received a change until it was painted: the 95th percentile of each report of a screen',
    PAINTS,
  ),
} as const
export type HistogramName = keyof typeof HISTOGRAMS
