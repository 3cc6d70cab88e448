import type { Position } from '@tickwall/protocol'
import type { FrameCodec } from '../lanes/frame-codec.js'
import type { TopicHandle } from '../market/market-store.js'

export interface EncodedSnapshot {
  readonly position: Position
  readonly bytes: Buffer
}

/** Snapshots encoded since the last flush: a crowd that joins at once shares one encoding per topic and position. */
export class SnapshotCache {
  readonly #codec: FrameCodec
  readonly #encoded = new Map<TopicHandle, EncodedSnapshot>()

  constructor(codec: FrameCodec) {
    this.#codec = codec
  }

  snapshot(handle: TopicHandle): EncodedSnapshot {
    const position = handle.position()
    const known = this.#encoded.get(handle)
    if (known !== undefined && known.position.epoch === position.epoch && !handle.changedSince(known.position.offset))
      return known
    const encoded = { position, bytes: this.#codec.snapshot(handle.ref, position, handle.state()) }
    this.#encoded.set(handle, encoded)
    return encoded
  }

  /** Called once a flush, so that what is kept stays bounded by what was asked in one flush interval. */
  clear(): void {
    this.#encoded.clear()
  }
}
