import { scaled } from '../feed/load.js'
import { againstFloor } from '../measure/against-floor.js'
import { bar } from '../report/report.js'
import type { Row } from '../row.js'

/** Ten sets of ten topics: a frame of about 2 KB; each topic has a trade and a quote between two frames. */
const LOAD = { clients: 3000, topicsPerClient: 10, topics: 100, hz: 10, ticksPerSecond: 2200, sets: 10 }

/** A frame that a cohort shares, beside plain writes. */
export const sharedFrame: Row = {
  name: 'shared',
  async measure(context) {
    const load = scaled(LOAD, context.scale)
    const { ratio, tickwall, floor, bytesPerFrame, share } = await againstFloor('shared', load, 'json', context)
    const what = `frame of ${Math.round(bytesPerFrame)} B shared by cohorts, ${load.clients} sockets at 10 Hz`
    return [
      bar(`${what}: CPU a frame, whole process, against plain writes of the same bytes`, ratio, '×', 'lower', 1.4),
      bar(`${what}: CPU a frame, Tickwall`, tickwall, 'µs', 'lower'),
      bar(`${what}: CPU a frame, plain writes`, floor, 'µs', 'lower'),
      bar(`${what}: frames received of frames due`, share, '×', 'higher'),
    ]
  },
}
