import { startKafka } from '@tickwall/tools'
import type { KafkaLog } from '../servers/server.js'
import { startWorker } from '../worker-process.js'
import type { ProducerAnswer, ProducerRequest } from './producer.js'

const PARTITIONS = 4

/** A broker for one row. */
export interface BenchKafka {
  /** An empty log of its own, so that no trial reads what another was fed. */
  freshLog(): Promise<KafkaLog>
  /** Fills a log. */
  fill(log: KafkaLog, topics: number, ticks: number): Promise<void>
  /** Ticks flow into the log while `use` runs. */
  whileFlowing<T>(log: KafkaLog, topics: number, ticksPerSecond: number, use: () => Promise<T>): Promise<T>
}

/** Runs `use` with a real single-process broker on the loopback, and stops it afterwards. */
export async function withKafka<T>(use: (kafka: BenchKafka) => Promise<T>): Promise<T> {
  const kafka = await startKafka()
  let logs = 0
  const producing = async <R>(request: ProducerRequest, then: () => Promise<R>): Promise<R> => {
    const producer = startWorker<ProducerRequest, ProducerAnswer>('./kafka/producer-process.js')
    try {
      await producer.ask(request)
      return await then()
    } finally {
      await producer.stop()
    }
  }
  try {
    return await use({
      async freshLog() {
        const log = { brokers: kafka.brokers, ticks: `ticks-${++logs}`, metrics: `metrics-${logs}` }
        await kafka.createTopics([
          { topic: log.ticks, partitions: PARTITIONS },
          { topic: log.metrics, partitions: 1 },
        ])
        return log
      },
      fill: (log, topics, ticks) => producing({ ask: 'fill', log, topics, ticks }, () => Promise.resolve()),
      whileFlowing: (log, topics, ticksPerSecond, during) =>
        producing({ ask: 'flow', log, topics, ticksPerSecond }, during),
    })
  } finally {
    await kafka.stop()
  }
}
