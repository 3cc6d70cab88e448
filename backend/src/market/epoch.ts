import { createHash } from 'node:crypto'
import { RING_SIZES } from '@tickwall/protocol'
import type { LogName } from '../ingest/source.js'
import type { RingSizes } from './fold-context.js'

/** Raised with every change of what a log folds to, so that positions of another fold are void. */
export const FOLD_VERSION = 1

const EPOCH_CHARS = 12

/** What makes two positions comparable: which log it is, and how it is folded. */
export interface EpochParts {
  readonly log: LogName
  readonly partition: number
  readonly clusterId: string | null
  readonly topicId: string | null
  /** Of a process and a fold, where the log's identity cannot be proven; else null. */
  readonly nonce: string | null
  readonly sessionStartMs: number
  readonly ringSizes?: RingSizes
  readonly foldVersion?: number
}

/** The epoch of a partition's positions (INV1): 12 hexadecimal digits, equal on all gateways that fold the same log the same way. */
export function epochOf(parts: EpochParts): string {
  const { log, partition, clusterId, topicId, nonce, sessionStartMs, ringSizes = RING_SIZES } = parts
  const { trades, bars, metric } = ringSizes
  const folding = [sessionStartMs, trades, bars, metric, parts.foldVersion ?? FOLD_VERSION]
  const identity = JSON.stringify([log, partition, clusterId, topicId, nonce, ...folding])
  return createHash('sha256').update(identity).digest('hex').slice(0, EPOCH_CHARS)
}
