import type { LogName, PartitionId } from '../source.js'
import type { LogBounds } from './horizon.js'

/** One partition as the brokers showed it; `bounds` is null while it has no leader that answers. */
export interface SeenPartition {
  readonly partition: number
  readonly bounds: LogBounds | null
}

/** One of our topics as the brokers showed it. */
export type SeenTopic =
  | { readonly state: 'missing' }
  /** It exists or not: the brokers do not say, or not to us. */
  | { readonly state: 'unknown' | 'forbidden' | 'invalidName' }
  | { readonly state: 'present'; readonly topicId: string | null; readonly partitions: readonly SeenPartition[] }

/** What the brokers answered when they were last asked. */
export type Observation = ReachableObservation | { readonly reachable: false; readonly cause: unknown }

export interface ReachableObservation {
  readonly reachable: true
  readonly clusterId: string | null
  readonly topics: Readonly<Record<LogName, SeenTopic>>
}

export const logNames: readonly LogName[] = ['ticks', 'metrics']

/** A partition's name as a map key. */
export const partitionKey = ({ log, partition }: PartitionId): string => `${log}/${partition}`

/** The bounds of one partition in an observation, or null. */
export function boundsOf(seen: Observation, { log, partition }: PartitionId): LogBounds | null {
  if (!seen.reachable) return null
  const topic = seen.topics[log]
  if (topic.state !== 'present') return null
  return topic.partitions.find((each) => each.partition === partition)?.bounds ?? null
}

/** The Kafka topics that the brokers showed. */
export const presentTopics = (
  seen: ReachableObservation,
  topics: Readonly<Record<LogName, string>>,
): readonly string[] => logNames.filter((log) => seen.topics[log].state === 'present').map((log) => topics[log])
