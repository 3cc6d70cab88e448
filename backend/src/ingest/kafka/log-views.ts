import type { BrokerQueries } from './broker-queries.js'
import type { LogBounds } from './horizon.js'
import type { TopicPartition } from './list-offsets.js'
import type { LookQueries } from './monitor.js'

/** What a source asks about the logs it reads. */
export type LogView = LookQueries & Pick<BrokerQueries, 'ends'>

/**
 * The logs as they were some time ago: each ends before its first record that is stamped later. Whoever reads them so is never
 * told of a younger record, for all that he asks and reads ends there.
 */
export class DelayedView implements LogView {
  readonly #queries: LogView & Pick<BrokerQueries, 'firstsAt'>
  readonly #delayMs: number
  readonly #nowMs: () => number
  #thenMs = -Infinity

  constructor(queries: LogView & Pick<BrokerQueries, 'firstsAt'>, delayMs: number, nowMs: () => number) {
    this.#queries = queries
    this.#delayMs = delayMs
    this.#nowMs = nowMs
  }

  metadata: LogView['metadata'] = (topics) => this.#queries.metadata(topics)

  async bounds(partitions: readonly TopicPartition[]): Promise<readonly (LogBounds | null)[]> {
    // The ends first: what is appended meanwhile, whatever its stamp, lies beyond them.
    const bounds = await this.#queries.bounds(partitions)
    const firsts = await this.#queries.firstsAt(partitions, this.#then())
    return bounds.map((each, i) => {
      const first = firsts[i] ?? null
      return each === null || first === null
        ? null
        : { low: each.low, end: Math.max(each.low, Math.min(each.end, first)) }
    })
  }

  async ends(partitions: readonly TopicPartition[]): Promise<readonly (number | null)[]> {
    const ends = await this.#queries.ends(partitions)
    const firsts = await this.#queries.firstsAt(partitions, this.#then())
    return ends.map((end, i) => {
      const first = firsts[i] ?? null
      return end === null || first === null ? null : Math.min(end, first)
    })
  }

  reset(): void {
    this.#queries.reset()
  }

  /** Never goes back, though the clock may: a log that ended earlier than before would count as truncated. */
  #then(): number {
    this.#thenMs = Math.max(this.#thenMs, this.#nowMs() - this.#delayMs)
    return this.#thenMs
  }
}
