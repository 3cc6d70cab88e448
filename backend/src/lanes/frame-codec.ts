import { deltaHead, encodeDelta, FRAME_JOINTS, frameHead, snapshotHead } from '@tickwall/protocol'
import type { Changes, Position } from '@tickwall/protocol'
import { openFrame, type FrameBytes } from './frame-bytes.js'
import type { FrameSpace } from './frame-space.js'
import { HeadBytes } from './head-bytes.js'

/** What a frame says besides its parts. `prev` is null in a frame made for one connection. */
export interface FrameHead {
  readonly n: number
  readonly prev: number | null
  readonly ts: number
  readonly at: number
}

/** Turns states into encoded parts, and parts into a frame; a frame is a concatenation of parts encoded before. */
export interface FrameCodec {
  readonly name: 'json' | 'binary'
  delta(ref: number, offset: number, changes: Changes): Buffer
  /** The fields of a state or of changes, to be put into any number of snapshots or deltas. */
  fields(of: object): Buffer
  /** As `delta`, of what `fields` made of the changes. */
  deltaOf(ref: number, offset: number, fields: Buffer): Buffer
  /** `state` is what `fields` made of it. */
  snapshot(ref: number, position: Position, state: Buffer): Buffer
  /** Built in memory of its own where no `space` is given. */
  frame(head: FrameHead, snapshots: readonly Buffer[], deltas: readonly Buffer[], space?: FrameSpace): FrameBytes
}

const OPEN_SNAPSHOTS = Buffer.from(FRAME_JOINTS.snapshots)
const OPEN_DELTAS = Buffer.from(FRAME_JOINTS.deltas)
const COMMA = FRAME_JOINTS.between.charCodeAt(0)
const CLOSE_LIST = FRAME_JOINTS.endOfList.charCodeAt(0)
const CLOSE_SNAPSHOT = Buffer.from('}')
const CLOSE_FRAME = FRAME_JOINTS.endOfFrame.charCodeAt(0)

/** Bytes of a list with its name, commas and brackets; 0 when it is left out. */
function listBytes(open: Buffer, parts: readonly Buffer[]): number {
  let bytes = 0
  for (const part of parts) bytes += part.length + 1
  // one comma fewer than parts, one closing bracket
  return parts.length === 0 ? 0 : open.length + bytes
}

function copyList(target: Buffer, at: number, open: Buffer, parts: readonly Buffer[]): number {
  if (parts.length === 0) return at
  target.set(open, at)
  at += open.length
  for (const part of parts) {
    target.set(part, at)
    at += part.length
    target[at++] = COMMA
  }
  target[at - 1] = CLOSE_LIST
  return at
}

const heads = new HeadBytes(({ n, prev, ts, at }) => Buffer.from(frameHead(n, prev, ts, at)))

/** The JSON form of protocol version 1. */
export const jsonCodec: FrameCodec = {
  name: 'json',
  delta: (ref, offset, changes) => Buffer.from(encodeDelta(ref, offset, changes)),
  fields: (of) => Buffer.from(JSON.stringify(of)),
  deltaOf(ref, offset, fields) {
    const head = deltaHead(ref, offset)
    const bytes = Buffer.allocUnsafe(head.length + fields.length + 1)
    bytes.write(head, 0, 'latin1')
    bytes.set(fields, head.length)
    bytes[bytes.length - 1] = CLOSE_LIST
    return bytes
  },
  snapshot: (ref, { epoch, offset }, state) =>
    Buffer.concat([Buffer.from(snapshotHead(ref, epoch, offset)), state, CLOSE_SNAPSHOT]),
  frame(head, snapshots, deltas, space) {
    const start = heads.of(head)
    const bytes = start.length + listBytes(OPEN_SNAPSHOTS, snapshots) + listBytes(OPEN_DELTAS, deltas) + 1
    const frame = openFrame(head.n, 'text', bytes, space)
    const { wire, payloadStart } = frame
    wire.set(start, payloadStart)
    let end = copyList(wire, payloadStart + start.length, OPEN_SNAPSHOTS, snapshots)
    end = copyList(wire, end, OPEN_DELTAS, deltas)
    wire[end] = CLOSE_FRAME
    return frame
  },
}
