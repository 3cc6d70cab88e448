import type { Measures } from '../observe/measures.js'
import type { StreamObserver } from '../stream/streams.js'

/** Counts how streams come and go; a poll's end says nothing that its beginning did not. */
export const streamCounts = (measures: Pick<Measures, 'streams' | 'streamsClosed'>): StreamObserver => ({
  opened: (transport) => measures.streams.add(transport),
  closed: (transport, reason) => {
    if (transport === 'sse') measures.streamsClosed.add(reason)
  },
})
