/** Writes Kafka's big-endian wire types one after the other. */
export class WireWriter {
  readonly #parts: Buffer[] = []

  int8(value: number): this {
    return this.#number(1, (part) => part.writeInt8(value))
  }

  int32(value: number): this {
    return this.#number(4, (part) => part.writeInt32BE(value))
  }

  int64(value: number): this {
    return this.#number(8, (part) => part.writeBigInt64BE(BigInt(value)))
  }

  unsignedVarint(value: number): this {
    let rest = value
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.int8(((rest % 0x80) | 0x80) - 0x100)
    return this.int8(rest)
  }

  bytes(bytes: Buffer): this {
    this.#parts.push(bytes)
    return this
  }

  string(text: string): this {
    const bytes = Buffer.from(text, 'utf8')
    return this.#number(2, (part) => part.writeInt16BE(bytes.length)).bytes(bytes)
  }

  compactString(text: string): this {
    const bytes = Buffer.from(text, 'utf8')
    return this.unsignedVarint(bytes.length + 1).bytes(bytes)
  }

  array<T>(elements: readonly T[], element: (each: T) => void): this {
    this.int32(elements.length)
    elements.forEach(element)
    return this
  }

  compactArray<T>(elements: readonly T[], element: (each: T) => void): this {
    this.unsignedVarint(elements.length + 1)
    elements.forEach(element)
    return this
  }

  /** No tagged fields. */
  noTags(): this {
    return this.unsignedVarint(0)
  }

  written(): Buffer {
    return Buffer.concat(this.#parts)
  }

  #number(bytes: number, write: (part: Buffer) => void): this {
    const part = Buffer.allocUnsafe(bytes)
    write(part)
    this.#parts.push(part)
    return this
  }
}
