import { randomUUID } from 'node:crypto'
import type { LogName } from '@tickwall/backend/ingest/source.js'
import { withAdmin } from '@tickwall/tools'
import { Kafka, logLevel } from 'kafkajs'
import type { Generation, KeptLog, KeptRecord } from './kept-log.js'

const readTimeoutMs = 90_000

/** Reads Kafka's log, and keeps what is about to be deleted. Nobody may write while it reads. */
export class LogKeeper {
  readonly #brokers: string
  readonly #finished: Generation[] = []
  readonly #current: Record<LogName, { records: Map<number, KeptRecord>[]; horizons: number[][] }> = {
    ticks: { records: [], horizons: [[]] },
    metrics: { records: [], horizons: [[]] },
  }

  constructor(brokers: string) {
    this.#brokers = brokers
  }

  /** Reads what there is of a log now. */
  async keep(log: LogName): Promise<void> {
    const { records } = this.#current[log]
    for (const [partition, read] of (await readTopic(this.#brokers, log)).entries()) {
      const kept = (records[partition] ??= new Map())
      for (const record of read) kept.set(record.offset, record)
    }
  }

  /** A log was truncated: from now on folds begin at these offsets, by partition. */
  truncated(log: LogName, low: readonly number[]): void {
    this.#current[log].horizons.push([...low])
  }

  /** A log was deleted and created anew. */
  recreated(log: LogName): void {
    this.#finished.push(this.#generation(log))
    this.#current[log] = { records: [], horizons: [[]] }
  }

  /** All that was ever written, once `keep` has read the last of it. */
  all(): KeptLog {
    return [...this.#finished, this.#generation('ticks'), this.#generation('metrics')]
  }

  #generation(log: LogName): Generation {
    const { records, horizons } = this.#current[log]
    const partitions = records.map((kept) => [...kept.values()].sort((a, b) => a.offset - b.offset))
    return { log, partitions, horizons }
  }
}

/** All records of a Kafka topic, by partition. */
async function readTopic(brokers: string, topic: string): Promise<KeptRecord[][]> {
  const ends = await withAdmin(brokers, (admin) => admin.fetchTopicOffsets(topic))
  const read: KeptRecord[][] = []
  for (const { partition } of ends) read[partition] = []
  const open = new Set(ends.filter(({ low, high }) => low !== high).map(({ partition }) => partition))
  if (open.size === 0) return read
  const next = new Map(ends.map(({ partition, high }) => [partition, Number(high)]))
  const kafka = new Kafka({ brokers: brokers.split(','), clientId: 'tickwall-chaos', logLevel: logLevel.NOTHING })
  const consumer = kafka.consumer({ groupId: `tickwall-chaos-${randomUUID()}`, maxWaitTimeInMs: 100 })
  try {
    await consumer.connect()
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${topic} could not be read to its end`)), readTimeoutMs)
      consumer.on('consumer.crash', ({ payload }) => reject(payload.error))
      const run = consumer.run({
        autoCommit: false,
        eachBatch: ({ batch }) => {
          for (const { offset, timestamp, key, value } of batch.messages)
            read[batch.partition]?.push({
              offset: Number(offset),
              timestamp: Number(timestamp),
              key: String(key),
              value: String(value),
            })
          if (Number(batch.lastOffset()) + 1 >= (next.get(batch.partition) ?? 0)) open.delete(batch.partition)
          if (open.size === 0) {
            clearTimeout(timer)
            resolve()
          }
          return Promise.resolve()
        },
      })
      run.catch(reject)
    })
  } finally {
    await consumer.disconnect()
  }
  return read
}
