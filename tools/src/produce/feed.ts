import type { OutgoingRecord } from '@tickwall/backend/ingest/process-log.js'
import type { SourceClock } from '@tickwall/backend/ingest/source-clock.js'
import type { PublishRecord } from '../producer/publish-chunks.js'
import type { Publisher } from '../producer/publisher.js'

/** What every feed writes to, and what ends it. */
export interface Feed {
  readonly publisher: Pick<Publisher, 'publish'>
  readonly clock: SourceClock
  readonly signal: AbortSignal
}

/** The same record as a source in the process would fold. */
export const toPublish = ({ log, key, value, timeMs }: OutgoingRecord): PublishRecord => ({
  log,
  key,
  value: JSON.stringify(value),
  eventTime: timeMs,
})
