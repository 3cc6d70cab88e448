import type { FrameHead } from '../../protocol/src/frame-head.ts'
import { brokenFrames, frameGaps } from './measures.ts'

/** Checks the numbers of one connection's frames, from their heads alone. */
export class FrameCheck {
  #lastN = 0
  #lastTs = 0

  /** `n` of the newest frame; 0 before the first. */
  get lastN(): number {
    return this.#lastN
  }
  /** The server's clock in the newest frame, ms; 0 before the first. */
  get lastTs(): number {
    return this.#lastTs
  }

  take({ n, prev, ts }: FrameHead): void {
    if (prev !== null && prev > this.#lastN) frameGaps.add(1)
    if (n <= this.#lastN) brokenFrames.add(1)
    this.#lastN = n
    this.#lastTs = ts
  }
}
