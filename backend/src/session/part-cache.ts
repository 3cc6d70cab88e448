import type { Position } from '@tickwall/protocol'
import type { FrameCodec } from '../lanes/frame-codec.js'
import { samePosition } from '../lanes/segment.js'
import type { TopicHandle } from '../market/market-store.js'

export interface EncodedSnapshot {
  readonly position: Position
  readonly bytes: Buffer
}
interface CachedSnapshot extends EncodedSnapshot {
  readonly state: Buffer
}
interface CachedDelta {
  readonly from: number
  readonly isForeign: boolean
  readonly position: Position
  /** Null when there is nothing to tell. */
  readonly fields: Buffer | null
  readonly bytes: Buffer | null
}

/** What one topic's subscribers were given of their own last, in one codec. */
interface Parts {
  readonly codec: FrameCodec
  snapshot: CachedSnapshot | null
  delta: CachedDelta | null
}

/**
 * Parts encoded for one session, which the next may want as well (INV4): a crowd that joins at once is
 * given the same states, and one that comes back after the end of another gateway stands at the same positions.
 */
export class PartCache {
  /** Of each topic one a codec. */
  readonly #parts = new Map<TopicHandle, Parts[]>()

  /** At the fold's position now, also where the state is older: a connection may have been told of a later one before. */
  snapshot(handle: TopicHandle, codec: FrameCodec): EncodedSnapshot {
    const position = handle.position()
    const parts = this.#partsOf(handle, codec)
    const known = parts.snapshot
    // Asked also at an equal position: a state can be voided in place.
    const isUnchanged = known?.position.epoch === position.epoch && !handle.changedSince(known.position.offset)
    if (isUnchanged && samePosition(known.position, position)) return known
    const state = isUnchanged ? known.state : codec.fields(handle.state())
    const made: CachedSnapshot = { position, state, bytes: codec.snapshot(handle.ref, position, state) }
    parts.snapshot = made
    return made
  }

  /**
   * The delta from offset `from`, which the handle must answer, to now; null when nothing changed. `isForeign`: the
   * position may be of another gateway; then that nothing changed is told as well.
   */
  delta(handle: TopicHandle, from: number, isForeign: boolean, codec: FrameCodec): Buffer | null {
    const position = handle.position()
    const parts = this.#partsOf(handle, codec)
    const known = parts.delta
    const isUnchanged =
      known?.from === from &&
      known.isForeign === isForeign &&
      known.position.epoch === position.epoch &&
      !handle.changedSince(known.position.offset)
    if (isUnchanged && (known.bytes === null || known.position.offset === position.offset)) return known.bytes
    const changes = isUnchanged ? null : (handle.changesSince(from, isForeign) ?? (isForeign ? {} : null))
    const fields = isUnchanged ? known.fields : changes === null ? null : codec.fields(changes)
    // The fold nearly always went on, of other topics: then what changed here is told under another offset.
    const bytes = fields === null ? null : codec.deltaOf(handle.ref, position.offset, fields)
    parts.delta = { from, isForeign, position, fields, bytes }
    return bytes
  }

  /** Called once a second, so that what is kept stays bounded by what was asked in that time. */
  clear(): void {
    this.#parts.clear()
  }

  #partsOf(handle: TopicHandle, codec: FrameCodec): Parts {
    let ofTopic = this.#parts.get(handle)
    if (ofTopic === undefined) this.#parts.set(handle, (ofTopic = []))
    for (const parts of ofTopic) if (parts.codec === codec) return parts
    const parts: Parts = { codec, snapshot: null, delta: null }
    ofTopic.push(parts)
    return parts
  }
}
