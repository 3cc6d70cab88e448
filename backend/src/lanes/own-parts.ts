import { NO_POSITION, type Position } from '@tickwall/protocol'
import type { TopicHandle } from '../market/market-store.js'
import type { FrameCodec } from './frame-codec.js'
import { samePosition } from './segment.js'

/** No offset. */
const NONE = -2

interface EncodedSnapshot {
  readonly position: Position
  readonly bytes: Buffer
}
interface KeptSnapshot extends EncodedSnapshot {
  readonly state: Buffer
}

/**
 * Parts of one topic that were encoded for one subscriber, which the next may want as well (INV4): a crowd that joins at once is
 * given the same states, and one that comes back after the end of another gateway stands at the same positions. Its delta is kept in
 * fields of its own: a hundred thousand are looked at in a row, each out of the memory's depth, and one object is found sooner than three.
 */
export class OwnParts {
  readonly codec: FrameCodec
  readonly #handle: TopicHandle
  readonly #filled: (parts: OwnParts) => void
  #snapshot: KeptSnapshot | null = null
  /** Where the delta begins; NONE while there is none. */
  #from = NONE
  #isForeign = false
  #end: Position = NO_POSITION
  #at = 0
  /** Null when there is nothing to tell. */
  #fields: Buffer | null = null
  #bytes: Buffer | null = null

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

  /** Where who is told the delta that was asked for last stands then. */
  get end(): Position {
    return this.#end
  }

  /** When the newest record of that delta was published, ms. */
  get at(): number {
    return this.#at
  }

  /**
   * The delta from offset `from`, which the handle must answer, to now; null when nothing changed. `isForeign`: the
   * position may be of another gateway; then that nothing changed is told as well. `least`: who asks may be told what was told
   * before, if it ends there or later, though the topic has changed since; null = not.
   */
  delta(from: number, isForeign: boolean, least: Position | null): Buffer | null {
    const handle = this.#handle
    const position = handle.position()
    const { epoch, offset } = this.#end
    const isOfThese = this.#from === from && this.#isForeign === isForeign && epoch === position.epoch
    if (isOfThese && least?.epoch === epoch && offset >= least.offset && offset <= position.offset) return this.#bytes
    const isUnchanged = isOfThese && !handle.changedSince(offset)
    if (isUnchanged && offset === position.offset) return this.#bytes
    if (!isUnchanged) {
      const changes = handle.changesSince(from, isForeign) ?? (isForeign ? {} : null)
      this.#from = from
      this.#isForeign = isForeign
      this.#at = handle.publishedAt()
      this.#fields = changes === null ? null : this.codec.fields(changes)
      this.#filled(this)
    }
    // The fold nearly always went on, of other topics: then what changed here is told under another offset.
    this.#end = position
    this.#bytes = this.#fields === null ? null : this.codec.deltaOf(handle.ref, position.offset, this.#fields)
    return this.#bytes
  }

  /** Keeps nothing of what was made so far. */
  clear(): void {
    this.#snapshot = this.#fields = this.#bytes = null
    this.#from = NONE
  }
}

/** The parts of all topics, for the lanes of whichever clock. */
export class PartCache {
  /** Of each topic one a codec. */
  readonly #topics = new WeakMap<TopicHandle, OwnParts[]>()
  readonly #filled = new Set<OwnParts>()
  readonly #fill = (parts: OwnParts): void => void this.#filled.add(parts)

  of(handle: TopicHandle, codec: FrameCodec): OwnParts {
    let ofTopic = this.#topics.get(handle)
    if (ofTopic === undefined) this.#topics.set(handle, (ofTopic = []))
    for (const parts of ofTopic) if (parts.codec === codec) return parts
    const parts = new OwnParts(handle, codec, this.#fill)
    ofTopic.push(parts)
    return parts
  }

  /** Called once a second, so that what is kept stays bounded by what was asked in that time. */
  clear(): void {
    for (const parts of this.#filled) parts.clear()
    this.#filled.clear()
  }
}
