import { createHash } from 'node:crypto'
import { RING_SIZES } from '@tickwall/protocol'

/** Raised with every change of what a log folds to, so that positions of another fold are void. */
export const FOLD_VERSION = 1

const EPOCH_CHARS = 12

/** What makes two positions comparable. A topic whose identity cannot be proven has a nonce of the process, one a log. */
export type EpochParts = {
  readonly clusterId: string
  readonly partition: number
  readonly sessionStartMs: number
  readonly ringSizes?: { readonly trades: number; readonly bars: number; readonly metric: number }
  readonly foldVersion?: number
} & ({ readonly topicId: string } | { readonly nonce: string })

/** The epoch of a partition's positions (INV1): 12 hexadecimal digits, equal on every gateway that folds the same log the same way. */
export function epochOf(parts: EpochParts): string {
  const { clusterId, partition, sessionStartMs, ringSizes = RING_SIZES, foldVersion = FOLD_VERSION } = parts
  const log = 'topicId' in parts ? ['topic', parts.topicId] : ['process', parts.nonce]
  const { trades, bars, metric } = ringSizes
  const identity = JSON.stringify([clusterId, ...log, partition, sessionStartMs, trades, bars, metric, foldVersion])
  return createHash('sha256').update(identity).digest('hex').slice(0, EPOCH_CHARS)
}
