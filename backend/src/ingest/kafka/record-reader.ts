import { PlacedRecord } from '../placed-record.js'

/** Header that holds when a record was published, ms as ASCII digits. */
const publishedAtHeader = Buffer.from('published-at', 'latin1')

/** What all records of a batch share. */
export interface BatchHead {
  readonly firstOffset: number
  /** ms */
  readonly firstTimestamp: number
  /** The broker's own time of appending, ms, which then is the timestamp of each of its records; else null. */
  readonly appendedAtMs: number | null
  readonly count: number
}

/**
 * Reads the records of one batch of format 2 one after the other, uncompressed: where each lies, without taking it apart.
 * Throws a RangeError where the bytes are none.
 */
export class RecordReader {
  readonly #bytes: Buffer
  readonly #head: BatchHead
  #at: number
  #left: number

  constructor(bytes: Buffer, head: BatchHead) {
    this.#bytes = bytes
    this.#head = head
    this.#at = 0
    this.#left = head.count
  }

  get isDone(): boolean {
    return this.#left === 0
  }

  /** The next record. Hot: once a record. */
  next(receivedAtMs: number): PlacedRecord {
    const bytes = this.#bytes
    const { firstOffset, firstTimestamp, appendedAtMs } = this.#head
    const length = this.#varint()
    const end = this.#at + length
    if (length < 0 || end > bytes.length) throw new RangeError('a record that is longer than its batch')
    this.#left -= 1
    // Attributes, of which there are none.
    this.#at += 1
    const timestamp = firstTimestamp + this.#varlong()
    const offset = firstOffset + this.#varint()
    const keyLength = this.#varint()
    const keyAt = this.#at
    if (keyLength > 0) this.#at += keyLength
    const valueLength = this.#varint()
    const valueAt = this.#at
    if (valueLength > 0) this.#at += valueLength
    const publishedAt = this.#publishedAt() ?? appendedAtMs ?? receivedAtMs
    if (this.#at > end) throw new RangeError('a record whose parts are longer than itself')
    this.#at = end
    const place = { bytes, keyAt, keyLength, valueAt, valueLength }
    return new PlacedRecord(offset, appendedAtMs ?? timestamp, publishedAt, place)
  }

  #publishedAt(): number | null {
    let stamped: number | null = null
    for (let headers = this.#varint(); headers > 0; headers--) {
      const nameLength = this.#varint()
      const name = this.#at
      this.#at += nameLength
      const length = this.#varint()
      const value = this.#at
      if (length > 0) this.#at += length
      // Of several the last one counts.
      if (this.#isPublishedAt(name, nameLength)) stamped = this.#milliseconds(value, length)
    }
    return stamped
  }

  #isPublishedAt(at: number, length: number): boolean {
    if (length !== publishedAtHeader.length) return false
    for (let i = 0; i < length; i++) if (this.#bytes[at + i] !== publishedAtHeader[i]) return false
    return true
  }

  /** ASCII digits to ms; null for anything else and for more than 15 of them, which is past the year 33,000 anyway. */
  #milliseconds(at: number, length: number): number | null {
    if (length <= 0 || length > 15) return null
    let ms = 0
    for (let i = at; i < at + length; i++) {
      const digit = (this.#bytes[i] as number) - 0x30
      if (!(digit >= 0 && digit <= 9)) return null
      ms = ms * 10 + digit
    }
    return ms
  }

  /** Zigzag, 32 bits. */
  #varint(): number {
    const bytes = this.#bytes
    let byte = bytes[this.#at++] as number
    if (byte < 0x80) return (byte >>> 1) ^ -(byte & 1)
    let value = byte & 0x7f
    for (let shift = 7; shift < 35; shift += 7) {
      byte = bytes[this.#at++] as number
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1)
    }
    throw new RangeError('a varint of more than five bytes')
  }

  /** Zigzag, 64 bits; exact up to 2^53, and beyond any time there is. */
  #varlong(): number {
    const bytes = this.#bytes
    let value = 0
    let unit = 1
    for (let left = 10; left > 0; left--) {
      const byte = bytes[this.#at++] as number
      value += (byte & 0x7f) * unit
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2
      unit *= 128
    }
    throw new RangeError('a varint of more than ten bytes')
  }
}
