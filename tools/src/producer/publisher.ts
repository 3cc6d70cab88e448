import { createKafkaClient, type KafkaClient } from '@tickwall/backend/ingest/kafka/kafka-client.js'
import type { Log } from '@tickwall/backend/observe/log.js'
import kafkajs, { Partitioners, type Producer } from 'kafkajs'
import { setTimeout as sleep } from 'node:timers/promises'
import { publishChunks, type PublishRecord } from './publish-chunks.js'

export interface PublisherOptions {
  /** `host:port`, at least one. */
  readonly brokers: readonly string[]
  /** The Kafka topics that ticks and metrics go to; both must exist. */
  readonly topics: Readonly<Record<PublishRecord['log'], string>>
  /** As the brokers' logs name us, default `tickwall-producer`. */
  readonly clientId?: string
  /** Where kafkajs's own lines go, at debug; default nowhere. */
  readonly log?: Log
  /** Wall clock, ms; default the system's. */
  readonly nowMs?: () => number
}

export interface Publisher {
  /**
   * Resolves when every in-sync replica has all of the records, each exactly once and those of one key in the order given, however
   * often brokers go and come back meanwhile. Rejects only with what no retry mends, e.g. a record too large.
   */
  publish(records: readonly PublishRecord[]): Promise<void>
  /** Waits a little for what is on its way, then lets go of every socket. Idempotent. */
  stop(): Promise<void>
}

const allInSync = -1
const stopPatienceMs = 5_000
const reconnectMs = 200
const ignore = (): void => undefined
const silent: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore, fatal: ignore }

/**
 * An idempotent producer: a request that is sent again after a lost answer is not appended twice. Records are stamped with the time
 * they are sent, also in the header `published-at`, from which the latency of the whole way is measured.
 */
export function createPublisher(options: PublisherOptions): Publisher {
  const { brokers, topics, clientId = 'tickwall-producer', log = silent, nowMs = Date.now } = options
  // Giving up in the middle of a request would lose what makes its repetition harmless, so kafkajs never does.
  const retry = { retries: Number.MAX_SAFE_INTEGER, initialRetryTime: 100, maxRetryTime: 1_000 }
  const clientOptions = { brokers, clientId, connectionTimeoutMs: 3_000, requestTimeoutMs: 10_000, log, retry }
  let current: { readonly client: KafkaClient; readonly producer: Promise<Producer> } | null = null
  // One request after the other: sequence numbers, and with them the order of a key, allow no overtaking.
  let last: Promise<void> = Promise.resolve()
  let stopped: Promise<void> | null = null

  const open = (): Promise<Producer> => {
    if (current === null) {
      const client = createKafkaClient(clientOptions)
      const producer = client.kafka.producer({
        idempotent: true,
        maxInFlightRequests: 1,
        allowAutoTopicCreation: false,
        createPartitioner: Partitioners.DefaultPartitioner,
      })
      current = { client, producer: producer.connect().then(() => producer) }
    }
    return current.producer
  }

  const disconnect = async (patienceMs = stopPatienceMs): Promise<void> => {
    const leaving = current
    current = null
    if (leaving === null) return
    const end = leaving.producer.then((producer) => producer.disconnect())
    await Promise.race([end, sleep(patienceMs, undefined, { ref: false })]).catch(ignore)
    leaving.client.destroy()
  }

  /** Until it succeeds: of what a new connection asks for first, kafkajs does not repeat everything that a broker's end interrupts. */
  const connect = async (): Promise<Producer> => {
    for (;;) {
      try {
        return await open()
      } catch (error) {
        await disconnect()
        if (stopped !== null || !(error instanceof kafkajs.KafkaJSError && error.retriable)) throw error
        await sleep(reconnectMs)
      }
    }
  }

  const send = async (records: readonly PublishRecord[]): Promise<void> => {
    const producer = await connect()
    for (const chunk of publishChunks(records)) {
      const sentMs = String(nowMs())
      const messagesOf = (log: PublishRecord['log']) =>
        chunk
          .filter((record) => record.log === log)
          .map(({ key, value }) => ({ key, value, timestamp: sentMs, headers: { 'published-at': sentMs } }))
      const topicMessages = (['ticks', 'metrics'] as const)
        .map((log) => ({ topic: topics[log], messages: messagesOf(log) }))
        .filter(({ messages }) => messages.length > 0)
      await producer.sendBatch({ acks: allInSync, topicMessages })
    }
  }

  return {
    publish(records) {
      if (stopped !== null) return Promise.reject(new Error('the publisher was stopped'))
      const sent = last.then(() => send(records))
      last = sent.catch(async () => {
        // The sequence numbers of a failed producer are no longer the broker's.
        await disconnect()
      })
      return sent
    },
    stop() {
      const drained = last.then(() => true)
      // A broker that did not take the records in time would keep us waiting for its goodbye as well.
      stopped ??= Promise.race([drained, sleep(stopPatienceMs, false, { ref: false })]).then((isDrained) =>
        disconnect(isDrained ? stopPatienceMs : 0),
      )
      return stopped
    },
  }
}
