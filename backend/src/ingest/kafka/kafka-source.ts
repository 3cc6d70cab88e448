import type { Rate, SourceState } from '@tickwall/protocol'
import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { BehaviorSubject, distinctUntilChanged } from 'rxjs'
import { OperatingFault } from '../../observe/operating-fault.js'
import type { PartitionId, PartitionLag, RecordSink, Source } from '../source.js'
import { BrokerQueries } from './broker-queries.js'
import { systemClock, type Clock } from './clock.js'
import { ConsumerKeeper } from './consumer-keeper.js'
import { FoldedLogs } from './folded-logs.js'
import { GroupConsumer, type ConsumedLogs } from './group-consumer.js'
import { createKafkaClient, type KafkaClient } from './kafka-client.js'
import { fetchDefaults, type KafkaSourceOptions } from './kafka-source-options.js'
import { LogEnds } from './log-ends.js'
import { DelayedView, type LogView } from './log-views.js'
import { observe } from './monitor.js'
import { partitionKey, presentTopics, type Observation } from './observation.js'
import { PartitionKeeper } from './partition-keeper.js'
import { PartitionOpener } from './partition-opener.js'
import { PartitionTable } from './partition-table.js'
import { Pulse } from './pulse.js'
import { Readiness } from './readiness.js'
import { termsFor } from './terms-for.js'

/** With a look's own timeout, broker loss is noticed within some 2 s. */
const lookEveryMs = 1_000
const lookTimeoutMs = 1_200
/** While a consumer is to be started again. */
const lookSoonMs = 200
/** A fetch answered this recently proves the brokers alive, whatever the last look says. */
const freshFetchMs = 1_000
const consumerTimeoutMs = 5_000
/** Some 3 s of its own attempts, e.g. while the brokers elect a coordinator; then it is replaced. */
const consumerRetries = 8
const logEndPatienceMs = 1_000

interface Folds {
  readonly table: PartitionTable
  readonly keeper: PartitionKeeper
  readonly logs: ConsumedLogs
}

/** Ticks and metrics from Apache Kafka: each partition from its horizon on, nothing committed, nothing skipped. */
export class KafkaSource implements Source {
  readonly name = 'kafka'
  readonly #state = new BehaviorSubject<SourceState>('catchingUp')
  readonly state$ = this.#state.pipe(distinctUntilChanged())
  readonly #options: KafkaSourceOptions
  readonly #clock: Clock
  readonly #client: KafkaClient
  readonly #queries: BrokerQueries
  /** The logs as far as they may be read. */
  readonly #view: LogView
  readonly #ends: LogEnds
  readonly #consumers: ConsumerKeeper<GroupConsumer>
  readonly #pulse = new Pulse(
    () => this.#look(),
    () => (this.#consumers.isWaiting ? lookSoonMs : lookEveryMs),
  )
  readonly #readiness = new Readiness()
  readonly #processName = randomUUID()
  #fastest: () => Rate | null = () => null
  #names = 0
  #folds: Folds | null = null
  #reachableSinceMs: number | null = null
  #isLost = false
  #hasFailed = false
  #stopped: Promise<void> | null = null

  constructor(options: KafkaSourceOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    // Once through the list of brokers: the next look is the next attempt.
    this.#client = this.#createClient(lookTimeoutMs, options.brokers.length - 1)
    this.#queries = new BrokerQueries(this.#client)
    const { delayMs = 0 } = options
    this.#view = delayMs === 0 ? this.#queries : new DelayedView(this.#queries, delayMs, () => this.#clock.nowMs())
    this.#ends = new LogEnds((partitions) => this.#view.ends(partitions), logEndPatienceMs)
    this.#consumers = new ConsumerKeeper(this.#clock, options.log, options.onStall)
  }

  get state(): SourceState {
    return this.#state.value
  }

  /**
   * Rejects with an OperatingFault `compactedTopic`, `invalidTopic`, `sameTopic` or `stopped`; brokers that are down are
   * waited for.
   */
  start(sink: RecordSink): Promise<void> {
    const { topics } = this.#options
    if (topics.ticks === topics.metrics) {
      const message = 'ticks and metrics must be two Kafka topics.'
      this.#readiness.fail(new OperatingFault('sameTopic', message, { retryable: false }))
    } else if (this.#folds === null && this.#stopped === null) {
      this.#folds = this.#createFolds(sink)
      this.#pulse.start()
      // A source that cannot start holds on to nothing.
      this.#readiness.ready.catch(() => this.stop())
    }
    return this.#readiness.ready
  }

  follow(fastest: () => Rate | null): void {
    this.#fastest = fastest
  }

  async logEnd({ log, partition }: PartitionId): Promise<number | null> {
    return this.#stopped === null ? this.#ends.end({ topic: this.#options.topics[log], partition }) : null
  }

  lag(): readonly PartitionLag[] {
    return this.#folds?.table.lag(!this.#isLost) ?? []
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#end()
    return this.#stopped
  }

