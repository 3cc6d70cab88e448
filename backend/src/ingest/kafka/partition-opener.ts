import { OperatingFault } from '../../observe/operating-fault.js'
import type { Log } from '../../observe/log.js'
import type { PartitionId, PartitionStart } from '../source.js'
import type { BrokerQueries } from './broker-queries.js'
import type { RebuildCause } from './changes.js'
import { chooseHorizon, type BootstrapPolicy, type LogBounds } from './horizon.js'
import type { LogIdentity } from './kafka-source-options.js'
import { partitionKey } from './observation.js'

export interface OpenerOptions {
  readonly queries: Pick<BrokerQueries, 'cleanupPolicy' | 'timestampAt' | 'offsetAt'>
  readonly policy: BootstrapPolicy
  readonly epochOf: (identity: LogIdentity) => string
  /** A text no other process and no other call yields. */
  readonly nonce: () => string
  readonly log: Log
}

/** A partition as it is to be opened. */
export interface Opening {
  readonly id: PartitionId
  readonly topic: string
  readonly topicId: string | null
  readonly clusterId: string | null
  readonly bounds: LogBounds
  readonly cause: 'appeared' | RebuildCause
}

/** Decides from where a partition is folded and what its fold is called. */
export class PartitionOpener {
  readonly #options: OpenerOptions
  /** The topics, by name and id, whose records are known not to be compacted away. */
  readonly #kept = new Set<string>()
  /** The logs that lost an end that had been read: their name no longer says what they hold. */
  readonly #rewritten = new Set<string>()

  constructor(options: OpenerOptions) {
    this.#options = options
  }

  /**
   * How the partition's fold begins, or null while that cannot be said yet (`chooseHorizon`). Rejects with an OperatingFault
   * `compactedTopic`, or when the brokers do not answer.
   */
  async start({ id, topic, topicId, clusterId, bounds, cause }: Opening): Promise<PartitionStart | null> {
    const { queries, policy, epochOf, nonce, log } = this.#options
    await this.#refuseCompacted(topic, topicId)
    const partition = { topic, partition: id.partition }
    const horizon = await chooseHorizon(bounds, policy, {
      timestampAt: (offset) => queries.timestampAt(partition, offset),
      offsetAt: (ms) => queries.offsetAt(partition, ms),
    })
    if (horizon === null) return null
    const { offset, offsetMs, shortened } = horizon
    const isProven = clusterId !== null && topicId !== null && !this.#isRewritten(id, topicId, cause)
    const epoch = epochOf({
      clusterId,
      topicId,
      nonce: isProven ? null : nonce(),
      partition: id.partition,
      log: id.log,
    })
    const fields = { topic, partition: id.partition, cause, horizon: offset, horizonMs: offsetMs, end: bounds.end }
    if (shortened !== null)
      log.warn(
        { ...fields, shortened },
        'the log holds more records than BOOTSTRAP_MAX_RECORDS; it is read from later on',
      )
    else if (cause === 'appeared') log.info(fields, 'a Kafka partition is read')
    else log.warn(fields, 'a Kafka partition is read anew')
    return { epoch, horizon: offset, horizonMs: offsetMs }
  }

  #isRewritten(id: PartitionId, topicId: string | null, cause: Opening['cause']): boolean {
    const key = `${partitionKey(id)} ${topicId}`
    if (cause === 'shrunk') this.#rewritten.add(key)
    return this.#rewritten.has(key)
  }

  /** Compaction takes away records that have been folded: the state would no longer be a function of the log (INV2). */
  async #refuseCompacted(topic: string, topicId: string | null): Promise<void> {
    const key = `${topic} ${topicId}`
    if (this.#kept.has(key)) return
    const policy = await this.#options.queries.cleanupPolicy(topic)
    if (policy?.split(',').includes('compact'))
      throw new OperatingFault(
        'compactedTopic',
        `The Kafka topic ${topic} is compacted; ticks and metrics need cleanup.policy=delete.`,
        { retryable: false },
      )
    if (policy === null)
      this.#options.log.warn({ topic }, 'Kafka does not tell whether the topic is compacted; it must not be')
    this.#kept.add(key)
  }
}
