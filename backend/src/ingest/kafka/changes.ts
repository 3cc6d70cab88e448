import type { PartitionId } from '../source.js'
import { logNames, partitionKey, type Observation, type SeenTopic } from './observation.js'

/** What the comparison knows of a partition that is being folded. */
export interface FoldedPartition {
  readonly id: PartitionId
  readonly topicId: string | null
  /** The next offset to fold, read before the brokers were asked: the log can only have grown since. */
  readonly next: number
  /** Whether the log already ended before `next` the last time, or a fetch was out of range: one look alone proves no loss. */
  readonly suspect: boolean
  /** For how long its topic or partition has been missing, ms; 0 while it is there. */
  readonly missingForMs: number
}

/**
 * Why a fold is begun anew: another topic of the same name, the log now begins after the fold position, or it ends before it.
 */
export type RebuildCause = 'recreated' | 'truncated' | 'shrunk'

export type Change =
  | { readonly kind: 'open'; readonly id: PartitionId; readonly cause: 'appeared' | RebuildCause }
  | { readonly kind: 'close'; readonly id: PartitionId }
  | { readonly kind: 'suspect'; readonly id: PartitionId }

/** A restarting broker may deny for a moment what it is about to load; a topic missing longer than this is gone. */
const goneAfterMs = 5_000

/** What has to be done so that the folds are those of the logs the brokers show; nothing while they show nothing. */
export function changesOf(folded: readonly FoldedPartition[], seen: Observation): readonly Change[] {
  if (!seen.reachable) return []
  const changes = folded.flatMap((fold) => changeOf(fold, seen.topics[fold.id.log]) ?? [])
  const known = new Set(folded.map(({ id }) => partitionKey(id)))
  for (const log of logNames) {
    const topic = seen.topics[log]
    if (topic.state !== 'present') continue
    for (const { partition, bounds } of topic.partitions) {
      const id = { log, partition }
      if (bounds !== null && !known.has(partitionKey(id))) changes.push({ kind: 'open', id, cause: 'appeared' })
    }
  }
  return changes
}

function changeOf({ id, topicId, next, suspect, missingForMs }: FoldedPartition, topic: SeenTopic): Change | null {
  if (missingForMs > goneAfterMs) return { kind: 'close', id }
  if (topic.state !== 'present') return null
  const isAnother = topicId !== null && topic.topicId !== null && topicId !== topic.topicId
  const bounds = topic.partitions.find(({ partition }) => partition === id.partition)?.bounds ?? null
  if (isAnother && !topic.partitions.some(({ partition }) => partition === id.partition)) return { kind: 'close', id }
  if (bounds === null) return null
  if (isAnother) return { kind: 'open', id, cause: 'recreated' }
  if (bounds.low > next) return { kind: 'open', id, cause: 'truncated' }
  if (bounds.end >= next) return null
  return suspect ? { kind: 'open', id, cause: 'shrunk' } : { kind: 'suspect', id }
}
