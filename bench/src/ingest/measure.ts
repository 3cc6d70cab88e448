import { createPublisher, createTopics, startKafka } from '@tickwall/tools'
import { roundOfRecords } from '../delivery/records.js'
import { bar, median, type Bar } from '../report.js'
import { startWorker } from '../worker-process.js'
import type { BacklogAnswer, BacklogRequest } from './backlog-process.js'

const INSTRUMENTS = 500
const PARTITIONS = 4
const ROUNDS_A_REQUEST = 20

/** Ticks a second from a real broker's backlog to folded, versioned state, one process, all record kinds of `ticks`. */
export async function measureIngest(ticks: number, runs: number): Promise<Bar[]> {
  const kafka = await startKafka()
  try {
    await createTopics(kafka.brokers, [
      { topic: 'ticks', partitions: PARTITIONS },
      { topic: 'metrics', partitions: 1 },
    ])
    const publisher = createPublisher({ brokers: [kafka.brokers], topics: { ticks: 'ticks', metrics: 'metrics' } })
    const rounds = Math.ceil(ticks / (2 * INSTRUMENTS))
    for (let round = 1; round <= rounds; round += ROUNDS_A_REQUEST) {
      const records = Array.from({ length: Math.min(ROUNDS_A_REQUEST, rounds - round + 1) }, (_, i) =>
        roundOfRecords(round + i, INSTRUMENTS, Date.now()),
      )
      await publisher.publish(
        records.flat().map(({ key, value }) => ({ log: 'ticks', key: key.toString(), value, eventTime: Date.now() })),
      )
    }
    await publisher.stop()

    const answers: BacklogAnswer[] = []
    for (let run = 0; run < runs; run++) {
      const worker = startWorker<BacklogRequest, BacklogAnswer>('./ingest/backlog-process.js')
      const answer = await worker.ask({ brokers: kafka.brokers })
      await worker.stop()
      answers.push(answer)
      console.error(
        `  ingest run ${run + 1}: ${answer.folded} ticks in ${answer.seconds.toFixed(2)} s, ${answer.cpuSeconds.toFixed(2)} s of CPU`,
      )
    }
    const what = `Kafka → folded, versioned state, ${rounds * 2 * INSTRUMENTS} records, ${INSTRUMENTS} instruments, ${PARTITIONS} partitions`
    return [
      bar(
        `ticks a second, one process: ${what}`,
        median(answers.map(({ folded, seconds }) => folded / seconds)),
        '/s',
        'higher',
      ),
      bar(
        `ticks a core-second, whole process: ${what}`,
        median(answers.map(({ folded, cpuSeconds }) => folded / cpuSeconds)),
        '/s',
        'higher',
      ),
      bar(
        `share of records folded: ${what}`,
        median(answers.map(({ folded }) => folded / (rounds * 2 * INSTRUMENTS))),
        '×',
        'higher',
        1,
      ),
    ]
  } finally {
    await kafka.stop()
  }
}
