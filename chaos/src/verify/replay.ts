import { decodeRecord } from '@tickwall/backend/ingest/decode-record.js'
import type { PartitionStart } from '@tickwall/backend/ingest/source.js'
import type { Tick } from '@tickwall/backend/ingest/tick.js'
import { Market } from '@tickwall/backend/market/market.js'
import type { TopicHandle } from '@tickwall/backend/market/market-store.js'
import { formatTopic, parseTopic, type Topic, type TradesState } from '@tickwall/protocol'
import type { Generation, KeptRecord } from '../log/kept-log.js'
import { countUpTo } from './count-up-to.js'
import { stateText } from './state-text.js'

/** What a topic was in one partition: its state from each of these offsets on. */
interface Course {
  /** Of records that are about it, ascending. */
  readonly offsets: number[]
  /** Text of the state from `offsets[i]` on; only where somebody asks for it. */
  readonly texts: Map<number, string>
  /** Offsets of records that changed it, ascending. */
  readonly changes: number[]
  /** Offsets of its trades, of a tape. */
  readonly trades: number[]
}

/** The offsets for which a topic's state will be asked, ascending. */
export type Needed = ReadonlyMap<string, readonly number[]>

const SESSION_START_MS = 0

export const topicNamed = (name: string): Topic => {
  const topic = parseTopic(name)
  if (topic === null || formatTopic(topic) !== name) throw new Error(`not a canonical topic: ${name}`)
  return topic
}

/** What records are about; null of topics that are folded from none. */
function subjectOf(topic: Topic): string | null {
  if (topic.kind === 'metric') return `${topic.host}\0${topic.name}`
  return 'instrument' in topic ? topic.instrument : null
}
const subjectOfTick = (tick: Tick): string => (tick.type === 'metric' ? `${tick.host}\0${tick.name}` : tick.instrument)

/** A fresh fold of one log from one horizon, record by record in the order of time, that remembers the states on the way (INV2). */
export class Replay {
  readonly #courses = new Map<string, Course[]>()
  readonly #handles = new Map<string, { readonly name: string; readonly handle: TopicHandle }[]>()
  readonly #generation: Generation
  readonly #needed: Needed
  readonly #market = new Market({ sessionStartMs: SESSION_START_MS })

  /** `horizons` by partition. All of the log is folded here, which takes some ms a thousand records. */
  constructor(generation: Generation, horizons: readonly number[], topics: readonly string[], needed: Needed) {
    this.#generation = generation
    this.#needed = needed
    const { log, partitions } = generation
    for (const [partition, records] of partitions.entries())
      this.#market.open({ log, partition }, startOf(partition, records, horizons[partition] ?? 0))
    for (const name of topics) {
      const topic = topicNamed(name)
      if ((topic.kind === 'metric') !== (log === 'metrics')) continue
      const subject = subjectOf(topic)
      if (subject === null) continue
      const handles = this.#handles.get(subject) ?? []
      handles.push({ name, handle: this.#market.handle(topic) })
      this.#handles.set(subject, handles)
    }
    for (const { partition, record } of inOrderOfTime(partitions, horizons)) this.#fold(partition, record)
    for (const handles of this.#handles.values())
      for (const { name, handle } of handles) this.#remember(name, handle, Infinity)
  }

  /** Partitions that have records of the topic. */
  homes(name: string): number[] {
    return (this.#courses.get(name) ?? []).flatMap((course, partition) =>
      course !== undefined && course.offsets.length > 0 ? [partition] : [],
    )
  }

  /** The state's text at an offset; null where the topic has no record yet. Throws where it was not said to be needed. */
  text(name: string, partition: number, offset: number): string | null {
    const course = this.#courses.get(name)?.[partition]
    if (course === undefined) return null
    const place = countUpTo(course.offsets, offset) - 1
    if (place < 0) return null
    const text = course.texts.get(place)
    if (text === undefined) throw new Error(`the state of ${name} at ${String(offset)} was not asked for`)
    return text
  }

  /** Trades of a tape after one offset and up to another. */
  tradesBetween(name: string, partition: number, after: number, upTo: number): number {
    const trades = this.#courses.get(name)?.[partition]?.trades ?? []
    return countUpTo(trades, upTo) - countUpTo(trades, after)
  }

  /** Offsets of the records that changed the topic in a partition, ascending. */
  changes(name: string, partition: number): readonly number[] {
    return this.#courses.get(name)?.[partition]?.changes ?? []
  }

  #fold(partition: number, { offset, timestamp, key, value }: KeptRecord): void {
    const { log } = this.#generation
    const record = { offset, timestamp, key: Buffer.from(key), value: Buffer.from(value), publishedAt: timestamp }
    const tick = decodeRecord(log, record)
    if (typeof tick === 'string') return
    const handles = this.#handles.get(subjectOfTick(tick)) ?? []
    for (const { name, handle } of handles) this.#remember(name, handle, offset, partition)
    this.#market.fold({ log, partition }, tick, offset, timestamp, timestamp)
    for (const { name, handle } of handles) {
      const course = this.#course(name, partition)
      course.offsets.push(offset)
      if (handle.changedSince(offset - 1)) course.changes.push(offset)
      if (handle.topic.kind !== 'trades' || tick.type !== 'trade') continue
      if ((handle.state() as Partial<TradesState>).items?.at(-1)?.[0] === offset) course.trades.push(offset)
    }
  }

  /** Keeps the present state if it is asked for at an offset before the next record, which lies at `next` of `partition`. */
  #remember(name: string, handle: TopicHandle, next: number, partition = handle.partition?.partition): void {
    const owner = handle.partition?.partition
    if (owner === undefined) return
    const course = this.#course(name, owner)
    const place = course.offsets.length - 1
    const from = course.offsets[place]
    if (from === undefined || course.texts.has(place)) return
    // Where another partition takes over, this state may be asked for as long as its partition grows.
    const end = partition === owner ? next - 1 : Infinity
    const needed = this.#needed.get(name) ?? []
    // The last state of all is asked for of every topic.
    if (next === Infinity || countUpTo(needed, end) > countUpTo(needed, from - 1))
      course.texts.set(place, stateText(handle.state()))
  }

  #course(name: string, partition: number): Course {
    const courses = this.#courses.get(name) ?? []
    this.#courses.set(name, courses)
    return (courses[partition] ??= { offsets: [], texts: new Map(), changes: [], trades: [] })
  }
}

function startOf(partition: number, records: readonly KeptRecord[], horizon: number): PartitionStart {
  const epoch = `replayed-${String(partition)}`
  if (horizon === 0) return { epoch, horizon, horizonMs: null }
  const first = records.find(({ offset }) => offset >= horizon)
  return { epoch, horizon, horizonMs: first?.timestamp ?? null }
}

function inOrderOfTime(
  partitions: Generation['partitions'],
  horizons: readonly number[],
): readonly { readonly partition: number; readonly record: KeptRecord }[] {
  const all = partitions.flatMap((records, partition) =>
    records
      .filter(({ offset }) => offset >= (horizons[partition] ?? 0))
      .map((record) => ({ partition, record, place: 0 })),
  )
  // A partition keeps its own order, whatever its timestamps say.
  const newest = new Map<number, number>()
  for (const each of all) {
    each.place = Math.max(newest.get(each.partition) ?? -Infinity, each.record.timestamp)
    newest.set(each.partition, each.place)
  }
  return all.sort((a, b) => a.place - b.place)
}
