import { PartEncoder } from '@tickwall/protocol'
import { buildFrame } from './frame-bytes.js'
import type { FrameCodec } from './frame-codec.js'

/** Encodes part after part; a part is copied out before the next one begins. */
const encoder = new PartEncoder()

/** A buffer of exactly what was just encoded. */
function taken(): Buffer {
  const { writer } = encoder
  const bytes = Buffer.allocUnsafe(writer.length)
  writer.copyTo(bytes, 0)
  return bytes
}

function copyParts(target: Buffer, at: number, parts: readonly Buffer[]): number {
  for (const part of parts) {
    target.set(part, at)
    at += part.length
  }
  return at
}

const bytesOf = (parts: readonly Buffer[]): number => {
  let bytes = 0
  for (const part of parts) bytes += part.length
  return bytes
}

/** The binary form of protocol version 1 [BIN3]: parts carry their own tags and lengths, so nothing stands between them. */
export const binaryCodec: FrameCodec = {
  name: 'binary',
  delta(ref, offset, changes) {
    encoder.delta(ref, offset, changes)
    return taken()
  },
  state(state) {
    encoder.state(state)
    return taken()
  },
  snapshot(ref, position, state) {
    encoder.snapshot(ref, position, state)
    return taken()
  },
  frame(head, snapshots, deltas, space) {
    encoder.head(head)
    const { writer } = encoder
    const headBytes = writer.length
    const bytes = headBytes + bytesOf(snapshots) + bytesOf(deltas)
    const fill = (target: Buffer, start: number): void => {
      writer.copyTo(target, start)
      copyParts(target, copyParts(target, start + headBytes, snapshots), deltas)
    }
    return buildFrame(head.n, 'binary', bytes, fill, space)
  },
}
