import type { FrameMessage } from '../../protocol/src/message.ts'
import { readFrameHead } from '../../protocol/src/frame-head.ts'
import { brokenFrames, frameGaps, frames, tickAgeMs } from './measures.ts'

/**
 * Checks the frames of one socket as they come. The head is read from the first bytes of every frame; only a socket
 * that `decodes` parses them whole, since k6 parses slowly and shares its cores with what it measures.
 */
export class FrameCheck {
  readonly #decodes: boolean
  #lastN = 0
  readonly #offsets = new Map<number, { epoch: string; offset: number }>()
  /** Refs that have had a snapshot. */
  readonly begun = new Set<number>()

  constructor(decodes: boolean) {
    this.#decodes = decodes
  }

  get lastN(): number {
    return this.#lastN
  }

  /** Takes a frame's text, or returns false when the text is another message. */
  take(text: string, nowMs: number): boolean {
    const head = readFrameHead(text)
    if (head === null) return false
    frames.add(1)
    if (head.prev !== null && head.prev > this.#lastN) frameGaps.add(1)
    if (head.n <= this.#lastN) brokenFrames.add(1)
    this.#lastN = head.n
    // A snapshot may hold an old price: only what is new tells how fast the way is.
    if (head.prev !== null) tickAgeMs.add(Math.max(0, nowMs - head.at))
    if (this.#decodes || text.includes('"snapshots":[')) this.#decode(text)
    return true
  }

  #decode(text: string): void {
    const { snapshots = [], deltas = [] } = JSON.parse(text) as FrameMessage
    for (const { ref, epoch, offset } of snapshots) {
      this.begun.add(ref)
      this.#offsets.set(ref, { epoch, offset })
    }
    for (const [ref, offset] of deltas) {
      const held = this.#offsets.get(ref)
      if (held === undefined || offset < held.offset) brokenFrames.add(1)
      else held.offset = offset
    }
  }
}
