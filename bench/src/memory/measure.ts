import { setTimeout as sleep } from 'node:timers/promises'
import { scaled, type Load } from '../feed/load.js'
import { startCrowd, startServer } from '../measure/trial.js'
import { bar, type Bar } from '../report/report.js'
import { medianOf } from '../report/statistics.js'
import type { Row, RowContext } from '../row.js'
import type { ServerAnswer } from '../servers/server.js'

const BASE = { clients: 10_000, topicsPerClient: 20, topics: 500, hz: 10, ticksPerSecond: 0 } as const
/** Connect, subscribe and leave before anything is counted: what is made once, and compiled, belongs to nobody. */
const WARM_UP = 500
const PAUSE_MS = 1000

interface Run {
  readonly idle: { readonly rss: number; readonly heap: number }
  readonly subscribed: { readonly rss: number; readonly heap: number }
}

/** What each connection adds to the memory of a gateway in which nothing flows, after full garbage collections. */
async function measureRun(load: Load, context: RowContext): Promise<Run> {
  const host = startServer('tickwall', context, ['--expose-gc'])
  const warm = startCrowd()
  const crowd = startCrowd()
  const settled = async (connections: number): Promise<ServerAnswer> => {
    await sleep(PAUSE_MS)
    const answer = await host.ask({ ask: 'settle' })
    if (answer.connections !== connections) throw new Error(`${answer.connections} connections, not ${connections}`)
    return answer
  }
  try {
    const { port } = await host.ask({ ask: 'start', load, frameBytes: 0 })
    const silently = { ask: 'connect', port, dialect: 'json', isSilent: true } as const
    await warm.ask({ ...silently, load: { ...load, clients: Math.min(WARM_UP, load.clients) } })
    await warm.ask({ ask: 'subscribe' })
    await warm.ask({ ask: 'disconnect' })
    const before = await settled(0)
    await crowd.ask({ ...silently, load })
    const idle = await settled(load.clients)
    await crowd.ask({ ask: 'subscribe' })
    const subscribed = await settled(load.clients)
    const since = ({ rssBytes, heapBytes }: ServerAnswer) => ({
      rss: (rssBytes - before.rssBytes) / load.clients,
      heap: (heapBytes - before.heapBytes) / load.clients,
    })
    return { idle: since(idle), subscribed: since(subscribed) }
  } finally {
    await Promise.all([host.stop(), warm.stop(), crowd.stop()])
  }
}

/** Memory of a connection. */
export const memory: Row = {
  name: 'memory',
  async measure(context) {
    const bars: Bar[] = []
    for (const sets of ['random', 10] as const) {
      const load = scaled({ ...BASE, sets }, context.scale)
      const runs: Run[] = []
      for (let run = 1; run <= context.runs; run++) {
        const measured = await measureRun(load, context)
        runs.push(measured)
        const { idle, subscribed } = measured
        context.say(
          `  run ${run}, ${sets === 'random' ? 'random sets' : `${sets} sets`}: idle ${idle.rss.toFixed(0)} B (heap ${idle.heap.toFixed(0)}), subscribed ${subscribed.rss.toFixed(0)} B (heap ${subscribed.heap.toFixed(0)})`,
        )
      }
      const what = `memory a connection, ${load.clients} connections, after full collections`
      const kind =
        sets === 'random' ? 'a set of its own of 20 of 500 topics' : `one of ${sets} shared sets of 20 topics`
      if (sets === 'random')
        bars.push(
          bar(
            `${what}: RSS, idle`,
            medianOf(runs, ({ idle }) => idle.rss),
            'B',
            'lower',
            8192,
          ),
          bar(
            `${what}: heap, idle`,
            medianOf(runs, ({ idle }) => idle.heap),
            'B',
            'lower',
          ),
        )
      bars.push(
        bar(
          `${what}: RSS, ${kind}`,
          medianOf(runs, ({ subscribed }) => subscribed.rss),
          'B',
          'lower',
          9216,
        ),
        bar(
          `${what}: heap, ${kind}`,
          medianOf(runs, ({ subscribed }) => subscribed.heap),
          'B',
          'lower',
        ),
      )
    }
    return bars
  },
}
