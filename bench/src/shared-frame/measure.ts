import { scaled } from '../feed/load.js'
import { againstFloor } from '../measure/against-floor.js'
import type { Row } from '../row.js'

/** Ten sets of ten topics: a frame of about 2 KB; each topic has a trade and a quote between two frames. */
const LOAD = { clients: 3000, topicsPerClient: 10, topics: 100, hz: 10, ticksPerSecond: 2200, sets: 10 }

/** A frame that a cohort shares, beside plain writes. */
export const sharedFrame: Row = {
  name: 'shared',
  measure(context) {
    const load = scaled(LOAD, context.scale)
    const what = (bytes: number): string =>
      `frame of ${Math.round(bytes)} B (json) shared by cohorts, ${load.clients} sockets at 10 Hz`
    return againstFloor({ row: 'shared', load, codec: 'json', limit: 1.4, what }, context)
  },
}
