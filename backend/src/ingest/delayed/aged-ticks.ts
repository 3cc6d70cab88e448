import type { TickSink } from '../source.js'

/**
 * A sink that is told of no later publication than a record's own timestamp: what was received lately, or says so itself, would
 * else stand in a frame as younger than it may be.
 */
export const agedTicks = (sink: TickSink): TickSink => ({
  open: (id, start) => sink.open(id, start),
  close: (id) => sink.close(id),
  fold: (id, tick, offset, publishedAt, timestamp) =>
    sink.fold(id, tick, offset, Math.min(publishedAt, timestamp), timestamp),
  advance: (id, offset) => sink.advance(id, offset),
  position: (id) => sink.position(id),
  turned: () => sink.turned(),
})
