const COMMA = ','.charCodeAt(0)
const DELTA = '['
const SNAPSHOT = '{"ref":'

/** An encoded part with another ref: the same bytes behind it, shared with everybody else who is told them. */
function renumbered(part: Buffer, opening: string, refs: ReadonlyMap<number, number>): Buffer {
  const end = part.indexOf(COMMA)
  const ref = refs.get(Number(part.toString('latin1', opening.length, end)))
  return Buffer.concat([Buffer.from(`${opening}${String(ref)}`), part.subarray(end)])
}

/** JSON deltas (`[ref,…`) with the refs that `refs` has for theirs; each must be in it. Hot path. */
export const renumberedDeltas = (parts: readonly Buffer[], refs: ReadonlyMap<number, number>): Buffer[] =>
  parts.map((part) => renumbered(part, DELTA, refs))

/** JSON snapshots (`{"ref":…,`) with the refs that `refs` has for theirs; each must be in it. */
export const renumberedSnapshots = (parts: readonly Buffer[], refs: ReadonlyMap<number, number>): Buffer[] =>
  parts.map((part) => renumbered(part, SNAPSHOT, refs))
