/** Where a part of a frame leaves its receiver. */
export interface PartPosition {
  readonly ref: number
  readonly offset: number
}
export interface SnapshotPosition extends PartPosition {
  readonly epoch: string
  /** A day that was not seen from its beginning. */
  readonly isPartial: boolean
}
export interface FramePositions {
  readonly snapshots: readonly SnapshotPosition[]
  readonly deltas: readonly PartPosition[]
}

const SNAPSHOT = '{"ref":'
const EPOCH = ',"epoch":"'
const OFFSET = '","offset":'
const PARTIAL = '"partial":true'
const DELTAS = ',"deltas":[['
/** Between two deltas of quotes: what they change has no lists in it. */
const NEXT_DELTA = '}],['

/**
 * The positions that a frame of quotes has, without its states: k6's engine decodes a frame of twenty snapshots in milliseconds, and keeps what
 * it decoded. Relies on the order of keys that the protocol lays down (FRM1).
 */
export function readPositions(text: string): FramePositions {
  const deltasAt = text.indexOf(DELTAS)
  const [, ...snapshots] = (deltasAt < 0 ? text : text.slice(0, deltasAt)).split(SNAPSHOT)
  return {
    snapshots: snapshots.map((part) => {
      const epochAt = part.indexOf(EPOCH)
      const offsetAt = part.indexOf(OFFSET, epochAt)
      return {
        ref: Number(part.slice(0, epochAt)),
        epoch: part.slice(epochAt + EPOCH.length, offsetAt),
        offset: Number(part.slice(offsetAt + OFFSET.length, part.indexOf(',', offsetAt + OFFSET.length))),
        isPartial: part.includes(PARTIAL, offsetAt),
      }
    }),
    deltas:
      deltasAt < 0
        ? []
        : text
            .slice(deltasAt + DELTAS.length)
            .split(NEXT_DELTA)
            .map((part) => {
              const refEnd = part.indexOf(',')
              return {
                ref: Number(part.slice(0, refEnd)),
                offset: Number(part.slice(refEnd + 1, part.indexOf(',', refEnd + 1))),
              }
            }),
  }
}
