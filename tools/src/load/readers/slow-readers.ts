import { setTimeout as sleep } from 'node:timers/promises'
import { sourceOf } from '../load-addresses.js'
import { quoteTopics, topicsOf } from './quote-topics.js'
import { startSlowReader, type SlowReader, type SlowReaderOptions } from './slow-reader.js'

export interface SlowCrowd {
  readonly url: string
  readonly count: number
  readonly topics: number
  readonly maxHz: number
  /** When they come and go, ms since the epoch. */
  readonly fromMs: number
  readonly toMs: number
  readonly signal: AbortSignal
}

/** What a phone in a bad cell gets. */
const SLOW_BYTES_PER_SECOND = 2048
/**
 * How long one stays: a paused socket does not see that it was closed. Those who acknowledged are closed by the server after 30 s or a little more and are back soon
 * after; the others would be known to it after two minutes, if its buffers fill.
 */
const STAY_MS = { acked: 60_000, silent: 150_000 }
const ASK_MS = 1000

interface Place {
  readonly options: SlowReaderOptions
  reader: SlowReader
  leavesAtMs: number
}

/**
 * Keeps so many slow readers connected between two moments: a third reads 2 KB a second, a third nothing after one acknowledgement, a third
 * nothing without any. Who is sent away comes back.
 */
export async function keepSlowReaders(crowd: SlowCrowd): Promise<void> {
  const { url, count, fromMs, toMs, signal } = crowd
  const names = await quoteTopics(url)
  const { hostname, port } = new URL(url)
  await sleep(Math.max(0, fromMs - Date.now()), undefined, { signal })
  const places = Array.from({ length: count }, (_, index): Place => {
    const options = {
      ...{ host: hostname, port: Number(port), maxHz: crowd.maxHz },
      ...sourceOf(hostname, index),
      topics: topicsOf(index, names, crowd.topics),
      bytesPerSecond: index % 3 === 0 ? SLOW_BYTES_PER_SECOND : 0,
      acksOnce: index % 3 === 1,
    }
    return { options, reader: startSlowReader(options), leavesAtMs: leavesAtMs(options) }
  })
  try {
    while (Date.now() < toMs) {
      await sleep(ASK_MS, undefined, { signal })
      for (const place of places) {
        if (!place.reader.hasEnded && Date.now() < place.leavesAtMs) continue
        place.reader.close()
        place.reader = startSlowReader(place.options)
        place.leavesAtMs = leavesAtMs(place.options)
      }
    }
  } finally {
    for (const { reader } of places) reader.close()
  }
}

const leavesAtMs = ({ acksOnce }: SlowReaderOptions): number => Date.now() + (acksOnce ? STAY_MS.acked : STAY_MS.silent)
