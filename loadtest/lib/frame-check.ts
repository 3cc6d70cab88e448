import type { FrameHead } from '../../protocol/src/frame-head.ts'
import { brokenFrames, frameGaps } from './measures.ts'

/** Checks the numbers of one connection's frames, from their heads alone. Plain fields: k6's engine takes half a microsecond for a private one. */
export class FrameCheck {
  /** `n` of the newest frame; 0 before the first. */
  lastN = 0
  /** The server's clock in the newest frame, ms; 0 before the first. */
  lastTs = 0

  take({ n, prev, ts }: FrameHead): void {
    if (prev !== null && prev > this.lastN) frameGaps.add(1)
    if (n <= this.lastN) brokenFrames.add(1)
    this.lastN = n
    this.lastTs = ts
  }
}
