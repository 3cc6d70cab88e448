import { setTimeout as sleep } from 'node:timers/promises'
import { scaled } from '../feed/load.js'
import { CODECS } from '../measure/codecs.js'
import { tell } from '../measure/tell.js'
import { runTrial, type Crowd, type KnownOutcome, type Server } from '../measure/trial.js'
import { bar, type Bar } from '../report/report.js'
import { medianOf } from '../report/statistics.js'
import type { Row } from '../row.js'

const LOAD = {
  clients: 5000,
  topicsPerClient: 20,
  topics: 500,
  hz: 10,
  ticksPerSecond: 20_000,
  sets: 'random',
} as const

interface Run extends KnownOutcome {
  /** Ticks not folded, frames put off, and frames that were written and did not arrive. */
  readonly lost: number
}

/** After the last tick everything under way arrives within this. */
const DRAIN_MS = 1500

/** Stops the flow, lets everything arrive, and counts what did not. */
async function countLost(host: Server, crowd: Crowd): Promise<number> {
  await host.ask({ ask: 'pace', ticksPerSecond: 0 })
  await sleep(DRAIN_MS)
  const { fed, folded, frames, skipped } = await host.ask({ ask: 'usage' })
  const received = await crowd.ask({ ask: 'received' })
  return fed - folded + skipped + Math.abs(frames - received.frames)
}

/** The load of a whole gateway in one process: what it loses, how late it is, what it costs. */
export const wholeLoad: Row = {
  name: 'load',
  async measure(context) {
    const load = scaled(LOAD, context.scale)
    const bars: Bar[] = []
    for (const codec of CODECS) {
      const runs: Run[] = []
      for (let run = 1; run <= context.runs; run++) {
        let lost = 0
        const outcome = await runTrial(
          { server: 'tickwall', dialect: codec, load, watch: 'loop' },
          context,
          async (host, crowd) => {
            lost = await countLost(host, crowd)
          },
        )
        runs.push({ ...outcome, lost })
        tell(context, 'load', `run ${run}, ${codec}`, outcome)
        const { loopDelayMs: loop, flushDelayMs: flush } = outcome.after
        context.say(
          `    lost ${lost}, event loop p99 ${loop?.p99.toFixed(1)} ms, flush p50/p99/max ${flush?.p50.toFixed(1)}/${flush?.p99.toFixed(1)}/${flush?.max.toFixed(1)} ms`,
        )
      }
      const what = `${load.clients} clients × 20 random of 500 topics × 10 Hz, 20,000 ticks/s in, one process, ${codec}`
      // The binary form has no bars of its own here: it is told beside.
      const limit = (value: number): number | null => (codec === 'json' ? value : null)
      bars.push(
        bar(`${what}: lost (ticks, frames)`, Math.max(...runs.map(({ lost }) => lost)), '', 'lower', limit(0)),
        bar(
          `${what}: event-loop delay p99`,
          medianOf(runs, ({ after }) => after.loopDelayMs?.p99 ?? NaN),
          'ms',
          'lower',
          limit(10),
        ),
        bar(
          `${what}: flush delay p99, from due to written, every frame`,
          medianOf(runs, ({ after }) => after.flushDelayMs?.p99 ?? NaN),
          'ms',
          'lower',
          limit(35),
        ),
        bar(`${what}: share of a core`, 100 * medianOf(runs, ({ core }) => core), '%', 'lower', limit(60)),
        bar(
          `${what}: CPU a frame`,
          medianOf(runs, ({ cpuUsPerFrame }) => cpuUsPerFrame),
          'µs',
          'lower',
        ),
        bar(
          `${what}: frames received of frames due`,
          medianOf(runs, ({ share }) => share),
          '×',
          'higher',
        ),
      )
    }
    return bars
  },
}
