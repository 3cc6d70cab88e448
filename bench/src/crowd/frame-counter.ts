/** Told of each message a server sent: how it begins, and how long it is. Hot path of the load generator. */
export type OnMessage = (isBinary: boolean, bytes: Buffer, start: number, end: number, payloadBytes: number) => void

const MAX_HEADER = 10

/**
 * Finds the messages in what a server sends (RFC 6455, 5.2; a server does not mask) by their headers, and throws the
 * payloads away but for their first `peek` bytes. Copies only a beginning that two chunks share.
 */
export class FrameCounter {
  readonly #peek: number
  readonly #onMessage: OnMessage
  readonly #held: Buffer
  #heldBytes = 0
  #skip = 0

  constructor(peek: number, onMessage: OnMessage) {
    this.#peek = peek
    this.#onMessage = onMessage
    this.#held = Buffer.alloc(MAX_HEADER + peek)
  }

  /** Takes the first `length` bytes of `chunk`, which may be used for something else afterwards. */
  take(chunk: Buffer, length: number, from = 0): void {
    let at = from
    while (at < length) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, length - at)
        this.#skip -= step
        at += step
      } else if (this.#heldBytes === 0) {
        const taken = this.#begin(chunk, at, length)
        if (taken === 0) {
          chunk.copy(this.#held, 0, at, length)
          this.#heldBytes = length - at
          return
        }
        at += taken
      } else {
        this.#held[this.#heldBytes++] = chunk[at++] as number
        if (this.#begin(this.#held, 0, this.#heldBytes) > 0) this.#heldBytes = 0
      }
    }
  }

  /** Reads one beginning, header and peek, at `at`; how many bytes it has, or 0 while it is not whole. */
  #begin(bytes: Buffer, at: number, end: number): number {
    if (end - at < 2) return 0
    const short = (bytes[at + 1] as number) & 0x7f
    const header = short < 126 ? 2 : short === 126 ? 4 : MAX_HEADER
    if (end - at < header) return 0
    const payload =
      short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2))
    const peeked = Math.min(payload, this.#peek)
    if (end - at < header + peeked) return 0
    const opcode = (bytes[at] as number) & 0x0f
    const start = at + header
    if (opcode === 1 || opcode === 2) this.#onMessage(opcode === 2, bytes, start, start + peeked, payload)
    this.#skip = payload - peeked
    return header + peeked
  }
}
