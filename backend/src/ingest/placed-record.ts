import type { LogRecord } from './source.js'

/** Where the bytes of a record's key and value lie; a length of -1 stands for null. */
export interface Placement {
  readonly bytes: Buffer
  readonly keyAt: number
  readonly keyLength: number
  readonly valueAt: number
  readonly valueLength: number
}

/** A record that stays where it was received: its key and value become buffers only for who asks for them. */
export class PlacedRecord implements LogRecord, Placement {
  readonly offset: number
  readonly timestamp: number
  readonly publishedAt: number
  readonly bytes: Buffer
  readonly keyAt: number
  readonly keyLength: number
  readonly valueAt: number
  readonly valueLength: number

  constructor(
    offset: number,
    timestamp: number,
    publishedAt: number,
    { bytes, keyAt, keyLength, valueAt, valueLength }: Placement,
  ) {
    this.offset = offset
    this.timestamp = timestamp
    this.publishedAt = publishedAt
    this.bytes = bytes
    this.keyAt = keyAt
    this.keyLength = keyLength
    this.valueAt = valueAt
    this.valueLength = valueLength
  }

  get key(): Buffer | null {
    return this.keyLength < 0 ? null : this.bytes.subarray(this.keyAt, this.keyAt + this.keyLength)
  }

  get value(): Buffer | null {
    return this.valueLength < 0 ? null : this.bytes.subarray(this.valueAt, this.valueAt + this.valueLength)
  }
}
