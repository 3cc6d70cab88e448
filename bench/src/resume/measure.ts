import { setTimeout as sleep } from 'node:timers/promises'
import { FEED_EPOCH } from '../feed/feed-source.js'
import { scaled, type Load } from '../feed/load.js'
import { CODECS, type Codec } from '../measure/codecs.js'
import { startCrowd, startServer } from '../measure/trial.js'
import { bar, type Bar } from '../report/report.js'
import { medianOf } from '../report/statistics.js'
import type { Row, RowContext } from '../row.js'

const LOAD = {
  clients: 5000,
  topicsPerClient: 20,
  topics: 500,
  hz: 10,
  ticksPerSecond: 10_000,
  sets: 'random',
} as const
/** Others who are served all the while: their flushes must not be late. */
const WATCHERS = 200
const SETTLE_MS = 2000
/** The second crowd still costs a third more than the fourth: so long the compiler learns. */
const TIMES_BEFORE = 3
const LIMIT_MS = { json: 150, binary: 60 }
/** Half of the topics change between the position and the resume: a trade and a quote of each, twice. */
const EVERY_OTHER = 2

interface Run {
  /** CPU from the decoded `subscribe` messages to the written frames, ms. */
  readonly workMs: number
  /** Whole process, reading and decoding and everybody's flushes included. */
  readonly wholeMs: number
  /** CPU of the handshakes before. */
  readonly handshakesMs: number
  readonly flushDelayMaxMs: number
}

async function measureRun(load: Load, codec: Codec, context: RowContext): Promise<Run> {
  const host = startServer('tickwall', context)
  const watchers = startCrowd()
  const crowd = startCrowd()
  try {
    const { port } = await host.ask({ ask: 'start', load, frameBytes: 0, watch: 'sessions' })
    const watching = { ...load, clients: Math.max(1, Math.round(WATCHERS * context.scale)) }
    await watchers.ask({ ask: 'connect', port, load: watching, dialect: codec })
    // All of them were here before, more than once, as in a gateway that lives: what they run through is compiled.
    for (let time = 1; time <= TIMES_BEFORE; time++) {
      await crowd.ask({ ask: 'connect', port, load, dialect: codec, isSilent: true })
      const early = await host.ask({ ask: 'usage' })
      await crowd.ask({ ask: 'subscribe', resume: [FEED_EPOCH, early.offset] })
      await crowd.ask({ ask: 'disconnect' })
    }
    await sleep(SETTLE_MS * context.scale)

    const { offset } = await host.ask({ ask: 'pace', ticksPerSecond: 0 })
    await host.ask({ ask: 'hand', ticks: 2 * load.topics, step: EVERY_OTHER })
    await host.ask({ ask: 'pace', ticksPerSecond: load.ticksPerSecond / EVERY_OTHER, step: EVERY_OTHER })
    const apart = await host.ask({ ask: 'usage' })
    await crowd.ask({ ask: 'connect', port, load, dialect: codec, isSilent: true })
    const joined = await host.ask({ ask: 'usage' })
    await sleep(SETTLE_MS * context.scale)
    const before = await host.ask({ ask: 'usage', fresh: true })
    await crowd.ask({ ask: 'subscribe', resume: [FEED_EPOCH, offset] })
    const after = await host.ask({ ask: 'usage' })
    if (after.sessions === null || before.sessions === null) throw new Error('not watched')
    const written = after.sessions.frames - before.sessions.frames
    if (written < load.clients) throw new Error(`only ${written} frames were written in the turn of their subscribe`)
    return {
      workMs: (after.sessions.requestsUs - before.sessions.requestsUs) / 1000,
      wholeMs: (after.cpuUs - before.cpuUs) / 1000,
      handshakesMs: (joined.cpuUs - apart.cpuUs) / 1000,
      // The resumes may be done before the next flush is due.
      flushDelayMaxMs: after.flushDelayMs?.max ?? 0,
    }
  } finally {
    await Promise.all([host.stop(), watchers.stop(), crowd.stop()])
  }
}

/** Everybody comes back at once, as after the end of another gateway. */
export const resume: Row = {
  name: 'resume',
  async measure(context) {
    const load = scaled(LOAD, context.scale)
    const bars: Bar[] = []
    for (const codec of CODECS) {
      const runs: Run[] = []
      for (let run = 1; run <= context.runs; run++) {
        const measured = await measureRun(load, codec, context)
        runs.push(measured)
        const { workMs, wholeMs, handshakesMs, flushDelayMaxMs } = measured
        context.say(
          `  run ${run}, ${codec}: resumes ${workMs.toFixed(0)} ms, whole process ${wholeMs.toFixed(0)} ms, handshakes ${handshakesMs.toFixed(0)} ms, worst flush ${flushDelayMaxMs.toFixed(1)} ms late`,
        )
      }
      const what = `${load.clients} resumes at once, 20 random of 500 topics each, half of them changed, ${codec}`
      bars.push(
        bar(
          `${what}: CPU from decoded subscribe to written frame`,
          medianOf(runs, ({ workMs }) => workMs),
          'ms',
          'lower',
          LIMIT_MS[codec],
        ),
        bar(
          `${what}: longest flush delay meanwhile`,
          medianOf(runs, ({ flushDelayMaxMs }) => flushDelayMaxMs),
          'ms',
          'lower',
          50,
        ),
        bar(
          `${what}: CPU of the whole process, reading, decoding and the first flushes included`,
          medianOf(runs, ({ wholeMs }) => wholeMs),
          'ms',
          'lower',
        ),
        bar(
          `${what}: CPU of the ${load.clients} handshakes before`,
          medianOf(runs, ({ handshakesMs }) => handshakesMs),
          'ms',
          'lower',
        ),
      )
    }
    return bars
  },
}
