import { Kafka, logLevel, type Admin } from 'kafkajs'
import { until } from './until.js'

const leaderTimeoutMs = 30_000

/** A Kafka topic to create. */
export interface TopicSpec {
  readonly topic: string
  /** Default 1. */
  readonly partitions?: number
  /** Topic configuration, e.g. `{ 'cleanup.policy': 'compact' }`. */
  readonly config?: Readonly<Record<string, string>>
}

/** Runs something with a connected admin client of its own. */
export async function withAdmin<T>(brokers: string, body: (admin: Admin) => Promise<T>): Promise<T> {
  const kafka = new Kafka({
    clientId: 'tickwall-tools',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1000,
    retry: { retries: 0 },
  })
  const admin = kafka.admin()
  try {
    await admin.connect()
    return await body(admin)
  } finally {
    await admin.disconnect()
  }
}

/**
 * Whether the broker has a controller, and so can create topics, and its coordinator of groups is loaded: the first consumer of a fresh broker
 * would otherwise be told to come back, and clients differ in how they take that.
 */
export const answers = (brokers: string): Promise<boolean> =>
  withAdmin(brokers, async (admin) => {
    const cluster = await admin.describeCluster()
    await admin.fetchOffsets({ groupId: 'tickwall-tools', topics: [] })
    return cluster.brokers.length > 0 && cluster.controller !== null
  }).catch(() => false) // not up yet

/** Creates the topics that do not exist yet and waits until each partition has a leader. */
export async function createTopics(brokers: string, topics: readonly TopicSpec[]): Promise<void> {
  await withAdmin(brokers, async (admin) => {
    await admin.createTopics({
      // Its own waiting gives up where the broker's metadata does not know of the topic yet.
      waitForLeaders: false,
      topics: topics.map(({ topic, partitions = 1, config = {} }) => ({
        topic,
        numPartitions: partitions,
        replicationFactor: 1,
        configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
      })),
    })
    const names = topics.map(({ topic }) => topic)
    await until(() => haveLeaders(admin, names), { what: 'a leader of each partition', timeoutMs: leaderTimeoutMs })
  })
}

const haveLeaders = (admin: Admin, topics: string[]): Promise<boolean> =>
  admin.fetchTopicMetadata({ topics }).then(
    (metadata) =>
      metadata.topics.every(({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0)),
    () => false, // not known to every part of the broker yet
  )
