import { BAD_REASONS, type BadReason } from '../ingest/bad-reason.js'
import type { IngestObserver } from '../ingest/ingest.js'
import type { Clock } from '../lanes/clock.js'
import type { Log } from '../observe/log.js'
import type { Measures } from '../observe/measures.js'
import { SampledLog } from '../observe/sampled-log.js'

/**
 * Counts what ingest does, and logs a sample of the bad records: where they lie and what is wrong, never what is in them.
 * `isLive`: whether the source is; what is read anew of the past says nothing about latency.
 */
export function ingestCounts(
  measures: Measures,
  log: Log,
  { monotonicMs, nowMs }: Pick<Clock, 'monotonicMs' | 'nowMs'>,
  isLive: () => boolean,
): IngestObserver {
  const sampled = new SampledLog<BadReason>(monotonicMs, (reason, held, where) =>
    log.warn({ reason, ...where, ...(held > 0 ? { held } : {}) }, `a record was refused: ${BAD_REASONS[reason]}`),
  )
  return {
    bad(reason, { log: name, partition }, offset) {
      measures.badRecords.add(reason)
      sampled.event(reason, { log: name, partition, offset })
    },
    folded(count, { log: name }, publishedAt) {
      measures.records.add(name, count)
      if (isLive()) measures.latency.observe({ stage: 'fold' }, Math.max(0, nowMs() - publishedAt) / 1000)
    },
    ignored: (count, { log: name }) => measures.ignoredRecords.add(name, count),
  }
}
