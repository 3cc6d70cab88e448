import type { LogName } from '@tickwall/backend/ingest/source.js'

/** One record as Kafka has it. */
export interface KeptRecord {
  readonly offset: number
  /** When it was written, ms. */
  readonly timestamp: number
  readonly key: string
  readonly value: string
}

/** A Kafka topic from its creation to its deletion, with all records that it ever had: index = partition. */
export interface Generation {
  readonly log: LogName
  readonly partitions: readonly (readonly KeptRecord[])[]
  /**
   * The first offsets that existed, by partition, at each time a fold can have begun: all 0 first, then what each truncation left.
   */
  readonly horizons: readonly (readonly number[])[]
}

/** All logs of a run, in the order in which they were created. */
export type KeptLog = readonly Generation[]
