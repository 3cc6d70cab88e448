import { formatTopic, parseTopic, type Topic } from '@tickwall/protocol'
import type { LogName, LogRecord } from '../../src/ingest/source.js'
import { DAY_MS } from '../../src/market/session-clock.js'
import type { Die } from './die.js'
import { FuzzLog } from './fuzz-log.js'
import type { Journal } from './journal.js'
import { badRecord, randomMetric, randomTick, type Content } from './random-record.js'

const INSTRUMENTS = ['x:A', 'x:B', 'x:C'] as const
const METRICS = [
  { host: 'web-1', name: 'cpu' },
  { host: 'web-1', name: 'memory' },
  { host: 'web-2', name: 'cpu' },
] as const

const ticksTopics = (instrument: string): string[] => [
  `quote/${instrument}`,
  `trades/${instrument}`,
  ...['1s', '1m', '1d'].map((interval) => `bars/${instrument}/${interval}`),
]

/** All topics that clients ask for, in canonical spelling; the last one never has a record. */
export const TOPICS: readonly string[] = [
  ...INSTRUMENTS.flatMap(ticksTopics),
  ...METRICS.map(({ host, name }) => `metric/${host}/${name}`),
  'quote/x:NONE',
]

export const topicOf = (name: string): Topic => {
  const topic = parseTopic(name)
  if (topic === null || formatTopic(topic) !== name) throw new Error(`not a canonical topic: ${name}`)
  return topic
}

/** What every gateway of a history has in common, besides the logs. */
export interface Climate {
  /** SESSION_START, ms after midnight UTC. */
  readonly sessionStartMs: number
  /** Gateways may begin anywhere in a log, each elsewhere. */
  readonly hasHorizons: boolean
  /** The logs' identity can be proven: gateways give the same log the same epoch. */
  readonly isProven: boolean
  /** An instrument's records move to another partition half-way. */
  readonly moves: boolean
}

/** The logs of one history, and the market that is written to them. */
export class World {
  readonly climate: Climate
  readonly ticks: readonly FuzzLog[]
  readonly metrics: FuzzLog
  readonly journal: Journal
  readonly #die: Die
  readonly #trades: { readonly instrument: string; readonly content: Omit<LogRecord, 'offset'> }[] = []
  #nowMs: number
  #ids = 0
  #hasMoved = false

  constructor(die: Die, journal: Journal) {
    this.#die = die
    this.journal = journal
    const moves = die.chance(0.25)
    this.climate = {
      sessionStartMs: die.pick([0, 22 * 3_600_000]),
      hasHorizons: die.chance(0.5),
      isProven: die.chance(0.9),
      moves,
    }
    const partitions = (moves ? 2 : 1) + die.below(2)
    this.ticks = Array.from({ length: partitions }, (_, partition) => new FuzzLog({ log: 'ticks', partition }))
    this.metrics = new FuzzLog({ log: 'metrics', partition: 0 })
    this.#nowMs = 19_900 * DAY_MS - die.pick([3000, 90_000, 12 * 3_600_000])
  }

  get logs(): readonly FuzzLog[] {
    return [...this.ticks, this.metrics]
  }

  get nowMs(): number {
    return this.#nowMs
  }

  /** The partitions that may hold records of a topic: one, or two when it moves. */
  homes(name: string): readonly FuzzLog[] {
    const topic = topicOf(name)
    if (topic.kind === 'metric' || topic.kind === 'sys') return [this.metrics]
    const first = this.#home(topic.instrument, 0)
    return this.climate.moves && topic.instrument === INSTRUMENTS[0]
      ? [first, this.#home(topic.instrument, 1)]
      : [first]
  }

  /** Writes some records; `instrument` names the one to trade, else any. */
  append(count: number, instrument?: string): void {
    for (let i = 0; i < count; i++) this.#append(instrument ?? this.#someInstrument(), instrument !== undefined)
  }

  move(): void {
    this.#hasMoved = this.climate.moves
    if (this.#hasMoved) this.journal.note('log', () => `${INSTRUMENTS[0]} moves`, [INSTRUMENTS[0]])
  }

  /** A topic with all its partitions is deleted and created again. */
  recreate(log: LogName): void {
    this.journal.note('log', () => `${log} is deleted and created`)
    for (const each of log === 'ticks' ? this.ticks : [this.metrics]) each.recreate()
  }

  /** Retention; not where an instrument moves, for what lay elsewhere would be forgotten with it. */
  truncate(log: FuzzLog, kept: number): void {
    if (this.climate.moves) return
    log.truncate(kept)
    this.journal.note('log', () => `${log.current.epoch} begins at ${String(log.current.low)}`)
  }

  #append(instrument: string, isTick: boolean): void {
    const die = this.#die
    this.#nowMs += this.#gapMs()
    const hole = die.chance(0.1) ? 1 + die.below(4) : 0
    if (!isTick && die.chance(0.25)) {
      const { host, name } = die.pick(METRICS)
      const isBad = die.chance(0.08)
      this.#write(
        this.metrics,
        isBad ? badRecord(die, host, this.#nowMs) : randomMetric(die, host, name, this.#nowMs),
        hole,
        `${host}/${name}`,
      )
      return
    }
    const log = this.#home(instrument, this.#hasMoved && instrument === INSTRUMENTS[0] ? 1 : 0)
    const repeated = die.chance(0.08) ? this.#trades.findLast((trade) => trade.instrument === instrument) : undefined
    if (repeated !== undefined) this.#write(log, { ...repeated.content, timestamp: this.#nowMs }, hole, instrument)
    else if (die.chance(0.06)) this.#write(log, badRecord(die, instrument, this.#nowMs), hole, instrument)
    else {
      const content = randomTick(die, instrument, `t${String(++this.#ids)}`, this.#nowMs)
      if (die.chance(0.5)) this.#trades.push({ instrument, content })
      this.#write(log, content, hole, instrument)
    }
    if (die.chance(0.03)) log.commit()
  }

  #write(log: FuzzLog, content: Content, hole: number, subject: string): void {
    log.append(content, hole)
    const what = (): string => `${log.current.epoch}@${String(log.current.end - 1)} ${String(content.value)}`
    this.journal.note('log', what, [subject])
  }

  /** The last one trades seldom: it may have no record where a gateway begins. */
  #someInstrument(): string {
    const [busy, usual, quiet] = INSTRUMENTS
    return { busy, usual, quiet }[this.#die.weighted({ busy: 48, usual: 48, quiet: 4 })]
  }

  #home(instrument: string, shift: number): FuzzLog {
    const index = INSTRUMENTS.indexOf(instrument as (typeof INSTRUMENTS)[number])
    return this.ticks[(Math.max(0, index) + shift) % this.ticks.length] as FuzzLog
  }

  #gapMs(): number {
    const die = this.#die
    switch (die.weighted({ rush: 70, pause: 25, minutes: 4, hours: 2 })) {
      case 'rush':
        return die.below(300)
      case 'pause':
        return die.below(5000)
      case 'minutes':
        return die.below(400_000)
      case 'hours':
        return die.below(20 * 3_600_000)
    }
  }
}
