import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Position } from '@tickwall/protocol'

/** What a cursor says. */
export interface Cursor {
  /** Which server wrote it, for as long as that server folds the same logs. */
  readonly maker: number
  /** When its holder was last told something, ms of that server's clock; 0 = long ago. */
  readonly toldAtMs: number
  /** By topic, in the order of its list; null = nothing is held. */
  readonly held: readonly (Position | null)[]
  /** Topics, by their place in the list, whose position is passed on: the server that wrote this has not been there itself. */
  readonly foreign: ReadonlySet<number>
}

/** Bounds what is decoded at all; the cursor of 500 topics on 100 partitions has some 5,000 characters. */
export const MAX_CURSOR_CHARS = 65_536

const VERSION = 1
const HASH_BYTES = 6
const MAX_EPOCH_BYTES = 256
const MAX_VARINT_BYTES = 8
const CHECK_BYTES = 4

/** The topics that a cursor is about, in any order of the request: canonical names, sorted, each once. */
export class TopicSet {
  readonly names: readonly string[]
  readonly hash: Buffer

  constructor(names: readonly string[]) {
    this.names = [...names].sort()
    // No canonical name contains a line feed, so no two lists give the same text.
    this.hash = createHash('sha256').update(this.names.join('\n')).digest().subarray(0, HASH_BYTES)
  }
}

/** One position as it is written, with those that passed it on apart from those that were there. */
interface Written {
  readonly position: Position
  readonly isForeign: boolean
}

/** Usually topics of one partition have the same object. */
const isAt = (written: Written, position: Position, isForeign: boolean): boolean =>
  (written.position === position ||
    (written.position.offset === position.offset && written.position.epoch === position.epoch)) &&
  written.isForeign === isForeign

/** The cursor as URL-safe text: each position once (topics of one partition usually share it), then which topic stands where. */
export function encodeCursor({ maker, toldAtMs, held, foreign }: Cursor, { hash }: TopicSet): string {
  const positions: Written[] = []
  const places = held.map((position, topic) => {
    if (position === null) return 0
    const isForeign = foreign.size > 0 && foreign.has(topic)
    let place = positions.findIndex((known) => isAt(known, position, isForeign))
    if (place < 0) place = positions.push({ position, isForeign }) - 1
    return place + 1
  })
  const epochs = positions.map(({ position }) => Buffer.from(position.epoch))
  const epochBytes = epochs.reduce((sum, { length }) => sum + length, 0)
  const varints = 2 + positions.length * 2 + places.length
  const bytes = Buffer.allocUnsafe(1 + HASH_BYTES + 4 + varints * MAX_VARINT_BYTES + epochBytes + CHECK_BYTES)

  let at = bytes.writeUInt8(VERSION, 0)
  at += hash.copy(bytes, at)
  at = bytes.writeUInt32BE(maker, at)
  at = writeVarint(bytes, at, toldAtMs)
  at = writeVarint(bytes, at, positions.length)
  for (const [i, { position, isForeign }] of positions.entries()) {
    const epoch = epochs[i] as Buffer
    at = writeVarint(bytes, at, epoch.length * 2 + Number(isForeign))
    at += epoch.copy(bytes, at)
    at = writeVarint(bytes, at, position.offset + 1)
  }
  for (const place of places) at = writeVarint(bytes, at, place)
  at = bytes.writeUInt32BE(crc32(bytes.subarray(0, at)), at)
  return bytes.toString('base64url', 0, at)
}

/** What a text says about the topics of this list; null when it is no cursor, is damaged, or is about other topics. Never throws. */
export function decodeCursor(text: string, { names, hash }: TopicSet): Cursor | null {
  if (text.length > MAX_CURSOR_CHARS) return null
  const bytes = Buffer.from(text, 'base64url')
  // The decoder passes over what is no such text.
  if (bytes.toString('base64url') !== text) return null
  const end = bytes.length - CHECK_BYTES
  const start = 1 + HASH_BYTES + 4
  if (end < start || bytes[0] !== VERSION || !hash.equals(bytes.subarray(1, 1 + HASH_BYTES))) return null
  if (bytes.readUInt32BE(end) !== crc32(bytes.subarray(0, end))) return null

  const reader = new Reader(bytes.subarray(start, end))
  const toldAtMs = reader.varint()
  const count = reader.varint()
  if (toldAtMs === null || count === null || count > names.length) return null
  const positions: Written[] = []
  for (let i = 0; i < count; i++) {
    const position = readPosition(reader)
    if (position === null) return null
    positions.push(position)
  }
  const held: (Position | null)[] = []
  const foreign = new Set<number>()
  for (let i = 0; i < names.length; i++) {
    const place = reader.varint()
    if (place === null || place > count) return null
    const written = positions[place - 1]
    held.push(written?.position ?? null)
    if (written?.isForeign === true) foreign.add(i)
  }
  return reader.isAtEnd ? { maker: bytes.readUInt32BE(1 + HASH_BYTES), toldAtMs, held, foreign } : null
}

function readPosition(reader: Reader): Written | null {
  const head = reader.varint()
  if (head === null || head >= MAX_EPOCH_BYTES * 2) return null
  const epoch = reader.text(Math.floor(head / 2))
  const next = reader.varint()
  return epoch === null || next === null ? null : { position: { epoch, offset: next - 1 }, isForeign: head % 2 === 1 }
}

/** Seven bits a byte, the lowest first; whole numbers up to 2^53, so without bit operations. */
function writeVarint(bytes: Buffer, at: number, value: number): number {
  let rest = value
  while (rest >= 0x80) {
    bytes[at++] = (rest % 0x80) + 0x80
    rest = Math.floor(rest / 0x80)
  }
  bytes[at++] = rest
  return at
}

class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  /** Null when the bytes end before it does, or it is none that can be counted with. */
  varint(): number | null {
    let value = 0
    let scale = 1
    for (let i = 0; i < MAX_VARINT_BYTES; i++) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) return null
      value += (byte % 0x80) * scale
      if (byte < 0x80) return Number.isSafeInteger(value) ? value : null
      scale *= 0x80
    }
    return null
  }

  text(length: number): string | null {
    const start = this.#at
    this.#at += length
    return this.#at > this.#bytes.length ? null : this.#bytes.toString('utf8', start, this.#at)
  }
}
