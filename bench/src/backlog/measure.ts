import { withKafka } from '../kafka/with-kafka.js'
import { bar } from '../report/report.js'
import { medianOf } from '../report/statistics.js'
import type { Row } from '../row.js'
import type { KafkaLog } from '../servers/server.js'
import { startWorker } from '../worker-process.js'
import type { BacklogAnswer } from './backlog-process.js'

const TICKS = 600_000
const INSTRUMENTS = 500

/** How fast a gateway that starts reads what is in the log. */
export const backlog: Row = {
  name: 'backlog',
  measure: (context) =>
    withKafka(async (kafka) => {
      const ticks = Math.max(INSTRUMENTS, Math.round(TICKS * context.scale))
      const log = await kafka.freshLog()
      await kafka.fill(log, INSTRUMENTS, ticks)
      const answers: BacklogAnswer[] = []
      for (let run = 1; run <= context.runs; run++) {
        const execArgv = context.profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${context.profile}`]
        const worker = startWorker<KafkaLog, BacklogAnswer>('./backlog/backlog-process.js', execArgv)
        try {
          const answer = await worker.ask(log)
          answers.push(answer)
          const { folded, seconds, cpuSeconds } = answer
          context.say(`  run ${run}: ${folded} ticks in ${seconds.toFixed(2)} s, ${cpuSeconds.toFixed(2)} s of CPU`)
        } finally {
          await worker.stop()
        }
      }
      const what = `Kafka → folded, versioned state, backlog of ${ticks} ticks (trades and quotes) of ${INSTRUMENTS} instruments, one process`
      return [
        bar(
          `${what}: ticks a core-second, joining and fetching included`,
          medianOf(answers, ({ folded, cpuSeconds }) => folded / cpuSeconds),
          '/s',
          'higher',
          300_000,
        ),
        bar(
          `${what}: ticks a second of the clock`,
          medianOf(answers, ({ folded, seconds }) => folded / seconds),
          '/s',
          'higher',
        ),
        bar(
          `${what}: ticks folded of ticks in the log`,
          Math.min(...answers.map(({ folded }) => folded)) / ticks,
          '×',
          'higher',
          1,
        ),
      ]
    }),
}
