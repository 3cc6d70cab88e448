import { scaled } from '../feed/load.js'
import { alternate } from '../measure/alternate.js'
import { tell } from '../measure/tell.js'
import { runTrial, type Outcome } from '../measure/trial.js'
import { bar } from '../report/report.js'
import { medianOf, medianRatio } from '../report/statistics.js'
import type { Row } from '../row.js'

const LOAD = {
  clients: 1000,
  topicsPerClient: 20,
  topics: 500,
  hz: 10,
  ticksPerSecond: 10_000,
  sets: 'random',
} as const
const DIALECT = { tickwall: 'json', plain: 'plain', 'socket-io': 'socketIo' } as const

/** The same ticks and clients served by Socket.IO, and by `ws.send(JSON.stringify(…))`; all three conflate to 10 Hz. */
export const peers: Row = {
  name: 'peers',
  async measure(context) {
    const load = scaled(LOAD, context.scale)
    const outcomes = await alternate<keyof typeof DIALECT, Outcome>(
      context.runs,
      ['tickwall', 'plain', 'socket-io'],
      async (server, run) => {
        const measured = await runTrial({ server, dialect: DIALECT[server], load }, context)
        tell(context, 'peers', `run ${run}, ${server}`, measured)
        return measured
      },
    )
    const cost = ({ cpuUsPerClientSecond }: Outcome): number => cpuUsPerClientSecond
    const what = `${load.clients} clients × 20 random of 500 topics at 10 Hz, 10,000 ticks/s in the same process`
    const { tickwall, plain, 'socket-io': socketIo } = outcomes
    return [
      bar(
        `${what}: CPU per client-second against Socket.IO 4.8 (one emit a client and flush)`,
        medianRatio(tickwall, socketIo, cost),
        '×',
        'lower',
        0.35,
      ),
      bar(
        `${what}: CPU per client-second against ws.send(JSON.stringify(…)) per client`,
        medianRatio(tickwall, plain, cost),
        '×',
        'lower',
        0.45,
      ),
      bar(`${what}: CPU per client-second, Tickwall`, medianOf(tickwall, cost), 'µs', 'lower'),
      bar(`${what}: CPU per client-second, Socket.IO`, medianOf(socketIo, cost), 'µs', 'lower'),
      bar(`${what}: CPU per client-second, JSON per client`, medianOf(plain, cost), 'µs', 'lower'),
    ]
  },
}
