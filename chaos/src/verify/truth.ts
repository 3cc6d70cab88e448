import type { LogName } from '@tickwall/backend/ingest/source.js'
import type { Generation, KeptLog } from '../log/kept-log.js'
import { Replay, topicNamed, type Needed } from './replay.js'

/** One partition of one generation of a log: what an epoch stands for. */
export interface Place {
  readonly generation: number
  readonly partition: number
}

/** A record that changed a topic. */
export interface Change {
  readonly place: Place
  readonly offset: number
  /** When it was written, ms. */
  readonly atMs: number
}

/** What every topic was, at every place and offset, by folding the logs afresh. */
export class Truth {
  readonly #log: KeptLog
  readonly #needed: Needed
  readonly #topics: readonly string[]
  readonly #replays = new Map<number, readonly Replay[]>()
  readonly #placesOf = new Map<string, Place[]>()
  readonly #aloneOf = new Map<string, readonly Replay[]>()
  readonly #changesOf = new Map<string, readonly Change[]>()

  constructor(log: KeptLog, topics: readonly string[], needed: Needed) {
    this.#log = log
    this.#topics = topics
    this.#needed = needed
  }

  /** Places that have records of the topic. */
  places(name: string): Place[] {
    const known = this.#placesOf.get(name)
    if (known !== undefined) return known
    const log = logOf(name)
    const places = this.#log.flatMap((generation, index) =>
      generation.log !== log
        ? []
        : [...new Set(this.#of(index).flatMap((replay) => replay.homes(name)))].map((partition) => ({
            generation: index,
            partition,
          })),
    )
    this.#placesOf.set(name, places)
    return places
  }

  /**
   * The states that a fold can have at an offset, by where it began; the first is that of the whole log. Of a topic that moved also those
   * of a gateway that has not read its other partitions yet.
   */
  texts(name: string, place: Place, offset: number): string[] {
    const { generation, partition } = place
    const replays = [...this.#of(generation), ...(this.hasMoved(name, place) ? this.#alone(place) : [])]
    return replays.flatMap((replay) => replay.text(name, partition, offset) ?? [])
  }

  /** What folds that began where the log was truncated hold at its end, by where they began; none where it was not. */
  truncatedEnds(name: string, { generation, partition }: Place): string[] {
    const [, ...truncated] = this.#of(generation)
    return truncated.flatMap((replay) => replay.text(name, partition, Infinity) ?? [])
  }

  /** The state of the whole log at an offset, null where the topic has none. */
  text(name: string, { generation, partition }: Place, offset: number): string | null {
    return this.#whole(generation).text(name, partition, offset)
  }

  /** Whether a log has records of the topic in more than one partition. */
  hasMoved(name: string, { generation }: Place): boolean {
    return this.places(name).filter((place) => place.generation === generation).length > 1
  }

  tradesBetween(name: string, { generation, partition }: Place, after: number, upTo: number): number {
    return this.#whole(generation).tradesBetween(name, partition, after, upTo)
  }

  /** Whether folds of this generation may have begun at different offsets. */
  isTruncated({ generation }: Place): boolean {
    return this.#of(generation).length > 1
  }

  /** Offset of the newest record at a place. */
  end({ generation, partition }: Place): number {
    return this.#generation(generation).partitions[partition]?.at(-1)?.offset ?? -1
  }

  /** Where a topic stands at the end of the run, and the record that changed it last; null where it has none. */
  final(name: string): Change | null {
    const log = logOf(name)
    const generation = this.#log.findLastIndex((each) => each.log === log)
    const changes = this.#changes(name).filter(({ place }) => place.generation === generation)
    return changes.reduce<Change | null>(
      (newest, each) => (newest !== null && newest.atMs > each.atMs ? newest : each),
      null,
    )
  }

  /** The first record that changed a topic and was written at or after a time. */
  firstSince(name: string, sinceMs: number): Change | null {
    const changes = this.#changes(name).filter(({ atMs }) => atMs >= sinceMs)
    return changes.reduce<Change | null>(
      (first, each) => (first !== null && first.atMs <= each.atMs ? first : each),
      null,
    )
  }

  #changes(name: string): readonly Change[] {
    let changes = this.#changesOf.get(name)
    if (changes === undefined) {
      changes = this.places(name).flatMap((place) => {
        const offsets = new Set(this.#whole(place.generation).changes(name, place.partition))
        return this.#records(place).flatMap(({ offset, timestamp: atMs }) =>
          offsets.has(offset) ? [{ place, offset, atMs }] : [],
        )
      })
      this.#changesOf.set(name, changes)
    }
    return changes
  }

  #of(index: number): readonly Replay[] {
    let replays = this.#replays.get(index)
    if (replays === undefined) {
      const generation = this.#generation(index)
      replays = generation.horizons.map((from) => new Replay(generation, from, this.#topics, this.#needed))
      this.#replays.set(index, replays)
    }
    return replays
  }

  #alone({ generation: index, partition }: Place): readonly Replay[] {
    const key = `${String(index)} ${String(partition)}`
    let replays = this.#aloneOf.get(key)
    if (replays === undefined) {
      const { log, horizons, partitions } = this.#generation(index)
      const alone = { log, horizons, partitions: partitions.map((records, i) => (i === partition ? records : [])) }
      replays = horizons.map((from) => new Replay(alone, from, this.#topics, this.#needed))
      this.#aloneOf.set(key, replays)
    }
    return replays
  }

  #whole(index: number): Replay {
    return this.#of(index)[0] as Replay
  }

  #records({ generation, partition }: Place): Generation['partitions'][number] {
    return this.#generation(generation).partitions[partition] ?? []
  }

  #generation(index: number): Generation {
    const generation = this.#log[index]
    if (generation === undefined) throw new Error(`there is no generation ${String(index)}`)
    return generation
  }
}

const logOf = (name: string): LogName => (topicNamed(name).kind === 'metric' ? 'metrics' : 'ticks')
