import type { FrameHead } from '../frame-head.js'
import { FRAME_TAGS } from './part-layout.js'
import { WireReader } from './wire-reader.js'

/**
 * The numbers at the head of a binary frame, read from its first bytes, or null when the bytes are no frame or are not written
 * in the documented order. Hot path: reads some 30 bytes, whatever the frame's length.
 */
export function readBinaryFrameHead(bytes: Uint8Array): FrameHead | null {
  const reader = new WireReader(bytes)
  if (reader.tag() !== FRAME_TAGS.n) return null
  const n = reader.uint()
  let prev: number | null = null
  let ts = 0
  let at = 0
  let last: number = FRAME_TAGS.n
  while (reader.hasMore) {
    const tag = reader.tag()
    if (tag <= last || reader.hasFailed) return null
    last = tag
    if (tag === FRAME_TAGS.prev) prev = reader.uint()
    else if (tag === FRAME_TAGS.ts) ts = reader.int64()
    else if (tag === FRAME_TAGS.at) at = reader.int64()
    else break
  }
  return reader.hasFailed ? null : { n, prev, ts, at }
}
