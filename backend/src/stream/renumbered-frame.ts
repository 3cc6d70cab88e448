import { FRAME_JOINTS, frameHead } from '@tickwall/protocol'
import type { FrameHead } from '../lanes/frame-codec.js'

const DELTA = Buffer.from('[')
const SNAPSHOT = Buffer.from('{"ref":')
const OPEN_SNAPSHOTS = Buffer.from(FRAME_JOINTS.snapshots)
const OPEN_DELTAS = Buffer.from(FRAME_JOINTS.deltas)
const COMMA = FRAME_JOINTS.between.charCodeAt(0)
const CLOSE_LIST = FRAME_JOINTS.endOfList.charCodeAt(0)
const CLOSE_FRAME = FRAME_JOINTS.endOfFrame.charCodeAt(0)
const ZERO = '0'.charCodeAt(0)

/** What a part's ref is replaced with: by the server's ref, the text of another, which has no more digits than a safe integer. */
export type RefTexts = ReadonlyMap<number, string>

const MAX_REF_CHARS = 16

/** The most that a list can take: each part's ref may grow. */
function listBytes(open: Buffer, parts: readonly Buffer[]): number {
  let bytes = open.length + 1
  for (const part of parts) bytes += part.length + MAX_REF_CHARS + 1
  return bytes
}

function copyList(target: Buffer, at: number, open: Buffer, opening: Buffer, parts: readonly Buffer[], refs: RefTexts) {
  if (parts.length === 0) return at
  at += open.copy(target, at)
  for (const part of parts) {
    let end = opening.length
    let ref = 0
    for (let byte = part[end]; byte !== undefined && byte !== COMMA; byte = part[++end]) ref = ref * 10 + byte - ZERO
    at += opening.copy(target, at)
    at += target.write(refs.get(ref) ?? '', at, 'latin1')
    at += part.copy(target, at, end)
    target[at++] = COMMA
  }
  target[at - 1] = CLOSE_LIST
  return at
}

/**
 * A frame's JSON text from encoded snapshots (`{"ref":…,`) and deltas (`[ref,…`) with other refs: the bytes behind them are
 * shared with everybody else who is told them. `refs` must have each. Hot path.
 */
export function renumberedFrame(
  { n, prev, ts, at: publishedAt }: FrameHead,
  snapshots: readonly Buffer[],
  deltas: readonly Buffer[],
  refs: RefTexts,
): Buffer {
  const head = frameHead(n, prev, ts, publishedAt)
  const most = head.length + listBytes(OPEN_SNAPSHOTS, snapshots) + listBytes(OPEN_DELTAS, deltas) + 1
  const frame = Buffer.allocUnsafe(most)
  let at = frame.write(head, 0, 'latin1')
  at = copyList(frame, at, OPEN_SNAPSHOTS, SNAPSHOT, snapshots, refs)
  at = copyList(frame, at, OPEN_DELTAS, DELTA, deltas, refs)
  frame[at++] = CLOSE_FRAME
  return frame.subarray(0, at)
}
