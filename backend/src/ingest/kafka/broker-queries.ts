import kafkajs from 'kafkajs'
import { BrokerConnections, type BrokerAddress } from './broker-connections.js'
import { metadataApi, type ClusterMetadata } from './cluster-metadata.js'
import type { LogBounds } from './horizon.js'
import type { KafkaClient } from './kafka-client.js'
import { earliest, latest, listOffsets, readCommitted, type TopicPartition } from './list-offsets.js'
import { metadataV5 } from './metadata-v5.js'
import { newestVersion, sendRaw } from './raw-request.js'
import { metadataV12 } from './topic-identity.js'

const topicResource = 2
const firstBatchOnly = 1

/**
 * Questions to the brokers, each answered by the broker that knows and never from a cache. All reject when the broker is gone or
 * takes longer than the client's request timeout.
 */
export class BrokerQueries {
  readonly #connections: BrokerConnections
  #brokers = new Map<number, BrokerAddress>()
  /** From the last metadata; a leader that has moved answers with an error, and the next metadata knows the new one. */
  #leaders = new Map<string, number>()

  constructor(client: KafkaClient) {
    this.#connections = new BrokerConnections(client)
  }

  /** The topics with their ids, partitions and leaders. Every other question needs this one asked before. */
  async metadata(topics: readonly string[]): Promise<ClusterMetadata> {
    const broker = await this.#connections.any()
    const hasTopicIds = newestVersion(broker, metadataApi) >= 12
    const metadata = await sendRaw(broker, hasTopicIds ? metadataV12(topics) : metadataV5(topics))
    this.#brokers = new Map(metadata.brokers.map((each) => [each.nodeId, each]))
    this.#leaders = new Map(
      metadata.topics.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, leader }) => [leaderKey({ topic, partition }), leader] as const),
      ),
    )
    return metadata
  }

  /** Where each log begins and ends, in the order asked; null where its leader does not answer. */
  async bounds(partitions: readonly TopicPartition[]): Promise<readonly (LogBounds | null)[]> {
    // The low watermark first: what is deleted meanwhile may make it too low, never higher than the end.
    const lows = await this.#offsets(partitions, earliest)
    const ends = await this.#offsets(partitions, latest)
    return partitions.map((partition) => {
      const [low, end] = [lows.get(leaderKey(partition)), ends.get(leaderKey(partition))]
      return low === undefined || end === undefined ? null : { low, end }
    })
  }

  /** The next offset of each log, in the order asked; null where its leader does not answer. */
  async ends(partitions: readonly TopicPartition[]): Promise<readonly (number | null)[]> {
    const ends = await this.#offsets(partitions, latest)
    return partitions.map((partition) => ends.get(leaderKey(partition)) ?? null)
  }

  /** The first offset of each log stamped at or after a time, Infinity where there is none; null where its leader does not answer. */
  async firstsAt(partitions: readonly TopicPartition[], ms: number): Promise<readonly (number | null)[]> {
    const firsts = await this.#offsets(partitions, stampOf(ms))
    return partitions.map((partition) => {
      const first = firsts.get(leaderKey(partition)) ?? null
      return first !== null && first < 0 ? Infinity : first
    })
  }

  /** The first offset stamped at or after a time, or null when there is none. */
  async offsetAt(partition: TopicPartition, ms: number): Promise<number | null> {
    const answer = await sendRaw(await this.#leader(partition), listOffsets([partition], stampOf(ms)))
    const offset = answer[0]?.offset ?? null
    if (offset === null) throw new Error('the leader has moved')
    return offset < 0 ? null : offset
  }

  /** Timestamp (ms) of the first record at or after an offset, else of the last before it in the same batch, else null. */
  async timestampAt({ topic, partition }: TopicPartition, offset: number): Promise<number | null> {
    const broker = await this.#leader({ topic, partition })
    const { responses } = await broker.fetch({
      isolationLevel: readCommitted,
      maxWaitTime: 0,
      minBytes: 1,
      topics: [{ topic, partitions: [{ partition, fetchOffset: String(offset), maxBytes: firstBatchOnly }] }],
    })
    const messages = responses[0]?.partitions[0]?.messages ?? []
    const record = messages.find((message) => Number(message.offset) >= offset) ?? messages.at(-1)
    return record === undefined ? null : Number(record.timestamp)
  }

  /** The topic's `cleanup.policy`; null when the broker will not tell us, or cannot. */
  async cleanupPolicy(topic: string): Promise<string | null> {
    const broker = await this.#connections.any()
    const resource = { type: topicResource, name: topic, configNames: ['cleanup.policy'] }
    try {
      const { resources } = await broker.describeConfigs({ resources: [resource] })
      return resources[0]?.configEntries.find(({ configName }) => configName === 'cleanup.policy')?.configValue ?? null
    } catch (error) {
      if (isUntold(error)) return null
      throw error
    }
  }

  /** Begins again with fresh connections, after one of them failed. */
  reset(): void {
    this.#connections.reset()
  }

  async #leader(partition: TopicPartition): Promise<ReturnType<BrokerConnections['node']>> {
    const address = this.#brokers.get(this.#leaders.get(leaderKey(partition)) ?? -1)
    if (address === undefined) throw new Error('the partition has no leader')
    return this.#connections.node(address)
  }

  /** Each leader is asked once, all at the same time; what one of them cannot say is absent. */
  async #offsets(partitions: readonly TopicPartition[], timestampMs: number): Promise<ReadonlyMap<string, number>> {
    const byLeader = new Map<BrokerAddress, TopicPartition[]>()
    for (const partition of partitions) {
      const address = this.#brokers.get(this.#leaders.get(leaderKey(partition)) ?? -1)
      if (address !== undefined) byLeader.set(address, [...(byLeader.get(address) ?? []), partition])
    }
    const asked = [...byLeader].map(async ([address, led]) =>
      sendRaw(await this.#connections.node(address), listOffsets(led, timestampMs)),
    )
    const answers = await Promise.allSettled(asked)
    const offsets = new Map<string, number>()
    for (const answer of answers) {
      if (answer.status === 'rejected') continue
      for (const { topic, partition, offset } of answer.value)
        if (offset !== null) offsets.set(leaderKey({ topic, partition }), offset)
    }
    return offsets
  }
}

/** kafkajs's names for "not allowed" and "never heard of". */
const untold: ReadonlySet<unknown> = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'UNSUPPORTED_VERSION',
  'KafkaJSServerDoesNotSupportApiKey',
])

const isUntold = (error: unknown): boolean =>
  error instanceof kafkajs.KafkaJSError && (untold.has(error.name) || untold.has(Reflect.get(error, 'type')))

/** Negative numbers would name the ends of the log. */
const stampOf = (ms: number): number => Math.max(0, Math.ceil(ms))

const leaderKey = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`
