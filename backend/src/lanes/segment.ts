import type { Position } from '@tickwall/protocol'
import type { TopicHandle } from '../market/market-store.js'
import type { FrameCodec } from './frame-codec.js'

/** What one lane has to say at one flush, encoded at most once per codec, whoever shares it (INV4). */
export type Segment =
  | {
      readonly kind: 'delta'
      readonly handle: TopicHandle
      /** Number of the flush that made it. */
      readonly n: number
      /** When its newest record was published, ms. */
      readonly at: number
      readonly bytes: Buffer
    }
  /** No delta can say it (new epoch, first record, more items than a ring can count): each subscriber is owed a snapshot. */
  | {
      readonly kind: 'void'
      readonly handle: TopicHandle
      readonly n: number
      readonly at: number
      /** What subscribers are told: the epoch changed, or a delta cannot be given; null when the topic has just begun. */
      readonly notice: 'reset' | 'gap' | null
    }

export const samePosition = (a: Position, b: Position): boolean => a.offset === b.offset && a.epoch === b.epoch

/** The segment from `sent` to now, or null when the topic did not change. */
export function segmentSince(handle: TopicHandle, sent: Position, n: number, codec: FrameCodec): Segment | null {
  const { epoch, offset } = handle.position()
  if (epoch !== sent.epoch) {
    return { kind: 'void', handle, n, at: handle.publishedAt(), notice: sent.epoch === '' ? null : 'reset' }
  }
  if (!handle.changedSince(sent.offset)) return null
  const changes = handle.answers(sent.offset, false) ? handle.changesSince(sent.offset) : undefined
  if (changes === null) return null
  if (changes === undefined) return { kind: 'void', handle, n, at: handle.publishedAt(), notice: 'gap' }
  return { kind: 'delta', handle, n, at: handle.publishedAt(), bytes: codec.delta(handle.ref, offset, changes) }
}
