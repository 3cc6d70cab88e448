import { RING_SIZES, type TopicKind, type TradesState } from '@tickwall/protocol'
import type { PartitionId } from '../../src/ingest/source.js'
import type { Tick } from '../../src/ingest/tick.js'
import type { RingSizes } from '../../src/market/fold-context.js'
import { Market } from '../../src/market/market.js'
import type { TopicHandle } from '../../src/market/market-store.js'
import { countBelow } from './fuzz-log.js'
import type { Folding, PartitionView, View } from './view.js'
import { TOPICS, topicOf } from './world.js'

/** Small, so that rings turn over within a history. */
export const FUZZ_RINGS: RingSizes = { ...RING_SIZES, trades: 5, bars: 4, metric: 4 }

/** A state as text that is equal for equal states, whatever the order in which its fields came. */
export const textOf = (state: object): string =>
  JSON.stringify(
    Object.entries(state)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

export const NO_STATE = textOf({})

const subjectOf = (name: string): string => {
  const topic = topicOf(name)
  if (topic.kind === 'sys') return topic.name
  return topic.kind === 'metric' ? `${topic.host}\0${topic.name}` : topic.instrument
}
const subjectOfTick = (tick: Tick): string => (tick.type === 'metric' ? `${tick.host}\0${tick.name}` : tick.instrument)

const TOPICS_BY_SUBJECT = new Map<string, string[]>()
for (const name of TOPICS)
  TOPICS_BY_SUBJECT.set(subjectOf(name), [...(TOPICS_BY_SUBJECT.get(subjectOf(name)) ?? []), name])

/** What a topic's state was from each offset on. */
interface History {
  readonly handle: TopicHandle
  readonly kind: TopicKind
  readonly offsets: number[]
  /** The states, as text once it was asked for. */
  readonly states: (string | object)[]
  /** Offsets of its trades, of a tape. */
  readonly trades: number[]
}

/** A fresh fold of one partition, record by record, that remembers every state on the way. */
class Replay {
  readonly #folding: Folding
  readonly #market: Market
  readonly #histories = new Map<string, History>()
  #next: number

  constructor(folding: Folding, sessionStartMs: number) {
    const { log, generation, start } = folding
    this.#folding = folding
    this.#market = new Market({ sessionStartMs, ringSizes: FUZZ_RINGS })
    this.#market.open(log.id, start)
    this.#next = countBelow(generation.records, start.horizon)
  }

  text(name: string, offset: number): string {
    this.#foldTo(offset)
    const history = this.#histories.get(name)
    if (history === undefined) return NO_STATE
    const { offsets, states } = history
    const place = countUpTo(offsets, offset) - 1
    const state = states[place] ?? NO_STATE
    return typeof state === 'string' ? state : (states[place] = textOf(state))
  }

  /** Trades of a tape after one offset and up to another. */
  tradesBetween(name: string, after: number, upTo: number): number {
    this.#foldTo(upTo)
    const trades = this.#histories.get(name)?.trades ?? []
    return countUpTo(trades, upTo) - countUpTo(trades, after)
  }

  #foldTo(offset: number): void {
    const { log, generation } = this.#folding
    for (;;) {
      const next = generation.records[this.#next]
      if (next === undefined || next.record.offset > offset) return
      this.#next += 1
      if (next.tick !== null) this.#fold(log.id, next.tick, next.record.offset, next.record.timestamp)
    }
  }

  #fold(id: PartitionId, tick: Tick, offset: number, timestamp: number): void {
    this.#market.fold(id, tick, offset, 0, timestamp)
    for (const name of TOPICS_BY_SUBJECT.get(subjectOfTick(tick)) ?? []) {
      const { handle, offsets, states, trades, kind } = this.#history(name)
      // Tapes and bars are made of trades; the first record of any kind lets them begin.
      if (tick.type === 'quote' && kind !== 'quote' && states.length > 0) continue
      const state = handle.state()
      offsets.push(offset)
      states.push(state)
      // A tape begins to be with any record of its instrument.
      if (kind === 'trades' && (state as TradesState).items.at(-1)?.[0] === offset) trades.push(offset)
    }
  }

  #history(name: string): History {
    let history = this.#histories.get(name)
    if (history === undefined) {
      const topic = topicOf(name)
      history = { handle: this.#market.handle(topic), kind: topic.kind, offsets: [], states: [], trades: [] }
      this.#histories.set(name, history)
    }
    return history
  }
}

/** Says what the state of a topic is at a position, by folding the log afresh (INV2). */
export class Oracle {
  readonly #sessionStartMs: number
  readonly #replays = new Map<string, Replay>()

  constructor(sessionStartMs: number) {
    this.#sessionStartMs = sessionStartMs
  }

  /** The state's text at an offset of the one partition that holds the topic's records. */
  text(name: string, folding: Folding, offset: number): string {
    return this.#replay(folding).text(name, offset)
  }

  tradesBetween(name: string, folding: Folding, after: number, upTo: number): number {
    return this.#replay(folding).tradesBetween(name, after, upTo)
  }

  /** The state's text where several partitions hold records of the topic: each is read to its end before the next. */
  textAcross(name: string, parts: View): string {
    const market = new Market({ sessionStartMs: this.#sessionStartMs, ringSizes: FUZZ_RINGS })
    for (const { log, start } of parts) market.open(log.id, start)
    for (const part of parts) foldOnly(market, subjectOf(name), part)
    return textOf(market.handle(topicOf(name)).state())
  }

  #replay(folding: Folding): Replay {
    const key = keyOf(folding)
    let replay = this.#replays.get(key)
    if (replay === undefined) this.#replays.set(key, (replay = new Replay(folding, this.#sessionStartMs)))
    return replay
  }
}

/** Names what a fold can see: the same on every gateway that began at the same place. */
export const keyOf = ({ generation, start }: Folding): string =>
  `${generation.epoch} ${String(start.horizon)} ${String(start.horizonMs)}`

function foldOnly(market: Market, subject: string, { log, generation, start, offset }: PartitionView): void {
  const { records } = generation
  const end = countBelow(records, offset + 1)
  for (let i = countBelow(records, start.horizon); i < end; i++) {
    const { tick, record } = records[i] as (typeof records)[number]
    if (tick !== null && subjectOfTick(tick) === subject) market.fold(log.id, tick, record.offset, 0, record.timestamp)
  }
}

/** How many of the ascending offsets are not greater. */
function countUpTo(offsets: readonly number[], offset: number): number {
  let low = 0
  let high = offsets.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((offsets[middle] as number) <= offset) low = middle + 1
    else high = middle
  }
  return low
}
