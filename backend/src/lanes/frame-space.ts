/** Where frames are built. */
export interface FrameSpace {
  /** Memory for a frame of exactly so many bytes, with any content. */
  take(bytes: number): Buffer
}

/** Memory of its own for each frame. */
export const FRESH_SPACE: FrameSpace = { take: (bytes) => Buffer.allocUnsafe(bytes) }

/** Some tens of frames. */
const SLAB_BYTES = 262_144

/**
 * Memory that is used again for every batch of frames: a frame whose bytes the kernel has taken is done with. Frames of
 * sets of one are made ten thousands of times a second, and allocating each is a sixth of its cost.
 */
export class ReusedSpace implements FrameSpace {
  #slab = Buffer.allocUnsafeSlow(SLAB_BYTES)
  #used = 0

  take(bytes: number): Buffer {
    const end = this.#used + bytes
    if (end > SLAB_BYTES) return Buffer.allocUnsafe(bytes)
    const part = this.#slab.subarray(this.#used, end)
    this.#used = end
    return part
  }

  /** The frames taken so far were written. `isHeld`: some socket still reads its frame, so it keeps this memory. */
  reset(isHeld: boolean): void {
    if (isHeld) this.#slab = Buffer.allocUnsafeSlow(SLAB_BYTES)
    this.#used = 0
  }
}
