import type { Position } from '@tickwall/protocol'
import type { FrameCodec } from '../lanes/frame-codec.js'
import { samePosition } from '../lanes/segment.js'
import type { TopicHandle } from '../market/market-store.js'

export interface EncodedSnapshot {
  readonly position: Position
  readonly bytes: Buffer
}
interface Cached extends EncodedSnapshot {
  readonly state: Buffer
}

/** States encoded since the last flush: a crowd that joins at once shares one encoding per topic, and its bytes per position. */
export class SnapshotCache {
  readonly #codec: FrameCodec
  readonly #cached = new Map<TopicHandle, Cached>()

  constructor(codec: FrameCodec) {
    this.#codec = codec
  }

  /** At the fold's position now, also where the state is older: a connection may have been told of a later one before. */
  snapshot(handle: TopicHandle): EncodedSnapshot {
    const position = handle.position()
    const known = this.#cached.get(handle)
    // Asked also at an equal position: a state can be voided in place.
    const isUnchanged = known?.position.epoch === position.epoch && !handle.changedSince(known.position.offset)
    if (isUnchanged && samePosition(known.position, position)) return known
    const state = isUnchanged ? known.state : this.#codec.state(handle.state())
    const cached = { position, state, bytes: this.#codec.snapshot(handle.ref, position, state) }
    this.#cached.set(handle, cached)
    return cached
  }

  /** Called once a flush, so that what is kept stays bounded by what was asked in one flush interval. */
  clear(): void {
    this.#cached.clear()
  }
}
