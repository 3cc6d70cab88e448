import { setTimeout as sleep } from 'node:timers/promises'
import { scaled, type Load } from '../feed/load.js'
import { withKafka, type BenchKafka } from '../kafka/with-kafka.js'
import type { Codec } from '../measure/codecs.js'
import { tell } from '../measure/tell.js'
import { runTrial, type Crowd, type KnownOutcome, type Server } from '../measure/trial.js'
import { bar, type Bar } from '../report/report.js'
import { medianOf } from '../report/statistics.js'
import type { Row, RowContext } from '../row.js'

const LOAD = {
  clients: 5000,
  topicsPerClient: 20,
  topics: 500,
  hz: 10,
  ticksPerSecond: 20_000,
  sets: 'random',
} as const

interface Case {
  readonly codec: Codec
  readonly ticksFrom: 'process' | 'kafka'
  /** The bars are those of the first case; the others are told beside it. */
  readonly isJudged: boolean
}
const CASES: readonly Case[] = [
  { codec: 'json', ticksFrom: 'process', isJudged: true },
  { codec: 'binary', ticksFrom: 'process', isJudged: false },
  { codec: 'json', ticksFrom: 'kafka', isJudged: false },
]

interface Run extends KnownOutcome {
  /** Ticks not folded, frames put off, and frames that were written and did not arrive; not counted while a log flows on. */
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

async function measureRun(
  { codec, ticksFrom }: Case,
  load: Load,
  kafka: BenchKafka,
  context: RowContext,
): Promise<Run> {
  const trial = { server: 'tickwall', dialect: codec, load, watch: 'loop' } as const
  if (ticksFrom === 'kafka') {
    const log = await kafka.freshLog()
    const outcome = await kafka.whileFlowing(log, load.topics, load.ticksPerSecond, () =>
      runTrial({ ...trial, kafka: log }, context),
    )
    return { ...outcome, lost: NaN }
  }
  let lost = NaN
  const outcome = await runTrial(trial, context, async (host, crowd) => {
    lost = await countLost(host, crowd)
  })
  return { ...outcome, lost }
}

function barsOf(runs: readonly Run[], { codec, ticksFrom, isJudged }: Case, { clients }: Load): Bar[] {
  const from = ticksFrom === 'kafka' ? 'from Kafka' : 'as raw records in process'
  const what = `${clients} clients × 20 random of 500 topics × 10 Hz, 20,000 ticks/s ${from}, one process, ${codec}`
  const limit = (value: number): number | null => (isJudged ? value : null)
  const loopDelay = medianOf(runs, ({ after }) => after.loopDelayMs?.p99 ?? NaN)
  const flushDelay = medianOf(runs, ({ after }) => after.flushDelayMs?.p99 ?? NaN)
  const core = 100 * medianOf(runs, (run) => run.core)
  const lost = Math.max(...runs.map((run) => run.lost))
  return [
    ...(ticksFrom === 'kafka' ? [] : [bar(`${what}: lost (ticks, frames), worst run`, lost, '', 'lower', limit(0))]),
    bar(`${what}: event-loop delay p99`, loopDelay, 'ms', 'lower', limit(10)),
    bar(`${what}: flush delay p99, from due to written, every frame`, flushDelay, 'ms', 'lower', limit(35)),
    bar(`${what}: share of a core`, core, '%', 'lower', limit(60)),
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
  ]
}

/** The load of a whole gateway in one process: what it loses, how late it is, what it costs. */
export const wholeLoad: Row = {
  name: 'load',
  measure: (context) =>
    withKafka(async (kafka) => {
      const load = scaled(LOAD, context.scale)
      const bars: Bar[] = []
      for (const one of CASES) {
        const runs: Run[] = []
        for (let run = 1; run <= context.runs; run++) {
          const measured = await measureRun(one, load, kafka, context)
          runs.push(measured)
          tell(context, 'load', `run ${run}, ${one.codec}, ticks from ${one.ticksFrom}`, measured)
          const { loopDelayMs: loop, flushDelayMs: flush } = measured.after
          context.say(
            `    lost ${measured.lost}, event loop p99 ${loop?.p99.toFixed(1)} ms, flush p50/p99/max ${flush?.p50.toFixed(1)}/${flush?.p99.toFixed(1)}/${flush?.max.toFixed(1)} ms`,
          )
        }
        bars.push(...barsOf(runs, one, load))
      }
      return bars
    }),
}
