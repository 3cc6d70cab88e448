/** Where frames are built. */
export interface FrameSpace {
  /** Memory for a frame of exactly so many bytes, with any content. */
  take(bytes: number): Buffer
}

/** Memory of its own for each frame. */
export const FRESH_SPACE: FrameSpace = { take: (bytes) => Buffer.allocUnsafe(bytes) }

/** Some tens of frames. A socket that does not take its frame at once keeps all of it, so hundreds of them must not fill the process. */
const SLAB_BYTES = 65_536
/** What is longer costs more to write than to allocate. */
const LONG_BYTES = SLAB_BYTES / 4

/**
 * Memory that is used again for every batch of frames: a frame whose bytes the kernel has taken is done with. Frames of
 * sets of one are made ten thousands of times a second, and allocating each is a sixth of its cost.
 */
export class ReusedSpace implements FrameSpace {
  #slab = Buffer.allocUnsafeSlow(SLAB_BYTES)
  #used = 0

  /** There is no room for a frame like the last one: time to write what is there. */
  get isFull(): boolean {
    return this.#used === SLAB_BYTES
  }

  take(bytes: number): Buffer {
    if (bytes > LONG_BYTES) return Buffer.allocUnsafe(bytes)
    const end = this.#used + bytes
    if (end > SLAB_BYTES) {
      this.#used = SLAB_BYTES
      return Buffer.allocUnsafe(bytes)
    }
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
