const FIRST_CAPACITY = 4096
const TWO_31 = 2 ** 31
const TWO_32 = 2 ** 32
/** Longest varint. */
const MAX_VARINT_BYTES = 10
/** Most bytes of a length, whose place is kept as one. */
const MAX_LENGTH_BYTES = 5

const utf8 = new TextEncoder()

/**
 * Writes Protocol Buffers' wire format into one buffer that it keeps and grows: what was written is valid until the next
 * `clear`. Hot path: no allocation while the buffer suffices.
 */
export class WireWriter {
  #bytes = new Uint8Array(FIRST_CAPACITY)
  #view = new DataView(this.#bytes.buffer)
  #end = 0

  get length(): number {
    return this.#end
  }

  clear(): void {
    this.#end = 0
  }

  /** A copy of what was written. */
  copy(): Uint8Array {
    return this.#bytes.slice(0, this.#end)
  }

  /** Puts what was written into `target`, which has room for `length` bytes from `at` on. */
  copyTo(target: Uint8Array, at: number): void {
    const bytes = this.#bytes
    const end = this.#end
    // A view costs more than copying this little.
    if (end > 96) target.set(bytes.subarray(0, end), at)
    else for (let i = 0; i < end; i++) target[at + i] = bytes[i] as number
  }

  /** A number below 128: a tag, or a small value. */
  byte(value: number): void {
    if (this.#end === this.#bytes.length) this.#grow(1)
    this.#bytes[this.#end++] = value
  }

  /** A tag below 2^14. */
  tag(value: number): void {
    if (value < 0x80) {
      this.byte(value)
      return
    }
    this.byte((value & 0x7f) | 0x80)
    this.byte(value >>> 7)
  }

  /** A whole number from 0 to 2^53. */
  uint(value: number): void {
    if (this.#end + MAX_VARINT_BYTES > this.#bytes.length) this.#grow(MAX_VARINT_BYTES)
    const bytes = this.#bytes
    let end = this.#end
    let rest = value
    while (rest >= TWO_31) {
      bytes[end++] = (rest & 0x7f) | 0x80
      rest = Math.floor(rest / 128)
    }
    while (rest > 0x7f) {
      bytes[end++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    bytes[end++] = rest
    this.#end = end
  }

  /** high * 2^32 + low, both unsigned 32 bits. */
  uint64(high: number, low: number): void {
    if (high < 0x20_0000) {
      this.uint(high * TWO_32 + low)
      return
    }
    if (this.#end + MAX_VARINT_BYTES > this.#bytes.length) this.#grow(MAX_VARINT_BYTES)
    const bytes = this.#bytes
    let end = this.#end
    let upper = high
    let lower = low
    while (upper > 0 || lower > 0x7f) {
      bytes[end++] = (lower & 0x7f) | 0x80
      lower = ((lower >>> 7) | (upper << 25)) >>> 0
      upper >>>= 7
    }
    bytes[end++] = lower
    this.#end = end
  }

  /** A whole number within ±2^53, zigzag. */
  difference(value: number): void {
    const magnitude = value < 0 ? -value - 1 : value
    const sign = value < 0 ? 1 : 0
    if (magnitude < 2 ** 51) this.uint(magnitude * 2 + sign)
    // Twice the magnitude may pass 2^53.
    else this.uint64(Math.floor(magnitude / TWO_31), (magnitude % TWO_31) * 2 + sign)
  }

  /** A whole number from -(2^53 - 1) to 2^53 as an int64: two's complement where it is negative. */
  int64(value: number): void {
    if (value >= 0) this.uint(value)
    else this.uint64((Math.floor(value / TWO_32) + TWO_32) % TWO_32, ((value % TWO_32) + TWO_32) % TWO_32)
  }

  double(value: number): void {
    if (this.#end + 8 > this.#bytes.length) this.#grow(8)
    this.#view.setFloat64(this.#end, value, true)
    this.#end += 8
  }

  /** A length-delimited text. What is not well-formed Unicode becomes U+FFFD. */
  text(value: string): void {
    const start = this.open()
    // A UTF-16 unit has at most three bytes.
    if (this.#end + value.length * 3 > this.#bytes.length) this.#grow(value.length * 3)
    let end = this.#end
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i)
      if (code > 0x7f) {
        end = this.#end + utf8.encodeInto(value, this.#bytes.subarray(this.#end)).written
        break
      }
      this.#bytes[end++] = code
    }
    this.#end = end
    this.close(start)
  }

  raw(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#bytes.length) this.#grow(bytes.length)
    this.#bytes.set(bytes, this.#end)
    this.#end += bytes.length
  }

  /** Begins something whose length comes first; `close` takes what this answers. */
  open(): number {
    this.byte(0)
    return this.#end
  }

  /** Ends what `open` began at `start`: one byte was kept for its length, and a longer one moves it. */
  close(start: number): void {
    const length = this.#end - start
    if (length < 0x80) {
      this.#bytes[start - 1] = length
      return
    }
    if (this.#end + MAX_LENGTH_BYTES > this.#bytes.length) this.#grow(MAX_LENGTH_BYTES)
    const more = length < 2 ** 14 ? 1 : length < 2 ** 21 ? 2 : length < 2 ** 28 ? 3 : 4
    this.#bytes.copyWithin(start + more, start, this.#end)
    this.#end = start - 1
    this.uint(length)
    this.#end += length
  }

  #grow(by: number): void {
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#bytes.length + by))
    grown.set(this.#bytes)
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}
