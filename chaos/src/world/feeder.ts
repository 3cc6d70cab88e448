import { createPublisher, type Publisher } from '@tickwall/tools'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Market } from './market.js'

const EVERY_MS = 50
const RECORDS = 6
/** So often everything has a record, however quiet it is. */
const ROUND_EVERY = 10

const AGAIN_AFTER_MS = 500
/** A broker that was to be whole again and is not. */
const PAUSE_TIMEOUT_MS = 90_000

/** Publishes a market without a pause, however the broker is, until it is told to. */
export class Feeder {
  readonly market: Market
  /** Batches that the broker refused; nobody knows how much of them is in the log. */
  refused = 0
  readonly #brokers: string
  #publisher: Publisher | null = null
  #running: Promise<void> = Promise.resolve()
  #isPaused = true

  constructor(brokers: string, market: Market) {
    this.#brokers = brokers
    this.market = market
  }

  /** Begins, or goes on, with a publisher that asks anew what the topics are. */
  begin(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    this.#running = this.#run()
  }

  /** Resolves when all that was published is in the log; rejects when that takes too long. */
  async pause(): Promise<void> {
    this.#isPaused = true
    const giveUp = new AbortController()
    const isLate = await Promise.race([
      this.#running.then(() => false),
      sleep(PAUSE_TIMEOUT_MS, true, { signal: giveUp.signal }).catch(() => false),
    ])
    giveUp.abort()
    if (isLate) throw new Error('what was published did not get into the log')
    await this.#letGo()
  }

  /** Lets go, whatever is on its way. */
  async stop(): Promise<void> {
    this.#isPaused = true
    await this.#letGo()
  }

  async #run(): Promise<void> {
    for (let turn = 0; !this.#isPaused; turn++) {
      const nowMs = Date.now()
      const round = turn % ROUND_EVERY === 0 ? this.market.round(nowMs) : []
      this.#publisher ??= createPublisher({ brokers: [this.#brokers], topics: { ticks: 'ticks', metrics: 'metrics' } })
      try {
        await this.#publisher.publish([...this.market.records(RECORDS, nowMs), ...round])
        await sleep(EVERY_MS)
      } catch {
        // A broker whose disk is full says no more than that something is wrong. The log is the truth: what is in it counts.
        this.refused++
        await this.#letGo()
        await sleep(AGAIN_AFTER_MS)
      }
    }
  }

  async #letGo(): Promise<void> {
    const publisher = this.#publisher
    this.#publisher = null
    await publisher?.stop()
  }
}
