import { metadataApi, topicError, type ClusterMetadata, type TopicMetadata } from './cluster-metadata.js'
import type { RawRequest } from './raw-request.js'
import type { WireReader } from './wire-reader.js'
import { WireWriter } from './wire-writer.js'

const noTopicId = Buffer.alloc(16)

/**
 * Metadata version 12 for some topics, the first with topic ids that every broker of its age answers (Kafka 3.1): the id changes
 * when a topic is deleted and created again under the same name. It never creates a topic.
 */
export const metadataV12 = (topics: readonly string[]): RawRequest<ClusterMetadata> => {
  const body = new WireWriter()
    // kafkajs writes the old request header; the flexible one ends in tags, and so our body begins with them.
    .noTags()
  body.compactArray(topics, (topic) => body.bytes(noTopicId).compactString(topic).noTags())
  const [mayCreate, includeOperations] = [0, 0]
  body.int8(mayCreate).int8(includeOperations).noTags()
  return { apiKey: metadataApi, apiVersion: 12, apiName: 'Metadata', body: body.written(), decode }
}

function decode(answer: WireReader): ClusterMetadata {
  answer.skipTags() // of the header, see above
  answer.int32() // throttle time
  const brokers = answer.compactArray(() => {
    const broker = { nodeId: answer.int32(), host: answer.compactString() ?? '', port: answer.int32() }
    answer.compactString() // rack
    answer.skipTags()
    return broker
  })
  const clusterId = answer.compactString()
  answer.int32() // controller
  const topics = answer.compactArray((): TopicMetadata => {
    const error = topicError(answer.int16())
    const topic = answer.compactString() ?? ''
    const topicId = answer.uuid()
    answer.int8() // internal
    const partitions = answer.compactArray(() => {
      answer.int16() // error; a partition without leader says so below
      const partition = { partition: answer.int32(), leader: answer.int32() }
      answer.int32() // leader epoch
      for (let list = 0; list < 3; list++) answer.compactArray(() => answer.int32()) // replicas: all, in sync, offline
      answer.skipTags()
      return partition
    })
    answer.int32() // authorized operations
    answer.skipTags()
    return { topic, error, topicId, partitions }
  })
  return { brokers, clusterId, topics }
}
