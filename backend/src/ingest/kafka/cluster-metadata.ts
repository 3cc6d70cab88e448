/** What a broker says about a topic, told apart by what has to be done. */
export type TopicError = 'none' | 'unknownTopic' | 'invalidName' | 'forbidden' | 'unavailable'

export interface TopicMetadata {
  readonly topic: string
  readonly error: TopicError
  /** Null where the broker knows none: its identity cannot be proven. */
  readonly topicId: string | null
  /** `leader` is -1 while there is none. */
  readonly partitions: readonly { readonly partition: number; readonly leader: number }[]
}

export interface ClusterMetadata {
  readonly clusterId: string | null
  readonly brokers: readonly { readonly nodeId: number; readonly host: string; readonly port: number }[]
  readonly topics: readonly TopicMetadata[]
}

export const metadataApi = 3

/** Kafka's error codes; any other passes by itself or is seen again where it matters. */
const errors: Readonly<Record<number, TopicError>> = {
  0: 'none',
  3: 'unknownTopic',
  17: 'invalidName',
  29: 'forbidden',
}

export const topicError = (code: number): TopicError => errors[code] ?? 'unavailable'
