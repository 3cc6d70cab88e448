import type { ClientMessage, ControlMessage } from './message.js'
import type { Changes, TopicState } from './state.js'

/** What stands between the parts of a frame's text, for whoever joins encoded parts as bytes. */
export const FRAME_JOINTS = {
  snapshots: ',"snapshots":[',
  deltas: ',"deltas":[',
  between: ',',
  endOfList: ']',
  endOfFrame: '}',
} as const

/** What comes before the changes in one delta's text; one closing bracket comes after them. */
export const deltaHead = (ref: number, offset: number): string => `[${String(ref)},${String(offset)},`

/** One delta's text. Hot path: once per topic, rate and flush, shared by all subscribers. */
export const encodeDelta = (ref: number, offset: number, changes: Changes): string =>
  `${deltaHead(ref, offset)}${JSON.stringify(changes)}]`

/** What comes before the state in one snapshot's text; one closing brace comes after it. */
export const snapshotHead = (ref: number, epoch: string, offset: number): string =>
  `{"ref":${String(ref)},"epoch":${JSON.stringify(epoch)},"offset":${String(offset)},"state":`

/** One snapshot's text; equal states with keys in the same order give equal texts. */
export const encodeSnapshot = (
  ref: number,
  epoch: string,
  offset: number,
  state: TopicState | Record<string, never>,
): string => `${snapshotHead(ref, epoch, offset)}${JSON.stringify(state)}}`

const list = (opening: string, parts: readonly string[]): string =>
  parts.length === 0 ? '' : `${opening}${parts.join(FRAME_JOINTS.between)}${FRAME_JOINTS.endOfList}`

/** A whole frame from its head (`frameHead`) and parts that are already encoded; an empty list is left out. */
export const encodeFrame = (head: string, snapshots: readonly string[], deltas: readonly string[]): string =>
  `${head}${list(FRAME_JOINTS.snapshots, snapshots)}${list(FRAME_JOINTS.deltas, deltas)}${FRAME_JOINTS.endOfFrame}`

/** The text of a message that is not a frame. */
export const encodeMessage = (message: ClientMessage | ControlMessage): string => JSON.stringify(message)
