import type { Log } from '../../observe/log.js'
import type { LogName } from '../source.js'
import type { Clock } from './clock.js'
import type { BootstrapFrom } from './horizon.js'
import type { Stall } from './stall.js'

/** What names a log: where all of it can be proven, every process that folds it comes to the same name. */
export interface LogIdentity {
  readonly clusterId: string | null
  readonly topicId: string | null
  /** Of this process and this fold, where the log's identity cannot be proven; else null. */
  readonly nonce: string | null
  readonly partition: number
  readonly log: LogName
}

/** What the brokers may gather before they answer; for how long follows from the rates in use (`termsFor`). */
export interface FetchOptions {
  /** Answered at once when there are so many bytes, default 64 KiB; for `raw` when there are any. */
  readonly minBytes: number
  /** Default 512 KiB. */
  readonly maxBytesPerPartition: number
  /** Default 1 MiB: of all partitions together. It bounds memory; what is read of it at once is bounded by time. */
  readonly maxBytes: number
}

export interface KafkaSourceOptions {
  /** `host:port`, at least one. */
  readonly brokers: readonly string[]
  /** The Kafka topics of the two input contracts, two different ones. */
  readonly topics: Readonly<Record<LogName, string>>
  /** Makes the epoch of a partition's fold (INV1). */
  readonly epochOf: (identity: LogIdentity) => string
  /** Default `earliest`. */
  readonly bootstrapFrom?: BootstrapFrom
  /** How many records of a partition `earliest` reads at most, default 10 million. */
  readonly bootstrapMaxRecords?: number
  /** When a session starts, ms after 00:00 UTC, default 0. */
  readonly sessionStartMs?: number
  /** Records are read once their timestamp is so old, ms; default 0: at once. */
  readonly delayMs?: number
  /** As the brokers' logs name us, default `tickwall`. */
  readonly clientId?: string
  readonly fetch?: Partial<FetchOptions>
  readonly log: Log
  /** Told of each consumer that is replaced because it stalled. */
  readonly onStall?: (why: Stall) => void
  readonly clock?: Clock
}

export const fetchDefaults: FetchOptions = {
  minBytes: 65_536,
  maxBytesPerPartition: 524_288,
  maxBytes: 1_048_576,
}
