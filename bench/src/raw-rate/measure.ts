import { withoutCentrifugo } from '../centrifugo/measure.js'
import { runCentrifugo } from '../centrifugo/run-centrifugo.js'
import { scaled } from '../feed/load.js'
import { withKafka } from '../kafka/with-kafka.js'
import { alternate } from '../measure/alternate.js'
import { runTrial, type Outcome } from '../measure/trial.js'
import { bar } from '../report/report.js'
import { medianOf, medianRatio } from '../report/statistics.js'
import type { Row } from '../row.js'

const LOAD = { clients: 1000, topicsPerClient: 20, topics: 500, hz: 10, ticksPerSecond: 1000, sets: 'random' } as const

/** Each change as soon as it is known: how soon it is there, and what that costs. */
export const rawRate: Row = {
  name: 'raw',
  measure: (context) =>
    withKafka(async (kafka) => {
      const load = scaled(LOAD, context.scale)
      const binary = context.centrifugo
      if (binary === null) context.remark(withoutCentrifugo('raw'))
      const { tickwall, centrifugo } = await alternate<'tickwall' | 'centrifugo', Outcome>(
        context.runs,
        binary === null ? ['tickwall'] : ['tickwall', 'centrifugo'],
        async (server, run) => {
          const log = await kafka.freshLog()
          const measured =
            server === 'centrifugo' && binary !== null
              ? await runCentrifugo(binary, load, context)
              : await kafka.whileFlowing(log, load.topics, load.ticksPerSecond, () =>
                  runTrial({ server: 'tickwall', dialect: 'json', load, kafka: log, maxHz: 'raw' }, context),
                )
          const { core, latencyMs, cpuUsPerClientSecond } = measured
          context.say(
            `  run ${run}, ${server}: tick to client p50/p99/max ${latencyMs?.p50.toFixed(1)}/${latencyMs?.p99.toFixed(1)}/${latencyMs?.max.toFixed(1)} ms, ${cpuUsPerClientSecond.toFixed(0)} µs per client-second, ${(core * 100).toFixed(0)} % of a core`,
          )
          return measured
        },
      )
      const cost = ({ cpuUsPerClientSecond }: Outcome): number => cpuUsPerClientSecond
      const p99 = ({ latencyMs }: Outcome): number => latencyMs?.p99 ?? NaN
      const what = `\`raw\`, ${load.clients} clients × 20 random of 500 topics, 1,000 ticks/s`
      const theirs = centrifugo ?? []
      return [
        bar(
          `${what}: tick to client p99, from publishing into Kafka to reading`,
          medianOf(tickwall, p99),
          'ms',
          'lower',
          10,
        ),
        bar(
          `${what}: tick to client p50`,
          medianOf(tickwall, ({ latencyMs }) => latencyMs?.p50 ?? NaN),
          'ms',
          'lower',
        ),
        ...(theirs.length === 0
          ? []
          : [
              bar(
                `${what}: CPU against Centrifugo from its HTTP API`,
                medianRatio(tickwall, theirs, cost),
                '×',
                'lower',
                1.3,
              ),
              bar(`${what}: tick to client p99, Centrifugo`, medianOf(theirs, p99), 'ms', 'lower'),
            ]),
        bar(`${what}: CPU per client-second, Tickwall from Kafka`, medianOf(tickwall, cost), 'µs', 'lower'),
      ]
    }),
}
