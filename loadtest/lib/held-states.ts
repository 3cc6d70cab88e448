import { ReceivedState } from '../../protocol/dist/received-state.js'
import type { FrameMessage } from '../../protocol/src/message.ts'
import type { Keeping } from './held-topics.ts'
import { bytesPerUpdate, tradesPerUpdate } from './measures.ts'

export type Quote = ReceivedState<'quote'>

/** Everything: each frame is decoded whole and applied. */
export const heldStates: Keeping<Quote> = {
  nothing: () => new ReceivedState('quote'),
  // A day that was not seen from its beginning is asked for whole.
  positionOf: ({ epoch, offset, state }) => (epoch === '' || state.partial === true ? null : [epoch, offset]),
  take(text, kept) {
    const { snapshots = [], deltas = [] } = JSON.parse(text) as FrameMessage
    for (const snapshot of snapshots) kept(snapshot, true)?.applySnapshot(snapshot)
    for (const [ref, offset, changes] of deltas) {
      const held = kept({ ref, offset }, false)
      if (held === undefined) continue
      const before = held.state.trades
      held.applyChanges(offset, changes)
      const told = (held.state.trades ?? 0) - (before ?? 0)
      if (before !== undefined && told > 0) tradesPerUpdate.add(told)
    }
    if (deltas.length > 0) bytesPerUpdate.add(text.length / deltas.length)
  },
}
