const TWO_31 = 2 ** 31
const TWO_32 = 2 ** 32

/** What a tag says of the value behind it. */
export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const

/** Keeps a byte order mark, which is data; says when bytes are not UTF-8. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads Protocol Buffers' wire format. Never throws and never reads beyond its end: what is malformed sets `hasFailed`,
 * and from then on everything reads as nothing. Hot path.
 */
export class WireReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at = 0
  #end: number
  #hasFailed = false
  // The last varint: unsigned 32 bits each.
  #high = 0
  #low = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#end = bytes.length
  }

  get hasFailed(): boolean {
    return this.#hasFailed
  }

  /** Whether something is left of what is being read. */
  get hasMore(): boolean {
    return this.#at < this.#end
  }

  fail(): void {
    this.#hasFailed = true
    this.#at = this.#end
  }

  /** Enters what has its length in front; answers the end to go back to by `leave`. */
  enter(): number {
    const outer = this.#end
    const length = this.uint()
    if (length > outer - this.#at) this.fail()
    else this.#end = this.#at + length
    return outer
  }

  /** Leaves what `enter` entered, wherever it was read to. */
  leave(outer: number): void {
    this.#at = this.#hasFailed ? outer : this.#end
    this.#end = outer
  }

  /** A tag: field number * 8 + wire type; 0 when there is none. */
  tag(): number {
    this.#varint()
    if (this.#high !== 0 || this.#low < 8) this.fail()
    return this.#hasFailed ? 0 : this.#low
  }

  /** A varint from 0 to 2^53 - 1. */
  uint(): number {
    this.#varint()
    if (this.#high >= 0x20_0000) this.fail()
    return this.#high * TWO_32 + this.#low
  }

  /** A varint's lower 32 bits, unsigned; the upper ones are in `high`. */
  low(): number {
    this.#varint()
    return this.#low
  }
  get high(): number {
    return this.#high
  }

  /** A varint in zigzag within ±2^53. */
  difference(): number {
    this.#varint()
    const magnitude = this.#high * TWO_31 + (this.#low >>> 1)
    return (this.#low & 1) === 0 ? magnitude : -magnitude - 1
  }

  /** An int64 from -(2^53 - 1) to 2^53 - 1. */
  int64(): number {
    this.#varint()
    const value = (this.#high >= TWO_31 ? this.#high - TWO_32 : this.#high) * TWO_32 + this.#low
    if (!Number.isSafeInteger(value)) this.fail()
    return value
  }

  double(): number {
    if (this.#at + 8 > this.#end) {
      this.fail()
      return 0
    }
    this.#at += 8
    return this.#view.getFloat64(this.#at - 8, true)
  }

  text(): string {
    const outer = this.enter()
    const start = this.#at
    const end = this.#end
    this.leave(outer)
    if (this.#hasFailed) return ''
    let text = ''
    // Nearly all texts are short and ASCII, for which the decoder costs more than it saves.
    if (end - start <= 32) {
      let i = start
      for (; i < end; i++) {
        const code = this.#bytes[i] as number
        if (code > 0x7f) break
        text += String.fromCharCode(code)
      }
      if (i === end) return text
    }
    try {
      return utf8.decode(this.#bytes.subarray(start, end))
    } catch {
      // Not UTF-8: the only way the decoder says so.
      this.fail()
      return ''
    }
  }

  /** Skips the value of a field that is not known. */
  skip(tag: number): void {
    switch (tag & 7) {
      case WIRE.varint:
        this.#varint()
        return
      case WIRE.fixed64:
        this.#skipBytes(8)
        return
      case WIRE.bytes:
        this.leave(this.enter())
        return
      case WIRE.fixed32:
        this.#skipBytes(4)
        return
      // Groups are of an older form of the format, and no field of ours or to come is one.
      default:
        this.fail()
    }
  }

  #skipBytes(count: number): void {
    if (this.#at + count > this.#end) this.fail()
    else this.#at += count
  }

  #varint(): void {
    const bytes = this.#bytes
    const end = this.#end
    let at = this.#at
    let low = 0
    let high = 0
    for (let shift = 0; shift < 70; shift += 7) {
      if (at >= end) break
      const byte = bytes[at++] as number
      const bits = byte & 0x7f
      if (shift < 28) low |= bits << shift
      else if (shift === 28) {
        low |= bits << 28
        high = bits >>> 4
      } else high |= bits << (shift - 32)
      if (byte < 0x80) {
        this.#low = low >>> 0
        this.#high = high >>> 0
        this.#at = at
        return
      }
    }
    this.#low = 0
    this.#high = 0
    this.fail()
  }
}
