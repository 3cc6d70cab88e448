/** Follows the numbering of one connection's frames and tells a hole. */
export class FrameOrder {
  #last: number | null = null

  /** The largest `n` received, null before the first frame. */
  get last(): number | null {
    return this.#last
  }

  /**
   * Takes a frame's number in. `hole`: a frame of its stream did not reach us, so its deltas do not follow on what we hold.
   * A frame without `prev` was made for this connection and follows on its position.
   */
  take(n: number, prev: number | undefined): 'follows' | 'hole' {
    const last = this.#last
    this.#last = last === null ? n : Math.max(last, n)
    return prev !== undefined && last !== null && last < prev ? 'hole' : 'follows'
  }
}
