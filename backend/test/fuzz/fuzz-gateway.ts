import type { FrameMessage } from '@tickwall/protocol'
import { Ingest } from '../../src/ingest/ingest.js'
import type { PartitionId, PartitionStart } from '../../src/ingest/source.js'
import type { FrameCodec } from '../../src/lanes/frame-codec.js'
import { FrameNumbers } from '../../src/lanes/frame-numbers.js'
import { Lanes } from '../../src/lanes/lanes.js'
import type { SessionLimits } from '../../src/session/limits.js'
import type { Session } from '../../src/session/session.js'
import { Sessions } from '../../src/session/sessions.js'
import { TEST_LIMITS } from '../fakes/session-bench.js'
import { CountedMarket, type Plant } from './counted-market.js'
import type { Die } from './die.js'
import { FlushViews } from './flush-views.js'
import { FuzzClock } from './fuzz-clock.js'
import { countBelow, type FuzzLog, type Generation } from './fuzz-log.js'
import { FuzzTransport } from './fuzz-transport.js'
import { FUZZ_RINGS } from './oracle.js'
import { hold } from './violation.js'
import type { Folding, View, Views } from './view.js'
import type { World } from './world.js'

/** Two of them share a slot, so that a handful of clients needs both. */
const SLOT_MEMBERS = 2
const SLOT_PHASES_MS: readonly number[] = [0, 25]

export const FUZZ_LIMITS: SessionLimits = {
  ...TEST_LIMITS,
  topics: 8,
  messagesPerSecond: 1e6,
  windowMs: 1500,
  unackedMs: 8000,
  unsentBytes: 3000,
}

/** One gateway process: the real parts over a manual clock, reading the world's logs at its own pace. */
export class FuzzGateway {
  readonly name: string
  readonly clock: FuzzClock
  readonly sessions: Sessions
  /** One for each slot. */
  readonly lanes: readonly Lanes[]
  readonly flushes: FlushViews
  readonly counts = { skipped: 0, caughtUp: 0, subscriptions: 0 }
  /** The topic of every ref it gave out [SUB9]. */
  readonly refs = new Map<number, string>()
  /** Share of its chances to read that it takes: a slow one lags. */
  readonly #pace: number
  readonly #world: World
  readonly #die: Die
  readonly #market: CountedMarket
  readonly #ingest: Ingest
  readonly #foldings = new Map<FuzzLog, Folding>()
  #questions: ((isReachable: boolean) => void)[] = []

  /** `plant`: a fault that it has. */
  constructor(name: string, world: World, die: Die, plant?: Plant) {
    this.name = name
    this.#world = world
    this.#die = die
    this.#pace = die.pick([0.1, 0.5, 1])
    this.clock = new FuzzClock(die)
    const { sessionStartMs, hasHorizons } = world.climate
    const options = { sessionStartMs, ringSizes: FUZZ_RINGS, isHorizonNear: hasHorizons }
    this.#market = new CountedMarket(options, plant)
    this.#ingest = new Ingest(this.#market, { bad: () => {}, folded: () => {}, ignored: () => {} })
    const numbers = new FrameNumbers()
    this.lanes = SLOT_PHASES_MS.map((phaseMs) => new Lanes(this.#market, this.clock, numbers, phaseMs))
    this.flushes = new FlushViews(this.lanes, () => this.view())
    const { counts, flushes } = this
    this.sessions = new Sessions({
      identity: { server: name, build: 'test' },
      limits: FUZZ_LIMITS,
      clock: this.clock,
      lanes: this.lanes,
      slotMembers: SLOT_MEMBERS,
      log: { state: 'live', logEnd: (id) => this.#logEnd(id) },
      observer: {
        opened: () => {},
        closed: () => {},
        ending: () => {},
        errorSent: () => {},
        frameSent: () => {},
        skipped: () => counts.skipped++,
        caughtUp: () => counts.caughtUp++,
        subscriptions: (delta) => (counts.subscriptions += delta),
        flushDelayed: () => flushes.wrote(),
      },
    })
  }

  connect(codec: FrameCodec): { session: Session; transport: FuzzTransport } {
    const transport = new FuzzTransport(codec, this.#die.chance(0.3), FUZZ_LIMITS.unsentBytes, (frame) =>
      this.#viewsOf(frame),
    )
    return { session: this.sessions.open(transport), transport }
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

  #viewsOf({ n, prev }: FrameMessage): Views {
    const begun = this.flushes.at(n)
    if (prev !== undefined) return begun === undefined ? [] : [begun]
    return begun === undefined ? [this.view()] : [this.view(), begun]
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

  /** The brokers answer all questions for the logs' ends, or cannot be reached. */
  async answer(isReachable: boolean): Promise<void> {
    const questions = this.#questions
    if (questions.length === 0) return
    this.#questions = []
    for (const question of questions) question(isReachable)
    await new Promise(setImmediate)
  }

  /** After every client is gone: nothing may be left. */
  checkNoLeak(): void {
    const { held } = this.#market
    const lanes = this.lanes.reduce((size, each) => size + each.size, 0)
    const { cohorts } = this.sessions
    const { subscriptions } = this.counts
    const isEmpty = lanes === 0 && cohorts === 0 && subscriptions === 0 && held.length === 0
    hold(isEmpty, 'CFL4', () => `something is left: ${JSON.stringify({ lanes, cohorts, subscriptions, held })}`)
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
        this.#world.journal.note(this.name, () => `closes ${log.id.log} ${String(log.id.partition)}`)
        this.#ingest.close(log.id)
      }
      return
    }
    this.#world.journal.note(this.name, () => `opens ${start.epoch} from ${String(start.horizon)}`)
    this.#foldings.set(log, { log, generation: current, start })
    this.#ingest.open(log.id, start)
  }

  #start({ epoch: name, records, low }: Generation): PartitionStart | null {
    const { hasHorizons, isProven } = this.#world.climate
    const epoch = isProven ? name : `${name} ${this.name}`
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
    this.#world.journal.note(this.name, () => `has read ${log.current.epoch} up to ${String(this.#next(log) - 1)}`)
  }

  #logEnd({ log, partition }: PartitionId): Promise<number | null> {
    return new Promise((resolve) => {
      this.#questions.push((isReachable) => {
        const asked = this.#world.logs.find(({ id }) => id.log === log && id.partition === partition)
        resolve(isReachable ? (asked?.current.end ?? null) : null)
      })
    })
  }
}
