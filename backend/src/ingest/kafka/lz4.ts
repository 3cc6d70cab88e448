const magic = 0x184d2204
const uncompressedFlag = 0x80000000

/**
 * An LZ4 frame (lz4_Frame_format.md 1.6), as Kafka's clients write record batches. Checksums are not verified: TCP and the
 * broker's CRC stand before it. Throws a RangeError on malformed input, whatever it holds.
 */
export function decompressLz4(frame: Buffer): Buffer {
  if (frame.readUInt32LE(0) !== magic) throw new RangeError('not an LZ4 frame')
  const flags = frame.readUInt8(4)
  const hasBlockChecksums = (flags & 0x10) !== 0
  const hasContentSize = (flags & 0x08) !== 0
  const hasDictionaryId = (flags & 0x01) !== 0
  let at = 7 + (hasContentSize ? 8 : 0) + (hasDictionaryId ? 4 : 0)
  const output = new Output(Math.max(frame.length * 4, 65_536))
  for (;;) {
    const header = frame.readUInt32LE(at)
    at += 4
    if (header === 0) return output.written()
    const length = header % uncompressedFlag
    const block = frame.subarray(at, at + length)
    if (block.length < length) throw new RangeError('an LZ4 block ends too early')
    if (header >= uncompressedFlag) output.append(block, 0, length)
    else decompressBlock(block, output)
    at += length + (hasBlockChecksums ? 4 : 0)
  }
}

/** Sequences of literals and of matches with what was written before, earlier blocks included. */
function decompressBlock(block: Buffer, output: Output): void {
  let at = 0
  const extended = (nibble: number): number => {
    let length = nibble
    if (nibble < 15) return length
    for (;;) {
      const more = block.readUInt8(at++)
      length += more
      if (more < 255) return length
    }
  }
  while (at < block.length) {
    const token = block.readUInt8(at++)
    const literals = extended(token >> 4)
    if (at + literals > block.length) throw new RangeError('LZ4 literals end too early')
    output.append(block, at, at + literals)
    at += literals
    // The last sequence of a block is literals only.
    if (at >= block.length) return
    const distance = block.readUInt16LE(at)
    at += 2
    output.repeat(distance, extended(token & 15) + 4)
  }
}

/** Bytes that grow; a match may reach into the bytes it is writing. */
class Output {
  #bytes: Buffer
  #length = 0

  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafe(capacity)
  }

  append(from: Buffer, start: number, end: number): void {
    this.#reserve(end - start)
    this.#length += from.copy(this.#bytes, this.#length, start, end)
  }

  repeat(distance: number, length: number): void {
    if (distance === 0 || distance > this.#length) throw new RangeError('an LZ4 match before the beginning')
    this.#reserve(length)
    const from = this.#length - distance
    if (distance >= length) this.#bytes.copyWithin(this.#length, from, from + length)
    // Byte by byte, because the source grows while it is copied.
    else for (let i = 0; i < length; i++) this.#bytes[this.#length + i] = this.#bytes[from + i] ?? 0
    this.#length += length
  }

  written(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + more))
    this.#bytes.copy(grown, 0, 0, this.#length)
    this.#bytes = grown
  }
}
