import type { Changes, Position } from '@tickwall/protocol'
import type { TopicHandle } from '../market/market-store.js'
import type { FrameCodec } from './frame-codec.js'

/** What one lane has to say at one flush, whoever shares it (INV4). */
export type Segment = DeltaSegment | VoidSegment

/** No delta can say it (new epoch, first record, more items than a ring can count): each subscriber is owed a snapshot. */
export interface VoidSegment {
  readonly kind: 'void'
  readonly handle: TopicHandle
  readonly n: number
  readonly at: number
  /** What subscribers are told: the epoch changed, or a delta cannot be given; null when the topic has just begun. */
  readonly notice: 'reset' | 'gap' | null
}

/** Encoded when somebody in step wants it, at most once per codec. */
export class DeltaSegment {
  readonly kind = 'delta'
  readonly handle: TopicHandle
  /** Number of the flush that made it. */
  readonly n: number
  /** When its newest record was published, ms. */
  readonly at: number
  readonly #offset: number
  readonly #changes: Changes
  readonly #encoded: (at: number) => void
  #codec: FrameCodec | null = null
  #bytes: Buffer | null = null
  /** Those of a second codec; most processes speak one at a time. */
  #others: Map<FrameCodec, Buffer> | null = null

  /** `changes` are the segment's own from here on; `encoded` is told of each encoding, with `at`. */
  constructor(handle: TopicHandle, n: number, offset: number, changes: Changes, encoded: (at: number) => void) {
    this.handle = handle
    this.n = n
    this.at = handle.publishedAt()
    this.#offset = offset
    this.#changes = changes
    this.#encoded = encoded
  }

  /** The delta in a codec's form. Hot path: once for each cohort and flush. */
  bytes(codec: FrameCodec): Buffer {
    if (this.#codec === codec && this.#bytes !== null) return this.#bytes
    const known = this.#others?.get(codec)
    if (known !== undefined) return known
    const bytes = codec.delta(this.handle.ref, this.#offset, this.#changes)
    this.#encoded(this.at)
    if (this.#codec === null) {
      this.#codec = codec
      this.#bytes = bytes
    } else {
      this.#others ??= new Map()
      this.#others.set(codec, bytes)
    }
    return bytes
  }
}

export const samePosition = (a: Position, b: Position): boolean => a.offset === b.offset && a.epoch === b.epoch

/** The segment from `sent` to now, or null when the topic did not change. */
export function segmentSince(
  handle: TopicHandle,
  sent: Position,
  n: number,
  encoded: (at: number) => void,
): Segment | null {
  const { epoch, offset } = handle.position()
  if (epoch !== sent.epoch) {
    return { kind: 'void', handle, n, at: handle.publishedAt(), notice: sent.epoch === '' ? null : 'reset' }
  }
  if (!handle.changedSince(sent.offset)) return null
  const changes = handle.answers(sent.offset, false) ? handle.changesSince(sent.offset) : undefined
  if (changes === null) return null
  if (changes === undefined) return { kind: 'void', handle, n, at: handle.publishedAt(), notice: 'gap' }
  return new DeltaSegment(handle, n, offset, changes, encoded)
}
