import type { DecodedServerMessage } from '../decode-server-message.js'
import type { DeltaPart, FrameMessage, SnapshotPart } from '../message.js'
import { isCount, isEpoch, isOffset } from '../wire-value.js'
import { FRAME_TAGS } from './part-layout.js'
import { PartReader, type ReadPart } from './read-part.js'
import { WireReader } from './wire-reader.js'

const MALFORMED: DecodedServerMessage = { ok: false, code: 'malformed', message: 'not a frame of this protocol' }

/**
 * The frame that a binary message is: the same object that `decodeServerMessage` gives for the same frame in JSON, and checked
 * as far. Hot path. Answers any bytes; never throws.
 */
export function decodeBinaryFrame(bytes: Uint8Array): DecodedServerMessage {
  const reader = new WireReader(bytes)
  const parts = new PartReader(reader)
  const snapshots: SnapshotPart[] = []
  const deltas: DeltaPart[] = []
  let n = 0
  let prev = -1
  let ts = 0
  let at = 0
  while (reader.hasMore) {
    const tag = reader.tag()
    switch (tag) {
      case FRAME_TAGS.n:
        n = reader.uint()
        break
      case FRAME_TAGS.prev:
        prev = reader.uint()
        break
      case FRAME_TAGS.ts:
        ts = reader.int64()
        break
      case FRAME_TAGS.at:
        at = reader.int64()
        break
      case FRAME_TAGS.snapshots: {
        const { ref, epoch, offset, fields } = checked(reader, parts.read())
        snapshots.push({ ref, epoch, offset, state: fields })
        break
      }
      case FRAME_TAGS.deltas: {
        const { ref, offset, fields } = checked(reader, parts.read())
        deltas.push([ref, offset, fields])
        break
      }
      default:
        reader.skip(tag)
    }
  }
  // A server counts from 1: without a number it is no frame.
  if (reader.hasFailed || n === 0 || !isCount(n)) return MALFORMED
  const message: FrameMessage = {
    type: 'frame',
    n,
    ...(prev < 0 ? {} : { prev }),
    ts,
    at,
    ...(snapshots.length === 0 ? {} : { snapshots }),
    ...(deltas.length === 0 ? {} : { deltas }),
  }
  return { ok: true, message }
}

function checked(reader: WireReader, part: ReadPart): ReadPart {
  if (!isCount(part.ref) || !isOffset(part.offset) || !isEpoch(part.epoch)) reader.fail()
  return part
}
