import type { LogName } from '../source.js'
import type { BrokerQueries } from './broker-queries.js'
import type { ClusterMetadata, TopicError, TopicMetadata } from './cluster-metadata.js'
import type { TopicPartition } from './list-offsets.js'
import { logNames, type Observation, type SeenTopic } from './observation.js'

/** What a look asks the brokers. */
export type LookQueries = Pick<BrokerQueries, 'metadata' | 'bounds' | 'reset'>

/**
 * Looks at our topics over a connection of its own, so that broker loss is seen whatever the consumer waits for: identity,
 * partitions and bounds of each log. Never rejects.
 */
export async function observe(queries: LookQueries, topics: Readonly<Record<LogName, string>>): Promise<Observation> {
  try {
    const metadata = await queries.metadata(logNames.map((log) => topics[log]))
    const present = metadata.topics.filter(({ error }) => error === 'none')
    const partitions = present.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition }): TopicPartition => ({ topic, partition })),
    )
    const bounds = await queries.bounds(partitions)
    const seen = (log: LogName): SeenTopic => {
      const topic = metadataOf(metadata, topics[log])
      if (topic === null) return { state: 'unknown' }
      if (topic.error !== 'none') return { state: absence[topic.error] }
      const boundsOf = (partition: number) =>
        bounds[partitions.findIndex((each) => each.topic === topic.topic && each.partition === partition)] ?? null
      const seenPartitions = topic.partitions.map(({ partition }) => ({ partition, bounds: boundsOf(partition) }))
      return { state: 'present', topicId: topic.topicId, partitions: seenPartitions }
    }
    return {
      reachable: true,
      clusterId: metadata.clusterId,
      topics: { ticks: seen('ticks'), metrics: seen('metrics') },
    }
  } catch (cause) {
    queries.reset()
    return { reachable: false, cause }
  }
}

const absence: Readonly<Record<Exclude<TopicError, 'none'>, Exclude<SeenTopic['state'], 'present'>>> = {
  unknownTopic: 'missing',
  unavailable: 'unknown',
  forbidden: 'forbidden',
  invalidName: 'invalidName',
}

const metadataOf = ({ topics }: ClusterMetadata, name: string): TopicMetadata | null =>
  topics.find(({ topic }) => topic === name) ?? null
