import { withAdmin } from '../local/kafka-admin.js'

/** How many records a Kafka topic holds, over all partitions; null while it cannot be asked, or does not exist. */
export const topicRecords = (brokers: readonly string[], topic: string): Promise<number | null> =>
  withAdmin(brokers.join(), async (admin) => {
    const partitions = await admin.fetchTopicOffsets(topic)
    return partitions.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0)
  }).catch(() => null) // no broker, or no such topic: both are waited for
