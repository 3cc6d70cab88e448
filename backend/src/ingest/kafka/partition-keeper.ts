import { OperatingFault } from '../../observe/operating-fault.js'
import type { Log } from '../../observe/log.js'
import type { LogName, RecordSink } from '../source.js'
import { changesOf, type Change, type FoldedPartition } from './changes.js'
import { boundsOf, logNames, partitionKey, type ReachableObservation } from './observation.js'
import type { PartitionOpener } from './partition-opener.js'
import type { PartitionTable } from './partition-table.js'
import type { Readiness } from './readiness.js'

export interface PartitionKeeperOptions {
  readonly topics: Readonly<Record<LogName, string>>
  readonly table: PartitionTable
  readonly sink: RecordSink
  readonly opener: PartitionOpener
  readonly readiness: Readiness
  readonly log: Log
  /** A fold is about to begin anew: nothing that is still being read may reach the sink any more. */
  readonly rebuilding: () => void
  /** A partition was added to those that are read. */
  readonly opened: (topic: string, partition: number) => void
  /** Whether nobody wants the result any more. */
  readonly isStopped: () => boolean
}

const nothing = (): void => undefined

/** What a partition held is void, and with it all that the others of its topic hold. */
const isOfAnotherTopic = (change: Change): boolean =>
  change.kind === 'close' || (change.kind === 'open' && change.cause === 'recreated')

/** Keeps the folds those of the logs that the brokers show: opens what appeared, begins anew what changed, closes what is gone. */
export class PartitionKeeper {
  readonly #options: PartitionKeeperOptions
  readonly #reported = new Set<string>()

  constructor(options: PartitionKeeperOptions) {
    this.#options = options
  }

  /** @param folded as the folds were before the brokers were asked. Rejects when the brokers stop answering meanwhile. */
  async follow(folded: readonly FoldedPartition[], seen: ReachableObservation): Promise<void> {
    const { readiness, isStopped } = this.#options
    this.#reportUnreadable(seen)
    readiness.await(logNames.flatMap((log) => keysOf(log, seen)))
    const changes = changesOf(folded, seen)
    // All at once: a subject that had moved would else be seen for a while as the partition before knew it, with an older price.
    await this.#apply(changes.filter(isOfAnotherTopic), seen)
    for (const change of changes) {
      if (isStopped()) return
      if (!isOfAnotherTopic(change)) await this.#apply([change], seen)
    }
  }

  /** Makes changes in one turn, once everything is known that they need. */
  async #apply(changes: readonly Change[], seen: ReachableObservation): Promise<void> {
    const prepared = await Promise.all(changes.map((change) => this.#prepare(change, seen)))
    if (this.#options.isStopped()) return
    for (const apply of prepared) apply()
  }

  /** @returns what makes the change. */
  async #prepare(change: Change, seen: ReachableObservation): Promise<() => void> {
    const { table, sink, readiness } = this.#options
    switch (change.kind) {
      case 'suspect':
        return () => table.suspect(change.id)
      case 'close':
        return () => {
          table.close(change.id)
          sink.close(change.id)
          readiness.done(partitionKey(change.id))
        }
      case 'open':
        return this.#prepareOpen(change, seen)
    }
  }

  async #prepareOpen(
    { id, cause }: Extract<Change, { kind: 'open' }>,
    seen: ReachableObservation,
  ): Promise<() => void> {
    const { topics, table, opener, readiness, rebuilding, opened } = this.#options
    const topic = topics[id.log]
    const bounds = boundsOf(seen, id)
    const seenTopic = seen.topics[id.log]
    if (bounds === null || seenTopic.state !== 'present') return nothing
    const { topicId } = seenTopic
    try {
      const start = await opener.start({ id, topic, topicId, clusterId: seen.clusterId, bounds, cause })
      return () => {
        if (start !== null) {
          if (cause !== 'appeared') rebuilding()
          table.open(id, topicId, start, bounds.end)
          if (cause === 'appeared') opened(topic, id.partition)
        }
        if (start === null || table.hasCaughtUp(id)) readiness.done(partitionKey(id))
      }
    } catch (error) {
      if (!(error instanceof OperatingFault)) throw error
      this.#refuse(error, `${topic} ${topicId}`)
      return nothing
    }
  }

  #reportUnreadable(seen: ReachableObservation): void {
    for (const log of logNames) {
      const { state } = seen.topics[log]
      const topic = this.#options.topics[log]
      if (state === 'invalidName')
        this.#refuse(
          new OperatingFault('invalidTopic', 'Kafka accepts no topic of the configured name.', { retryable: false }),
          topic,
        )
      if (state === 'forbidden')
        this.#report(
          new OperatingFault('forbiddenTopic', 'Kafka does not let us see the topic.', { retryable: true }),
          topic,
        )
    }
  }

  /** A wrong configuration ends the start; found later it is said once, and the rest goes on. */
  #refuse(fault: OperatingFault, key: string): void {
    const { readiness } = this.#options
    if (readiness.isPending) readiness.fail(fault)
    else this.#report(fault, key)
  }

  #report(fault: OperatingFault, key: string): void {
    if (this.#reported.has(key)) return
    this.#reported.add(key)
    this.#options.log.error({ err: fault, topic: key.split(' ')[0] }, 'a Kafka topic cannot be read')
  }
}

function keysOf(log: LogName, seen: ReachableObservation): readonly string[] {
  const topic = seen.topics[log]
  if (topic.state !== 'present') return []
  return topic.partitions.map(({ partition }) => partitionKey({ log, partition }))
}
