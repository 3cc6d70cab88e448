import type { Batch, Consumer, EachBatchPayload } from 'kafkajs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../../observe/log.js'
import type { LogRecord } from '../source.js'
import type { Clock } from './clock.js'
import { BatchSlices } from './batch-slices.js'
import { onFetchTrouble } from './fetch-trouble.js'
import { onFetch, type FetchTerms } from './fetch-terms.js'
import type { KafkaClient } from './kafka-client.js'
import type { FetchOptions } from './kafka-source-options.js'
import { safeOffset } from './log-records.js'
import type { ConsumerHealth } from './stall.js'
import { Turns } from './turns.js'

/** Where a consumer writes to, and learns where to read. */
export interface ConsumedLogs {
  /** The next offset to read (fold position + 1), or null while nobody wants the partition. */
  next(topic: string, partition: number): number | null
  records(topic: string, partition: number, records: readonly LogRecord[]): void
  /** Nothing from this offset on may be read yet; Infinity where all of it may. */
  limit(topic: string, partition: number): number
  /** Everything up to this offset is read, though not all of it may have held a record. */
  advance(topic: string, partition: number, offset: number): void
  /** The next offset is not in the log; resolves once that has been looked into. */
  outOfRange(topic: string, partition: number): Promise<void>
  /** The brokers answered a fetch. */
  fetched(): void
  /** The topics may be others of the same name by now, so nothing is read until `verified`. */
  doubted(): void
}

export interface GroupConsumerOptions {
  readonly client: KafkaClient
  /** Of this consumer alone: a group shared with a predecessor would wait for it to leave. */
  readonly groupId: string
  readonly topics: readonly string[]
  readonly fetch: FetchOptions
  /** Asked before each fetch. */
  readonly terms: () => FetchTerms
  readonly logs: ConsumedLogs
  readonly clock: Clock
  readonly log: Log
}

interface TopicPartitions {
  readonly topic: string
  readonly partitions: number[]
}

/** Records between two looks at the time: below 1 ms of folding. */
const sliceRecords = 128
const sliceMs = 2
/** How soon an added partition is noticed. */
const metadataMaxAgeMs = 5_000
const disconnectPatienceMs = 2_000

/**
 * One life of kafkajs's consumer in a group of its own: reads each partition from the fold position on, commits nothing, and never
 * restarts itself. After `release` nothing it still does reaches anybody.
 */
export class GroupConsumer {
  readonly topics: readonly string[]
  readonly #options: GroupConsumerOptions
  readonly #consumer: Consumer
  readonly #turns: Turns
  readonly #ignoreTrouble: () => void
  readonly #stopAsking: () => void
  readonly #startedMs: number
  readonly #running: Promise<void>
  #joinedMs: number | null = null
  #assigned: readonly TopicPartitions[] = []
  /** Paused: at a limit, or because nobody wants them yet. */
  readonly #held = new Map<string, { readonly topic: string; readonly partition: number }>()
  #doubts = 0
  readonly #verified = new Set<string>()
  #fetchedMs: number | null = null
  #idleMs: number | null = null
  #crash: unknown = null
  /** kafkajs has let go of its group, be it released or crashed: it then throws at whoever commands it. */
  #hasStopped = false
  #isReleased = false

