import { PartEncoder } from '@tickwall/protocol'
import { openFrame } from './frame-bytes.js'
import type { FrameCodec } from './frame-codec.js'
import { HeadBytes } from './head-bytes.js'

/** Encodes part after part; a part is copied out before the next one begins. */
const encoder = new PartEncoder()

/** A buffer of exactly what was just encoded. */
function taken(): Buffer {
  const { writer } = encoder
  const bytes = Buffer.allocUnsafe(writer.length)
  writer.copyTo(bytes, 0)
  return bytes
}

const heads = new HeadBytes((head) => {
  encoder.head(head)
  return taken()
})

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
  fields(state) {
    encoder.fields(state)
    return taken()
  },
  deltaOf(ref, offset, fields) {
    encoder.deltaOf(ref, offset, fields)
    return taken()
  },
  snapshot(ref, position, state) {
    encoder.snapshot(ref, position, state)
    return taken()
  },
  frame(head, snapshots, deltas, space) {
    const start = heads.of(head)
    const frame = openFrame(head.n, 'binary', start.length + bytesOf(snapshots) + bytesOf(deltas), space)
    const { wire, payloadStart } = frame
    wire.set(start, payloadStart)
    copyParts(wire, copyParts(wire, payloadStart + start.length, snapshots), deltas)
    return frame
  },
}
