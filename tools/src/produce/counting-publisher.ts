import type { Publisher } from '../producer/publisher.js'

/** A publisher that knows how many records it has delivered. */
export interface CountingPublisher extends Pick<Publisher, 'publish'> {
  readonly counts: { ticks: number; metrics: number }
}

/** Counts what `publisher` has delivered, by log. */
export function countingPublisher(publisher: Pick<Publisher, 'publish'>): CountingPublisher {
  const counts = { ticks: 0, metrics: 0 }
  return {
    counts,
    async publish(records) {
      await publisher.publish(records)
      for (const { log } of records) counts[log]++
    },
  }
}
