import type { Position } from '@tickwall/protocol'
import type { TopicHandle } from '../market/market-store.js'
import type { FrameCodec } from './frame-codec.js'
import { samePosition } from './segment.js'

export interface EncodedSnapshot {
  readonly position: Position
  readonly bytes: Buffer
}
interface KeptSnapshot extends EncodedSnapshot {
  readonly state: Buffer
}
interface KeptDelta {
  readonly from: number
  readonly isForeign: boolean
  readonly position: Position
  /** Null when there is nothing to tell. */
  readonly fields: Buffer | null
  readonly bytes: Buffer | null
}

/**
 * Parts of one topic that were encoded for one subscriber, which the next may want as well (INV4): a crowd that joins at once is
 * given the same states, and one that comes back after the end of another gateway stands at the same positions.
 */
export class OwnParts {
  readonly codec: FrameCodec
  readonly #handle: TopicHandle
  readonly #filled: (parts: OwnParts) => void
  #snapshot: KeptSnapshot | null = null
  #delta: KeptDelta | null = null

  /** `filled` is told when it keeps something again. */
  constructor(handle: TopicHandle, codec: FrameCodec, filled: (parts: OwnParts) => void) {
    this.#handle = handle
    this.codec = codec
    this.#filled = filled
  }

  /** At the fold's position now, also where the state is older: a connection may have been told of a later one before. */
  snapshot(): EncodedSnapshot {
    const handle = this.#handle
    const position = handle.position()
    const known = this.#snapshot
    // Asked also at an equal position: a state can be voided in place.
    const isUnchanged = known?.position.epoch === position.epoch && !handle.changedSince(known.position.offset)
    if (isUnchanged && samePosition(known.position, position)) return known
    const state = isUnchanged ? known.state : this.codec.fields(handle.state())
    const made: KeptSnapshot = { position, state, bytes: this.codec.snapshot(handle.ref, position, state) }
    this.#snapshot = made
    this.#filled(this)
    return made
  }

  /**
   * The delta from offset `from`, which the handle must answer, to now; null when nothing changed. `isForeign`: the
   * position may be of another gateway; then that nothing changed is told as well.
   */
  delta(from: number, isForeign: boolean): Buffer | null {
    const handle = this.#handle
    const position = handle.position()
    const known = this.#delta
    const isUnchanged =
      known?.from === from &&
      known.isForeign === isForeign &&
      known.position.epoch === position.epoch &&
      !handle.changedSince(known.position.offset)
    if (isUnchanged && (known.bytes === null || known.position.offset === position.offset)) return known.bytes
    const changes = isUnchanged ? null : (handle.changesSince(from, isForeign) ?? (isForeign ? {} : null))
    const fields = isUnchanged ? known.fields : changes === null ? null : this.codec.fields(changes)
    // The fold nearly always went on, of other topics: then what changed here is told under another offset.
    const bytes = fields === null ? null : this.codec.deltaOf(handle.ref, position.offset, fields)
    this.#delta = { from, isForeign, position, fields, bytes }
    this.#filled(this)
    return bytes
  }

  /** Keeps nothing of what was made so far. */
  clear(): void {
    this.#snapshot = this.#delta = null
  }
}

/** The parts of one topic, for each codec. */
export class TopicParts {
  readonly #handle: TopicHandle
  readonly #filled: (parts: OwnParts) => void
  readonly #ofCodec: OwnParts[] = []

  constructor(handle: TopicHandle, filled: (parts: OwnParts) => void) {
    this.#handle = handle
    this.#filled = filled
  }

  of(codec: FrameCodec): OwnParts {
    for (const parts of this.#ofCodec) if (parts.codec === codec) return parts
    const parts = new OwnParts(this.#handle, codec, this.#filled)
    this.#ofCodec.push(parts)
    return parts
  }
}

/** The parts of all topics, for the lanes of whichever clock. */
export class PartCache {
  readonly #topics = new WeakMap<TopicHandle, TopicParts>()
  readonly #filled = new Set<OwnParts>()
  readonly #fill = (parts: OwnParts): void => void this.#filled.add(parts)

  of(handle: TopicHandle): TopicParts {
    let topic = this.#topics.get(handle)
    if (topic === undefined) this.#topics.set(handle, (topic = new TopicParts(handle, this.#fill)))
    return topic
  }

  /** Called once a second, so that what is kept stays bounded by what was asked in that time. */
  clear(): void {
    for (const parts of this.#filled) parts.clear()
    this.#filled.clear()
  }
}
