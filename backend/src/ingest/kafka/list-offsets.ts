import type { RawRequest } from './raw-request.js'
import type { WireReader } from './wire-reader.js'
import { WireWriter } from './wire-writer.js'

/** Kafka's names for two ends of a log, in place of a timestamp. */
export const earliest = -2
export const latest = -1

export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

export interface ListedOffset extends TopicPartition {
  /** Null when the broker could not say, e.g. because it no longer leads the partition. */
  readonly offset: number | null
}

/** Only what is committed may be read, so the log ends for us where the oldest open transaction begins. */
export const readCommitted = 1

/**
 * ListOffsets version 2: for each partition the first offset whose timestamp is at or after `timestampMs`, or one of its ends;
 * -1 when no record is that late. kafkajs's own rejects as a whole when one of the partitions has moved.
 */
export function listOffsets(
  partitions: readonly TopicPartition[],
  timestampMs: number,
): RawRequest<readonly ListedOffset[]> {
  const topics = new Map<string, number[]>()
  for (const { topic, partition } of partitions) topics.set(topic, [...(topics.get(topic) ?? []), partition])
  const consumer = -1
  const body = new WireWriter().int32(consumer).int8(readCommitted)
  body.array([...topics], ([topic, numbers]) =>
    body.string(topic).array(numbers, (partition) => body.int32(partition).int64(timestampMs)),
  )
  return { apiKey: 2, apiVersion: 2, apiName: 'ListOffsets', body: body.written(), decode }
}

function decode(answer: WireReader): readonly ListedOffset[] {
  answer.int32() // throttle time
  return answer
    .array(() => {
      const topic = answer.nullableString() ?? ''
      return answer.array((): ListedOffset => {
        const partition = answer.int32()
        const hasFailed = answer.int16() !== 0
        answer.int64() // the timestamp found
        const offset = Number(answer.int64())
        return { topic, partition, offset: hasFailed ? null : offset }
      })
    })
    .flat()
}
