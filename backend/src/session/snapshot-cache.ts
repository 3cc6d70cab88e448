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

/** States encoded since the last flush: a crowd that joins at once shares one encoding per topic and codec, and its bytes per position. */
export class SnapshotCache {
  readonly #byCodec = new Map<FrameCodec, Map<TopicHandle, Cached>>()

  /** At the fold's position now, also where the state is older: a connection may have been told of a later one before. */
  snapshot(handle: TopicHandle, codec: FrameCodec): EncodedSnapshot {
    const position = handle.position()
    let cache = this.#byCodec.get(codec)
    if (cache === undefined) this.#byCodec.set(codec, (cache = new Map()))
    const known = cache.get(handle)
    // Asked also at an equal position: a state can be voided in place.
    const isUnchanged = known?.position.epoch === position.epoch && !handle.changedSince(known.position.offset)
    if (isUnchanged && samePosition(known.position, position)) return known
    const state = isUnchanged ? known.state : codec.state(handle.state())
    const cached = { position, state, bytes: codec.snapshot(handle.ref, position, state) }
    cache.set(handle, cached)
    return cached
  }

  /** Called once a flush, so that what is kept stays bounded by what was asked in one flush interval. */
  clear(): void {
    for (const cache of this.#byCodec.values()) cache.clear()
  }
}
