import { readPositions } from './frame-positions.ts'
import type { Keeping } from './held-topics.ts'

interface KeptPosition {
  epoch: string
  offset: number
  isPartial: boolean
}

/** Epochs that were heard of. A piece of a text keeps all of it in memory, and a frame of twenty snapshots has 8 kB: so it is the first one's for all. */
const epochs = new Map<string, string>()

function known(epoch: string): string {
  const found = epochs.get(epoch)
  if (found === undefined) epochs.set(epoch, epoch)
  return found ?? epoch
}

/** Positions of snapshots alone, for clients that look at the first frames of a connection: from there on they must be told everything again. */
export const heldPositions: Keeping<KeptPosition> = {
  nothing: () => ({ epoch: '', offset: -1, isPartial: false }),
  positionOf: ({ epoch, offset, isPartial }) => (epoch === '' || isPartial ? null : [epoch, offset]),
  take(text, kept) {
    const { snapshots, deltas } = readPositions(text)
    for (const { ref, epoch, offset, isPartial } of snapshots) {
      const held = kept({ ref, offset }, true)
      if (held !== undefined) Object.assign(held, { epoch: known(epoch), offset, isPartial })
    }
    // What deltas change is not kept, so neither is where they lead to.
    for (const delta of deltas) kept(delta, false)
  },
}
