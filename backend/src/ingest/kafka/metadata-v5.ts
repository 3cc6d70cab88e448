import { metadataApi, topicError, type ClusterMetadata, type TopicMetadata } from './cluster-metadata.js'
import type { RawRequest } from './raw-request.js'
import type { WireReader } from './wire-reader.js'
import { WireWriter } from './wire-writer.js'

/** Metadata version 5, for brokers before Kafka 3.1 and look-alikes: the same without topic ids. It never creates a topic. */
export const metadataV5 = (topics: readonly string[]): RawRequest<ClusterMetadata> => {
  const body = new WireWriter()
  const mayCreate = 0
  body.array(topics, (topic) => body.string(topic)).int8(mayCreate)
  return { apiKey: metadataApi, apiVersion: 5, apiName: 'Metadata', body: body.written(), decode }
}

function decode(answer: WireReader): ClusterMetadata {
  answer.int32() // throttle time
  const brokers = answer.array(() => {
    const broker = { nodeId: answer.int32(), host: answer.nullableString() ?? '', port: answer.int32() }
    answer.nullableString() // rack
    return broker
  })
  const clusterId = answer.nullableString()
  answer.int32() // controller
  const topics = answer.array((): TopicMetadata => {
    const error = topicError(answer.int16())
    const topic = answer.nullableString() ?? ''
    answer.int8() // internal
    const partitions = answer.array(() => {
      answer.int16() // error
      const partition = { partition: answer.int32(), leader: answer.int32() }
      for (let list = 0; list < 3; list++) answer.array(() => answer.int32()) // replicas: all, in sync, offline
      return partition
    })
    return { topic, error, topicId: null, partitions }
  })
  return { brokers, clusterId, topics }
}
