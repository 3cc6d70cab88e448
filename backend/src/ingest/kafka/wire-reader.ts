/**
 * Reads Kafka's big-endian wire types one after the other. Throws a RangeError past the end of the buffer: a broker that
 * answers too little is no broker.
 */
export class WireReader {
  readonly #buffer: Buffer
  #at = 0

  constructor(buffer: Buffer) {
    this.#buffer = buffer
  }

  int8(): number {
    return this.#buffer.readInt8(this.#move(1))
  }

  int16(): number {
    return this.#buffer.readInt16BE(this.#move(2))
  }

  int32(): number {
    return this.#buffer.readInt32BE(this.#move(4))
  }

  int64(): bigint {
    return this.#buffer.readBigInt64BE(this.#move(8))
  }

  unsignedVarint(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#buffer.readUInt8(this.#move(1))
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw new RangeError('a varint of more than five bytes')
  }

  /** 16 bytes in base64url, as Kafka prints them; null when all are zero. */
  uuid(): string | null {
    const bytes = this.#bytes(16)
    return bytes.every((byte) => byte === 0) ? null : bytes.toString('base64url')
  }

  nullableString(): string | null {
    const length = this.int16()
    return length < 0 ? null : this.#bytes(length).toString('utf8')
  }

  compactString(): string | null {
    const length = this.unsignedVarint() - 1
    return length < 0 ? null : this.#bytes(length).toString('utf8')
  }

  nullableBytes(): Buffer | null {
    const length = this.int32()
    return length < 0 ? null : this.#bytes(length)
  }

  array<T>(element: () => T): T[] {
    return this.#elements(this.int32(), element)
  }

  compactArray<T>(element: () => T): T[] {
    return this.#elements(this.unsignedVarint() - 1, element)
  }

  /** Tagged fields are additions we do not know; their lengths lead past them. */
  skipTags(): void {
    for (let left = this.unsignedVarint(); left > 0; left--) {
      this.unsignedVarint()
      this.#move(this.unsignedVarint())
    }
  }

  #elements<T>(count: number, element: () => T): T[] {
    const elements: T[] = []
    for (let left = count; left > 0; left--) elements.push(element())
    return elements
  }

  #bytes(length: number): Buffer {
    const from = this.#move(length)
    if (this.#at > this.#buffer.length) throw new RangeError('the answer ends too early')
    return this.#buffer.subarray(from, this.#at)
  }

  #move(bytes: number): number {
    const from = this.#at
    this.#at += bytes
    return from
  }
}
