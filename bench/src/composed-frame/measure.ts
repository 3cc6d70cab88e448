import { scaled } from '../feed/load.js'
import { againstFloor } from '../measure/against-floor.js'
import { CODECS } from '../measure/codecs.js'
import type { Bar } from '../report/report.js'
import type { Row } from '../row.js'

/** Everybody has a set of its own; each topic has a trade and a quote between two frames. */
const LOAD = {
  clients: 3000,
  topicsPerClient: 20,
  topics: 500,
  hz: 10,
  ticksPerSecond: 11_000,
  sets: 'random',
} as const
const LIMIT = { json: 2, binary: 1.7 }

/** A frame composed for each client of shared parts, beside plain writes. */
export const composedFrame: Row = {
  name: 'random',
  async measure(context) {
    const load = scaled(LOAD, context.scale)
    const bars: Bar[] = []
    for (const codec of CODECS) {
      const what = (bytes: number): string =>
        `frame of ${Math.round(bytes)} B (${codec}) composed of 20 random topics of 500, ${load.clients} sockets at 10 Hz`
      bars.push(...(await againstFloor({ row: 'random', load, codec, limit: LIMIT[codec], what }, context)))
    }
    return bars
  },
}
