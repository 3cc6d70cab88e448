import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { createPublisher, type Publisher, type PublishRecord } from '@tickwall/tools'
import { FEED_EVERY_MS } from '../feed/feed.js'
import { Pacer } from '../feed/pacer.js'
import { StampedRecords } from '../feed/stamped-records.js'
import type { KafkaLog } from '../servers/server.js'
import { serveParent } from '../worker-process.js'
import type { ProducerAnswer, ProducerRequest } from './producer.js'

/** Ticks into a real broker: the same ones that servers with a feed of their own are given. */
let published = 0
/** Ticks a request while a log is filled. */
const FILL_AT_ONCE = 20_000

const publisherOf = ({ brokers, ticks, metrics }: KafkaLog): Publisher =>
  createPublisher({ brokers: [brokers], topics: { ticks, metrics } })

async function publish(publisher: Publisher, records: StampedRecords, count: number): Promise<void> {
  const nowMs = Date.now()
  const ticks: PublishRecord[] = Array.from({ length: count }, () => {
    const { key, value } = records.next(nowMs)
    // The text is stamped anew when the instrument's turn comes again.
    return { log: 'ticks', key: key.toString(), value: Buffer.from(value), eventTime: nowMs }
  })
  await publisher.publish(ticks)
  published += count
}

async function fill({ log, topics, ticks }: Extract<ProducerRequest, { ask: 'fill' }>): Promise<void> {
  const publisher = publisherOf(log)
  const records = new StampedRecords(topics)
  for (let left = ticks; left > 0; left -= FILL_AT_ONCE) await publish(publisher, records, Math.min(left, FILL_AT_ONCE))
  await publisher.stop()
}

/** One request at a time: what comes due while the broker is asked goes out with the next one. */
async function flow({ log, topics, ticksPerSecond }: Extract<ProducerRequest, { ask: 'flow' }>): Promise<void> {
  const publisher = publisherOf(log)
  const records = new StampedRecords(topics)
  await publish(publisher, records, 2 * topics)
  const pacer = new Pacer(ticksPerSecond, performance.now())
  const goOn = async (): Promise<void> => {
    for (;;) {
      await sleep(FEED_EVERY_MS)
      const due = pacer.take(performance.now())
      if (due > 0) await publish(publisher, records, due)
    }
  }
  goOn().catch((error: unknown) => {
    console.error(error)
    process.exit(1)
  })
}

serveParent<ProducerRequest, ProducerAnswer>(async (request) => {
  await (request.ask === 'fill' ? fill(request) : flow(request))
  return { published }
})
