import { Ingest } from '../../src/ingest/ingest.js'
import type { PartitionId, PartitionStart } from '../../src/ingest/source.js'
import type { Market } from '../../src/market/market.js'
import type { Die } from './die.js'
import { countBelow, type FuzzLog, type Generation } from './fuzz-log.js'
import type { Folding, View } from './view.js'
import type { World } from './world.js'

/** How one gateway reads the world's logs: at its own pace, from where it happens to begin. */
export class FuzzReader {
  readonly #name: string
  /** Share of its chances to read that it takes: a slow one lags. */
  readonly #pace: number
  readonly #world: World
  readonly #die: Die
  readonly #market: Market
  readonly #ingest: Ingest
  readonly #foldings = new Map<FuzzLog, Folding>()
  #questions: ((isReachable: boolean) => void)[] = []

  constructor(name: string, world: World, die: Die, market: Market) {
    this.#name = name
    this.#world = world
    this.#die = die
    this.#pace = die.pick([0.1, 0.5, 1])
    this.#market = market
    this.#ingest = new Ingest(market, { bad: () => {}, folded: () => {}, ignored: () => {} })
  }

  /** Where it stands now. */
  view(): View {
    const view = []
    for (const folding of this.#foldings.values()) {
      const offset = this.#market.position(folding.log.id)
      if (offset !== null) view.push({ ...folding, offset })
    }
    return view
  }

  /** Reads up to `count` records of one log, once it has seen that the log is another or begins later. */
  read(log: FuzzLog, count: number): void {
    const folding = this.#foldings.get(log)
    if (folding === undefined || folding.generation !== log.current) this.#openAll(log)
    else if (folding.generation.low > this.#next(log)) this.#open(log)
    else this.#records(log, folding.generation, count)
  }

  /** Reads something somewhere, or lags. */
  follow(): void {
    const die = this.#die
    if (die.chance(this.#pace)) this.read(die.pick(this.#world.logs), 1 + die.below(12))
  }

  /** Whether nothing is left to read. */
  get isCaughtUp(): boolean {
    return this.#world.logs.every((log) => {
      const folding = this.#foldings.get(log)
      if (folding?.generation !== log.current) return log.current.records.length === 0 && folding === undefined
      return this.#next(log) >= log.current.end
    })
  }

  /** The log's next offset, once the brokers answer; null when they cannot be reached. */
  logEnd({ log, partition }: PartitionId): Promise<number | null> {
    return new Promise((resolve) => {
      this.#questions.push((isReachable) => {
        const asked = this.#world.logs.find(({ id }) => id.log === log && id.partition === partition)
        resolve(isReachable ? (asked?.current.end ?? null) : null)
      })
    })
  }

  /** The brokers answer all questions for the logs' ends, or cannot be reached. */
  async answer(isReachable: boolean): Promise<void> {
    const questions = this.#questions
    if (questions.length === 0) return
    this.#questions = []
    for (const question of questions) question(isReachable)
    await new Promise(setImmediate)
  }

  #next(log: FuzzLog): number {
    return (this.#market.position(log.id) ?? -1) + 1
  }

  /** All partitions of a topic are created, and seen, together. */
  #openAll(log: FuzzLog): void {
    for (const each of this.#world.logs) {
      const isStale = this.#foldings.get(each)?.generation !== each.current
      if (each.id.log === log.id.log && isStale) this.#open(each)
    }
  }

  #open(log: FuzzLog): void {
    const { current } = log
    const start = this.#start(current)
    if (start === null) {
      // Nothing can be said of a log before its first record; what was folded of another is void all the same.
      if (this.#foldings.delete(log)) {
        this.#world.journal.note(this.#name, () => `closes ${log.id.log} ${String(log.id.partition)}`)
        this.#ingest.close(log.id)
      }
      return
    }
    this.#world.journal.note(this.#name, () => `opens ${start.epoch} from ${String(start.horizon)}`)
    this.#foldings.set(log, { log, generation: current, start })
    this.#ingest.open(log.id, start)
  }

  #start({ epoch: name, records, low }: Generation): PartitionStart | null {
    const { hasHorizons, isProven } = this.#world.climate
    const epoch = isProven ? name : `${name} ${this.#name}`
    const first = countBelow(records, low)
    if (records.length === 0) return null
    const isLate = hasHorizons && this.#die.chance(0.6)
    const index = isLate ? first + this.#die.below(records.length - first) : first
    const record = records[index]?.record
    if (record === undefined) return null
    if (low === 0 && !isLate) return { epoch, horizon: 0, horizonMs: null }
    return { epoch, horizon: record.offset, horizonMs: record.timestamp }
  }

  #records(log: FuzzLog, { records, low, end }: Generation, count: number): void {
    const next = this.#next(log)
    const first = countBelow(records, next)
    // A consumer that is assigned its partition anew is given some of it again.
    const again = this.#die.chance(0.1) ? Math.max(countBelow(records, low), first - 3) : first
    this.#ingest.records(
      log.id,
      records.slice(again, first + count).map(({ record }) => record),
    )
    if (first + count >= records.length) this.#ingest.advance(log.id, end - 1)
    this.#world.journal.note(this.#name, () => `has read ${log.current.epoch} up to ${String(this.#next(log) - 1)}`)
  }
}
