import {
  encodeDelta,
  encodeFrame,
  encodeSnapshot,
  frameHead,
  PartEncoder,
  type Changes,
  type FrameHead,
} from '../src/index.js'

/** A frame's content before it is encoded. */
export interface FrameContent {
  readonly head: FrameHead
  readonly snapshots: readonly {
    readonly ref: number
    readonly epoch: string
    readonly offset: number
    readonly state: Changes
  }[]
  readonly deltas: readonly (readonly [ref: number, offset: number, changes: Changes])[]
}

const encoder = new PartEncoder()
const taken = (encode: () => void): Uint8Array => {
  encode()
  return encoder.writer.copy()
}

export const binaryDelta = (...[ref, offset, changes]: FrameContent['deltas'][number]): Uint8Array =>
  taken(() => encoder.delta(ref, offset, changes))

export function binarySnapshot({ ref, epoch, offset, state }: FrameContent['snapshots'][number]): Uint8Array {
  const bytes = taken(() => encoder.fields(state))
  return taken(() => encoder.snapshot(ref, { epoch, offset }, bytes))
}

export const binaryHead = (head: FrameHead): Uint8Array => taken(() => encoder.head(head))

/** Joins bytes without looking at them. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

export const binaryFrame = ({ head, snapshots, deltas }: FrameContent): Uint8Array =>
  joined([binaryHead(head), ...snapshots.map(binarySnapshot), ...deltas.map((part) => binaryDelta(...part))])

export const jsonFrame = ({ head: { n, prev, ts, at }, snapshots, deltas }: FrameContent): string =>
  encodeFrame(
    frameHead(n, prev, ts, at),
    snapshots.map(({ ref, epoch, offset, state }) => encodeSnapshot(ref, epoch, offset, state)),
    deltas.map((part) => encodeDelta(...part)),
  )
