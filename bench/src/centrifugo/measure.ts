import { scaled } from '../feed/load.js'
import { withKafka } from '../kafka/with-kafka.js'
import { alternate } from '../measure/alternate.js'
import { runTrial, type Outcome } from '../measure/trial.js'
import { bar, type Bar } from '../report/report.js'
import { medianOf, medianRatio } from '../report/statistics.js'
import type { Row } from '../row.js'
import { runCentrifugo } from './run-centrifugo.js'

const BASE = { topicsPerClient: 20, topics: 500, hz: 10, sets: 'random' } as const
const CASES = [
  { clients: 1000, ticksPerSecond: 1000, limit: 0.6 },
  { clients: 1000, ticksPerSecond: 10_000, limit: 0.25 },
  { clients: 5000, ticksPerSecond: 10_000, limit: 0.15 },
]

/** Why a figure against Centrifugo is missing. */
export const withoutCentrifugo = (row: string): string =>
  `Row \`${row}\` has no figures of Centrifugo: \`CENTRIFUGO_BIN\` names no binary.`

/** What a client costs a second, from the log (or the API) to its socket, beside Centrifugo. */
export const centrifugo: Row = {
  name: 'centrifugo',
  measure: (context) =>
    withKafka(async (kafka) => {
      const binary = context.centrifugo
      if (binary === null) context.remark(withoutCentrifugo('centrifugo'))
      const bars: Bar[] = []
      for (const { limit, ...some } of CASES) {
        const load = scaled({ ...BASE, ...some }, context.scale)
        const outcomes = await alternate<'tickwall' | 'centrifugo', Outcome>(
          context.runs,
          binary === null ? ['tickwall'] : ['tickwall', 'centrifugo'],
          async (server, run) => {
            const log = await kafka.freshLog()
            const measured =
              server === 'centrifugo' && binary !== null
                ? await runCentrifugo(binary, load, context)
                : await kafka.whileFlowing(log, load.topics, load.ticksPerSecond, () =>
                    runTrial({ server: 'tickwall', dialect: 'json', load, kafka: log }, context),
                  )
            context.say(
              `  run ${run}, ${load.clients} clients, ${load.ticksPerSecond} ticks/s, ${server}: ${measured.cpuUsPerClientSecond.toFixed(0)} µs per client-second, latency p50/p99 ${measured.latencyMs?.p50.toFixed(1)}/${measured.latencyMs?.p99.toFixed(1)} ms`,
            )
            return measured
          },
        )
        const cost = ({ cpuUsPerClientSecond }: Outcome): number => cpuUsPerClientSecond
        const what = `${load.clients} clients × 20 random of 500 topics, ${load.ticksPerSecond} ticks/s`
        const { tickwall, centrifugo: theirs = [] } = outcomes
        if (theirs.length > 0)
          bars.push(
            bar(
              `${what}: CPU per client-second, Tickwall from Kafka at 10 Hz against Centrifugo from its HTTP API, every tick`,
              medianRatio(tickwall, theirs, cost),
              '×',
              'lower',
              limit,
            ),
            bar(`${what}: CPU per client-second, Centrifugo`, medianOf(theirs, cost), 'µs', 'lower'),
          )
        bars.push(
          bar(`${what}: CPU per client-second, Tickwall from Kafka at 10 Hz`, medianOf(tickwall, cost), 'µs', 'lower'),
        )
      }
      return bars
    }),
}
