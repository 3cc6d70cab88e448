import type { PartitionStart } from '../../src/ingest/source.js'
import type { FuzzLog, Generation } from './fuzz-log.js'

/** One fold of a log: which log, and from where on. */
export interface Folding {
  readonly log: FuzzLog
  readonly generation: Generation
  readonly start: PartitionStart
}

/** Where a gateway stood in one partition at some moment. */
export interface PartitionView extends Folding {
  readonly offset: number
}

/** Where a gateway stood in every partition that it had open. */
export type View = readonly PartitionView[]

/**
 * Where a frame may stand: at its flush's start, if it is a shared one [CFL5], or where the gateway stood when it was
 * written, if it was made for one connection; such a one may also carry segments of a flush.
 */
export type Views = readonly View[]
