import { METRIC_FIELDS, RING_SIZES, type Changes, type MetricItem, type MetricState } from '@tickwall/protocol'
import type { MetricTick } from '../ingest/tick.js'
import type { FoldCounts } from './fold-counts.js'
import { averageOf, MetricSecond } from './metric-second.js'
import { SeriesRing } from './series-ring.js'
import { bucketStart } from './session-clock.js'
import { SEES_ALL, type TopicFold } from './topic-fold.js'

const SECOND_MS = 1000
/** The fields before `items`, in protocol order: one version each. */
const SCALARS = METRIC_FIELDS.slice(0, METRIC_FIELDS.indexOf('items'))
const VALUE = 0
const TIME = 1
const UNIT = 2
const LEAST = 3
const GREATEST = 4
const AVERAGE = 5
const POINTS = 6

// Columns of a finished second.
const VERSION = 1
const SUM = 2
const COUNT = 3
const MIN = 4
const MAX = 5

/**
 * `metric/<host>/<name>` [STA4]: value, time and unit of the last record in the log; min, max, avg and count of the second
 * of the newest event time, which is also the last of `items`. A late point changes the item of its own second.
 */
export class MetricFold implements TopicFold {
  readonly #size: number
  readonly #counts: FoldCounts
  /** Seconds before the newest. */
  readonly #finished: SeriesRing
  /** By index of SCALARS; null = absent. */
  readonly #values: unknown[] = SCALARS.map(() => null)
  readonly #versions: number[] = SCALARS.map(() => -1)
  #newest: MetricSecond | null = null
  #unit: string | null = null
  #version = -1
  #publishedAt = 0
  #blindUntilMs = SEES_ALL
  /** Offset of the last change to a second that is not shown. */
  #hiddenVersion = -1
  /** The same, of those that came while later seconds were shown: who resumed here may hold the second and cannot be told. */
  #untoldVersion = -1

  constructor(counts: FoldCounts, size: number = RING_SIZES.metric) {
    this.#counts = counts
    this.#size = size
    this.#finished = new SeriesRing(size - 1, 6)
  }

  get version(): number {
    return this.#version
  }
  get publishedAt(): number {
    return this.#publishedAt
  }
  get unit(): string | null {
    return this.#unit
  }

  point({ value, time, unit }: MetricTick, offset: number, publishedAt: number): void {
    this.#unit = unit
    const isItemChanged = this.#addToSecond(value, time, offset)
    const current = this.#newest
    this.#set(VALUE, value, offset)
    this.#set(TIME, time, offset)
    this.#set(UNIT, unit, offset)
    if (current !== null) {
      this.#set(LEAST, current.min, offset)
      this.#set(GREATEST, current.max, offset)
      this.#set(AVERAGE, current.avg, offset)
      this.#set(POINTS, current.count, offset)
    }
    if (isItemChanged) this.#version = offset
    if (this.#version === offset) this.#publishedAt = publishedAt
  }

  state(): MetricState {
    const state: Record<string, unknown> = {}
    SCALARS.forEach((field, i) => {
      if (this.#values[i] !== null) state[field] = this.#values[i]
    })
    state['items'] = this.#itemsSince(-1)
    state['size'] = this.#size
    return state
  }

  changesSince(offset: number, foreign = false): Changes | null {
    if (this.#version <= offset && !foreign) return null
    const after = foreign ? -1 : offset
    const changes: Record<string, unknown> = {}
    SCALARS.forEach((field, i) => {
      if ((this.#versions[i] as number) > after) changes[field] = this.#values[i]
    })
    const items = this.#itemsSince(offset)
    if (items.length > 0) changes['items'] = items
    return changes
  }

  answers(offset: number, foreign: boolean): boolean {
    if (offset < this.#untoldVersion) return false
    // While no second is shown the current one is among the hidden: what is held of it elsewhere would stand still here.
    return !foreign || this.#blindUntilMs === SEES_ALL || (this.#newest !== null && offset >= this.#hiddenVersion)
  }

  withhold(blindUntilMs: number): void {
    this.#blindUntilMs = blindUntilMs
    // Not known rather than absent: a client may hold a unit from a gateway that saw more, and has to be told if there is none.
    if (this.#version < 0) this.#values[UNIT] = undefined
    const shown = this.#finished.lowerBound(blindUntilMs + 1)
    if (shown > 0) this.#finished.drop(shown)
    if (this.#newest !== null && this.#newest.second <= blindUntilMs) {
      this.#newest = null
      this.#values.fill(null, LEAST)
    }
  }

  #set(field: number, value: unknown, offset: number): void {
    if (this.#values[field] === value) return
    this.#values[field] = value
    this.#versions[field] = offset
    this.#version = offset
  }

  /** Whether an item changed that somebody can hold. */
  #addToSecond(value: number, time: number, offset: number): boolean {
    const second = bucketStart(time, SECOND_MS, 0)
    const newest = this.#newest
    if (second <= this.#blindUntilMs) {
      this.#hiddenVersion = offset
      if (newest === null) return false
      this.#untoldVersion = offset
      return true
    }
    if (newest !== null && second < newest.second) return this.#addLate(second, value, offset)
    if (newest === null || second > newest.second) {
      if (newest !== null) this.#finish(this.#finished.insert(this.#finished.length), newest)
      this.#newest = new MetricSecond(second)
    }
    this.#newest?.add(value, offset)
    return true
  }

  #addLate(second: number, value: number, offset: number): boolean {
    const finished = this.#finished
    let place = finished.lowerBound(second)
    const late = new MetricSecond(second)
    if (finished.has(place, second)) {
      late.sum = finished.number(place, SUM)
      late.count = finished.number(place, COUNT)
      late.min = finished.number(place, MIN)
      late.max = finished.number(place, MAX)
    } else {
      place = finished.insert(place)
      if (place < 0) {
        this.#counts.unheldPoints += 1
        return false
      }
    }
    late.add(value, offset)
    this.#finish(place, late)
    return true
  }

  #finish(place: number, { second, version, sum, count, min, max }: MetricSecond): void {
    if (place < 0) return
    const row = [second, version, sum, count, min, max]
    row.forEach((value, column) => this.#finished.setNumber(place, column, value))
  }

  /** Seconds whose version is greater, oldest first. */
  #itemsSince(offset: number): MetricItem[] {
    const finished = this.#finished
    const items: MetricItem[] = []
    for (let i = 0; i < finished.length; i++) {
      if (finished.number(i, VERSION) <= offset) continue
      const min = finished.number(i, MIN)
      const max = finished.number(i, MAX)
      items.push([
        finished.number(i, 0),
        averageOf(finished.number(i, SUM), finished.number(i, COUNT), min, max),
        min,
        max,
      ])
    }
    if (this.#newest !== null && this.#newest.version > offset) items.push(this.#newest.item())
    return items
  }
}
