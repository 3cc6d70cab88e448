import { createPublisher, type Publisher } from '@tickwall/tools'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Market } from './market.js'

const EVERY_MS = 50
const RECORDS = 6
/** So often everything has a record, however quiet it is. */
const ROUND_EVERY = 10

/** Publishes a market without a pause, however the broker is, until it is told to. */
export class Feeder {
  readonly market: Market
  readonly #brokers: string
  #publisher: Publisher | null = null
  #running: Promise<void> = Promise.resolve()
  #isPaused = true
  #failure: unknown = null

  constructor(brokers: string, market: Market) {
    this.#brokers = brokers
    this.market = market
  }

  /** Begins, or goes on, with a publisher that asks anew what the topics are. */
  begin(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    this.#publisher = createPublisher({ brokers: [this.#brokers], topics: { ticks: 'ticks', metrics: 'metrics' } })
    this.#running = this.#run(this.#publisher)
  }

  /** Resolves when all that was published is in the log. Rejects when something could not be published. */
  async pause(): Promise<void> {
    this.#isPaused = true
    await this.#running
    await this.#publisher?.stop()
    this.#publisher = null
    if (this.#failure !== null) throw this.#failure
  }

  /** Lets go, whatever is on its way. */
  async stop(): Promise<void> {
    this.#isPaused = true
    await this.#publisher?.stop()
  }

  async #run(publisher: Publisher): Promise<void> {
    try {
      for (let turn = 0; !this.#isPaused; turn++) {
        const nowMs = Date.now()
        const round = turn % ROUND_EVERY === 0 ? this.market.round(nowMs) : []
        await publisher.publish([...this.market.records(RECORDS, nowMs), ...round])
        await sleep(EVERY_MS)
      }
    } catch (error) {
      this.#failure = error
    }
  }
}
