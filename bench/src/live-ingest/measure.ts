import { withKafka } from '../kafka/with-kafka.js'
import { runTrial, type KnownOutcome } from '../measure/trial.js'
import { bar } from '../report/report.js'
import { medianOf } from '../report/statistics.js'
import type { Row } from '../row.js'

/** One client at the usual rate, so that records are fetched as for everybody who does not ask for `raw`. */
const LOAD = { clients: 1, topicsPerClient: 1, topics: 500, hz: 10, ticksPerSecond: 1000, sets: 'random' } as const

/** What a gateway costs that is fed by Kafka and has next to nobody to serve. */
export const liveIngest: Row = {
  name: 'live',
  measure: (context) =>
    withKafka(async (kafka) => {
      const outcomes: KnownOutcome[] = []
      const { topics, ticksPerSecond } = LOAD
      for (let run = 1; run <= context.runs; run++) {
        const log = await kafka.freshLog()
        const trial = { server: 'tickwall', dialect: 'json', load: LOAD, kafka: log } as const
        const outcome = await kafka.whileFlowing(log, topics, ticksPerSecond, () => runTrial(trial, context))
        outcomes.push(outcome)
        context.say(
          `  run ${run}: ${(outcome.core * 100).toFixed(1)} % of a core, ${foldedPerSecond(outcome).toFixed(0)} ticks/s`,
        )
      }
      const what = 'gateway fed live by Kafka at 1,000 ticks/s, one client at 10 Hz'
      return [
        bar(`${what}: whole process, share of a core`, 100 * medianOf(outcomes, ({ core }) => core), '%', 'lower', 6),
        bar(`${what}: ticks folded`, medianOf(outcomes, foldedPerSecond), '/s', 'higher'),
      ]
    }),
}

const foldedPerSecond = ({ before, after }: KnownOutcome): number =>
  (after.folded - before.folded) / ((after.atMs - before.atMs) / 1000)