  async #end(): Promise<void> {
    const message = 'The source was stopped before it was ready.'
    this.#readiness.fail(new OperatingFault('stopped', message, { retryable: false }))
    this.#client.destroy()
    await Promise.all([this.#pulse.stop(), this.#consumers.stop()])
    this.#state.complete()
  }

  /** One look at the brokers, and everything that follows from it. */
  async #look(): Promise<void> {
    const folds = this.#folds
    if (folds === null) return
    const { table, keeper } = folds
    const consumer = this.#consumers.current
    const doubts = consumer?.doubts ?? 0
    const folded = table.folded(this.#clock.monotonicMs())
    const seen = await observe(this.#view, this.#options.topics)
    // Where our own process was blocked, answers that came in time are read only now.
    await nextTurn()
    if (this.#stopped !== null || (!seen.reachable && this.#hasFreshFetch())) return
    this.#notice(seen, table)
    consumer?.goOn()
    if (seen.reachable) {
      try {
        await keeper.follow(folded, seen)
        consumer?.verified(doubts, presentTopics(seen, this.#options.topics))
        this.#hasFailed = false
      } catch (error) {
        this.#queries.reset()
        if (!this.#hasFailed)
          this.#options.log.warn({ err: error }, 'Kafka does not tell about a partition; asked again')
        this.#hasFailed = true
      }
    }
    if (this.#stopped !== null) return
    this.#consumers.review({
      topics: table.topics(),
      reachableSinceMs: this.#reachableSinceMs,
      stuckSinceMs: table.stuckSinceMs(),
      create: (topics) => this.#createConsumer(topics, folds),
    })
    this.#judge()
  }

  #notice(seen: Observation, table: PartitionTable): void {
    const { log } = this.#options
    const nowMs = this.#clock.monotonicMs()
    const isBack = seen.reachable && this.#reachableSinceMs === null
    if (!seen.reachable) this.#reachableSinceMs = null
    else this.#reachableSinceMs ??= nowMs
    table.observed(seen, nowMs, isBack)
    const wasLost = this.#isLost
    this.#isLost = !seen.reachable || table.hasLost(seen)
    if (this.#isLost && !wasLost)
      log.warn({ err: seen.reachable ? undefined : seen.cause }, 'Kafka does not answer; asked again every second')
    if (wasLost && !this.#isLost) log.info({}, 'Kafka answers again')
  }

  #judge(): void {
    if (this.#stopped !== null) return
    if (this.#isLost) return this.#state.next('lost')
    const isBehind = this.#readiness.isPending || this.#folds === null || this.#folds.table.isCatchingUp
    this.#state.next(isBehind || !this.#isFollowing() ? 'catchingUp' : 'live')
  }

  /** Whether what there is to read is being read, as far as fetches show. */
  #isFollowing(): boolean {
    if (this.#folds === null || this.#folds.table.topics().length === 0) return true
    const fetchedMs = this.#consumers.current?.health().fetchedMs ?? null
    return fetchedMs !== null && this.#reachableSinceMs !== null && fetchedMs >= this.#reachableSinceMs
  }

  #hasFreshFetch(): boolean {
    const fetchedMs = this.#consumers.current?.health().fetchedMs ?? null
    return fetchedMs !== null && this.#clock.monotonicMs() - fetchedMs < freshFetchMs
  }

  #createFolds(sink: RecordSink): Folds {
    const { topics, log } = this.#options
    const readiness = this.#readiness
    const table = new PartitionTable(topics, sink)
    const keeper = new PartitionKeeper({
      topics,
      table,
      sink,
      opener: this.#createOpener(),
      readiness,
      log,
      rebuilding: () => this.#consumers.discard(),
      opened: (topic, partition) => {
        const consumer = this.#consumers.current
        // It would notice by itself some seconds later; one that is made now knows at once.
        if (consumer?.lacks(topic, partition) === true) this.#consumers.discard()
        else consumer?.opened(topic, partition)
      },
      isStopped: () => this.#stopped !== null,
    })
    const logs = new FoldedLogs({
      ...{ table, isBounded: (this.#options.delayMs ?? 0) > 0 },
      sink,
      caughtUp: (id) => {
        readiness.done(partitionKey(id))
        this.#judge()
      },
      fetched: () => {
        if (this.state !== 'live') this.#judge()
      },
      look: () => this.#pulse.hurry(),
    })
    return { table, keeper, logs }
  }

  #createOpener(): PartitionOpener {
    const {
      bootstrapFrom = 'earliest',
      bootstrapMaxRecords = 10_000_000,
      sessionStartMs = 0,
      epochOf,
      log,
    } = this.#options
    const policy = { from: bootstrapFrom, maxRecords: bootstrapMaxRecords, sessionStartMs }
    return new PartitionOpener({ queries: this.#queries, policy, epochOf, nonce: () => this.#newName(), log })
  }

  #createClient(requestTimeoutMs: number, retries: number, fetchesBatches = false): KafkaClient {
    const { brokers, clientId = 'tickwall', log } = this.#options
    const retry = { retries, initialRetryTime: 50, maxRetryTime: 500 }
    return createKafkaClient({
      brokers,
      clientId,
      connectionTimeoutMs: lookTimeoutMs,
      requestTimeoutMs,
      log,
      retry,
      fetchesBatches,
    })
  }

  #createConsumer(topics: readonly string[], { logs }: Folds): GroupConsumer {
    const { log } = this.#options
    const fetch = { ...fetchDefaults, ...this.#options.fetch }
    return new GroupConsumer({
      client: this.#createClient(consumerTimeoutMs, consumerRetries, true),
      groupId: `tickwall-${this.#newName()}`,
      topics,
      fetch,
      terms: () => termsFor(this.#fastest(), fetch.minBytes),
      logs,
      clock: this.#clock,
      log,
    })
  }

  /** A name that no other process and no other call yields. */
  #newName(): string {
    this.#names += 1
    return `${this.#processName}-${this.#names}`
  }
}
