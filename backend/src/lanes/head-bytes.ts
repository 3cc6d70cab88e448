import type { FrameHead } from './frame-codec.js'

/**
 * The encoded head of frames, encoded anew only where it differs from the last one asked for: at a flush, thousands of
 * frames that share no parts share their head, but for the time of their newest record.
 */
export class HeadBytes {
  readonly #encode: (head: FrameHead) => Buffer
  #n = -1
  #prev: number | null = null
  #ts = 0
  #at = 0
  #bytes: Buffer = Buffer.alloc(0)

  constructor(encode: (head: FrameHead) => Buffer) {
    this.#encode = encode
  }

  of(head: FrameHead): Buffer {
    const { n, prev, ts, at } = head
    if (n === this.#n && at === this.#at && prev === this.#prev && ts === this.#ts) return this.#bytes
    this.#n = n
    this.#prev = prev
    this.#ts = ts
    this.#at = at
    this.#bytes = this.#encode(head)
    return this.#bytes
  }
}