  constructor(options: GroupConsumerOptions) {
    const { client, groupId, topics, fetch, terms, clock } = options
    this.topics = topics
    this.#options = options
    this.#turns = new Turns(() => clock.monotonicMs(), sliceMs)
    this.#startedMs = clock.monotonicMs()
    this.#ignoreTrouble = onFetchTrouble(groupId, {
      failed: () => this.#doubt(),
      outOfRange: async (topic, partition) => {
        if (!this.#isReleased) await options.logs.outOfRange(topic, partition)
      },
    })
    this.#stopAsking = onFetch(groupId, terms)
    this.#consumer = client.kafka.consumer({
      groupId,
      maxWaitTimeInMs: terms().maxWaitMs,
      minBytes: fetch.minBytes,
      maxBytesPerPartition: fetch.maxBytesPerPartition,
      maxBytes: fetch.maxBytes,
      metadataMaxAge: metadataMaxAgeMs,
      rebalanceTimeout: 10_000,
      allowAutoTopicCreation: false,
      // A restart of its own would go on from where it thinks it was; who replaces it knows.
      retry: { initialRetryTime: 200, maxRetryTime: 1_000, retries: 5, restartOnFailure: async () => false },
    })
    this.#listen()
    this.#running = this.#run().catch((error: unknown) => this.#crashed(error))
  }

  health(): Omit<ConsumerHealth, 'stuckSinceMs'> {
    const { clock } = this.#options
    return {
      startedMs: this.#startedMs,
      joinedMs: this.#joinedMs,
      fetchedMs: this.#fetchedMs,
      hasCrashed: this.#crash !== null,
      idleMs: this.#isIdle ? clock.monotonicMs() : this.#idleMs,
    }
  }

  /** Why it ended by itself, or null. */
  get crash(): unknown {
    return this.#crash
  }

  /** How often it had to doubt what it reads; to be noted before the brokers are asked about the topics. */
  get doubts(): number {
    return this.#doubts
  }

  /** The brokers were asked since the given doubt, these topics are there, and their folds are those of their logs. */
  verified(doubts: number, topics: readonly string[]): void {
    if (doubts !== this.#doubts) return
    for (const { topic, partitions } of this.#assigned) {
      if (this.#verified.has(topic) || !topics.includes(topic)) continue
      this.#verified.add(topic)
      for (const partition of partitions) this.opened(topic, partition)
    }
  }

  /** Whether it was given partitions of the topic, and this one was not there yet. */
  lacks(topic: string, partition: number): boolean {
    return this.#assigned.some((given) => given.topic === topic && !given.partitions.includes(partition))
  }

  /** Begins to read a partition that it may have been given before anybody wanted it. */
  opened(topic: string, partition: number): void {
    if (this.#isReleased || this.#hasStopped || !this.#verified.has(topic)) return
    if (this.#isIdle) this.#idleMs = this.#options.clock.monotonicMs()
    this.#held.delete(keyOf(topic, partition))
    this.#seek(topic, partition)
    this.#consumer.resume([{ topic, partitions: [partition] }])
  }

  /** Limits may have moved: reads on where it was held by one. */
  goOn(): void {
    const { logs } = this.#options
    for (const { topic, partition } of [...this.#held.values()]) {
      const next = logs.next(topic, partition)
      if (next !== null && next < logs.limit(topic, partition)) this.opened(topic, partition)
    }
  }

  /** Whether all that it was given is paused. */
  get #isIdle(): boolean {
    return (
      this.#held.size > 0 &&
      this.#held.size === this.#assigned.reduce((sum, { partitions }) => sum + partitions.length, 0)
    )
  }

  /** Ends it; resolves when its sockets are gone, after some 2 s at most. */
  async release(): Promise<void> {
    this.#isReleased = true
    this.#ignoreTrouble()
    this.#stopAsking()
    const end = this.#running.then(() => this.#consumer.disconnect())
    const patience = sleep(disconnectPatienceMs, undefined, { ref: false })
    await Promise.race([end, patience]).catch((error: unknown) =>
      this.#options.log.debug({ err: error }, 'a Kafka consumer did not end in an orderly way'),
    )
    this.#options.client.destroy()
  }

  async #run(): Promise<void> {
    await this.#consumer.connect()
    if (this.#isReleased) return
    await this.#consumer.subscribe({ topics: [...this.topics], fromBeginning: true })
    if (this.#isReleased) return
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => this.#eachBatch(payload),
    })
  }

  #listen(): void {
    const consumer = this.#consumer
    const { logs, clock } = this.#options
    const { GROUP_JOIN, REQUEST, START_BATCH_PROCESS, STOP, CRASH } = consumer.events
    consumer.on(GROUP_JOIN, ({ payload }) => {
      if (this.#isReleased || this.#hasStopped) return
      this.#joinedMs = clock.monotonicMs()
      this.#assigned = Object.entries(payload.memberAssignment).map(([topic, partitions]) => ({ topic, partitions }))
      this.#doubt()
    })
    consumer.on(REQUEST, ({ payload }) => {
      if (this.#isReleased || payload.apiName !== 'Fetch') return
      this.#fetchedMs = clock.monotonicMs()
      logs.fetched()
    })
    consumer.on(START_BATCH_PROCESS, ({ payload }) => {
      // A batch of nothing but control records or aborted ones never reaches eachBatch.
      if (this.#isReleased || !this.#verified.has(payload.topic) || payload.batchSize > 0) return
      const { topic, partition } = payload
      if (logs.next(topic, partition) !== null)
        this.#advance(topic, partition, safeOffset(payload.lastOffset), logs.limit(topic, partition))
    })
    consumer.on(STOP, () => {
      this.#hasStopped = true
    })
    consumer.on(CRASH, ({ payload }) => this.#crashed(payload.error))
  }

  #crashed(error: unknown): void {
    this.#crash ??= error
    this.#doubt()
  }

  #doubt(): void {
    if (this.#isReleased) return
    this.#doubts += 1
    this.#verified.clear()
    this.#held.clear()
    if (!this.#hasStopped && this.#assigned.length > 0) this.#consumer.pause([...this.#assigned])
    this.#options.logs.doubted()
  }

  /** Where nobody wants the partition yet, kafkajs begins anywhere, and the first batch pauses it. */
  #seek(topic: string, partition: number): void {
    const next = this.#options.logs.next(topic, partition)
    if (next !== null) this.#consumer.seek({ topic, partition, offset: String(next) })
  }

  async #eachBatch({ batch, resolveOffset, heartbeat, pause, isRunning, isStale }: EachBatchPayload): Promise<void> {
    const { logs, log, clock } = this.#options
    const { topic, partition, messages } = batch
    const isCurrent = (): boolean => !this.#isReleased && this.#verified.has(topic) && isRunning() && !isStale()
    if (!isCurrent()) return
    const next = logs.next(topic, partition)
    if (next === null) {
      this.#held.set(keyOf(topic, partition), { topic, partition })
      pause()
      return
    }
    if (fetchedOffset(batch) > next) {
      log.warn({ topic, partition, next }, 'the Kafka consumer skipped offsets and was sent back')
      this.#seek(topic, partition)
      return
    }
    const slices = new BatchSlices(messages, fetchedOffset(batch))
    const limit = logs.limit(topic, partition)
    while (!slices.isDone) {
      let isAtLimit = false
      const isDue = this.#turns.work(() => {
        const records = slices.next(sliceRecords, clock.nowMs())
        isAtLimit = slices.readTo >= limit
        logs.records(topic, partition, isAtLimit ? records.filter(({ offset }) => offset < limit) : records)
      })
      if (isAtLimit) break
      resolveOffset(String(slices.readTo))
      if (!isDue) continue
      await this.#turns.pass()
      if (!isCurrent()) return
      await heartbeat()
    }
    const last = safeOffset(batch.lastOffset())
    if (last < limit) resolveOffset(batch.lastOffset())
    this.#advance(topic, partition, last, limit)
  }

  /** Everything up to `offset` was read, as far as it lies before the limit; what does not is left for later. */
  #advance(topic: string, partition: number, offset: number, limit: number): void {
    this.#options.logs.advance(topic, partition, Math.min(offset, limit - 1))
    if (offset < limit) return
    this.#held.set(keyOf(topic, partition), { topic, partition })
    this.#consumer.pause([{ topic, partitions: [partition] }])
  }
}

const keyOf = (topic: string, partition: number): string => `${topic}/${String(partition)}`

/** Not in kafkajs's types: the offset that the fetch asked for. */
const fetchedOffset = (batch: Batch & { readonly fetchedOffset?: string }): number => Number(batch.fetchedOffset ?? 0)
