import { type BarItem, type Changes, type MetricItem, METRIC_FIELDS, type Position, type TradeItem } from '../state.js'
import { isCount } from '../wire-value.js'
import { ItemRows } from './item-rows.js'
import { BIT, FRAME_TAGS, PART_TAGS, REMOVABLE, ROW } from './part-layout.js'
import { QuoteRow } from './quote-row.js'
import { WireWriter } from './wire-writer.js'

const BIT_OF: ReadonlyMap<string, number> = new Map(
  ROW.flatMap(({ field }, bit) => (bit === BIT.sell || bit === BIT.places ? [] : [[field, bit] as const])),
)
const REMOVABLE_OF: ReadonlyMap<string, number> = new Map(Object.entries(REMOVABLE))

/** Fields with a number of their own beside those of a row. */
const LISTS_AND_METRICS: ReadonlySet<string> = new Set([...METRIC_FIELDS, 'lost'])

/**
 * Encodes parts of frames as proto/tickwall/v1/frame.proto says. Each call leaves its bytes in `writer`, until the next one.
 * Hot path. Fields without a number of their own, those of `sys` topics, are told by name.
 */
export class PartEncoder {
  readonly writer = new WireWriter()
  readonly #quote = new QuoteRow()
  readonly #items = new ItemRows()
  readonly #removed: number[] = []
  #others: Changes | null = null
  #more: Record<string, unknown> | null = null

  /** A delta with its tag and length: a part of a frame. */
  delta(ref: number, offset: number, changes: Changes): void {
    const { writer } = this
    writer.clear()
    writer.byte(FRAME_TAGS.deltas)
    const start = writer.open()
    this.#position(ref, offset)
    this.#fields(changes)
    writer.close(start)
  }

  /** The fields of a state or of changes, for any number of snapshots or deltas. */
  fields(state: object): void {
    this.writer.clear()
    this.#fields(state as Changes)
  }

  /** A delta with its tag and length; `fields` is what the method of that name left. */
  deltaOf(ref: number, offset: number, fields: Uint8Array): void {
    const { writer } = this
    writer.clear()
    writer.byte(FRAME_TAGS.deltas)
    const start = writer.open()
    this.#position(ref, offset)
    writer.raw(fields)
    writer.close(start)
  }

  /** A snapshot with its tag and length; `state` is what `fields` left. */
  snapshot(ref: number, { epoch, offset }: Position, state: Uint8Array): void {
    const { writer } = this
    writer.clear()
    writer.byte(FRAME_TAGS.snapshots)
    const start = writer.open()
    this.#position(ref, offset)
    if (epoch !== '') {
      writer.byte(PART_TAGS.epoch)
      writer.text(epoch)
    }
    writer.raw(state)
    writer.close(start)
  }

  /** What begins a frame; its parts follow, snapshots first. */
  head({ n, prev, ts, at }: { n: number; prev: number | null; ts: number; at: number }): void {
    const { writer } = this
    writer.clear()
    this.#uint(FRAME_TAGS.n, n)
    if (prev !== null) {
      writer.byte(FRAME_TAGS.prev)
      writer.uint(prev)
    }
    this.#int64(FRAME_TAGS.ts, ts)
    this.#int64(FRAME_TAGS.at, at)
  }

  #position(ref: number, offset: number): void {
    this.#uint(PART_TAGS.ref, ref)
    this.#int64(PART_TAGS.offset, offset)
  }

  /** In the order of field numbers, so that the bytes are those of any other encoder. */
  #fields(changes: Changes): void {
    const quote = this.#quote
    const { writer } = this
    quote.clear()
    this.#others = this.#more = null
    if (this.#removed.length > 0) this.#removed.length = 0
    for (const field in changes) {
      const value = changes[field]
      const bit = BIT_OF.get(field)
      if (bit === undefined && !LISTS_AND_METRICS.has(field)) this.#tellByName(field, value)
      else if (value === null) this.#remove(bit ?? REMOVABLE_OF.get(field))
      else if (bit === undefined) this.#others = changes
      else quote.put(bit, value)
    }
    quote.write(writer)
    if (this.#others !== null) this.#listsAndMetrics(this.#others)
    this.#writeRemoved()
    quote.writeTexts(writer)
    if (this.#others !== null) this.#items.writeTexts(writer)
    if (this.#more !== null) {
      writer.tag(PART_TAGS.more)
      writer.text(JSON.stringify(this.#more))
    }
  }

  /** Without a prototype, so that a field called `__proto__` is a field. */
  #tellByName(field: string, value: unknown): void {
    this.#more ??= Object.create(null) as Record<string, unknown>
    this.#more[field] = value
  }

  #listsAndMetrics(changes: Changes): void {
    const { writer } = this
    const items = changes['items']
    this.#items.clear()
    if (Array.isArray(items)) this.#list(items)
    for (const field of METRIC_FIELDS) {
      const value = changes[field]
      if (field === 'unit') {
        if (typeof value !== 'string') continue
        writer.byte(PART_TAGS.unit)
        writer.text(value)
      } else if (field !== 'items' && typeof value === 'number') this.#number(field, value)
    }
    const lost = changes['lost']
    if (isCount(lost)) {
      writer.tag(PART_TAGS.lost)
      writer.uint(lost)
    }
  }

  #number(field: Exclude<(typeof METRIC_FIELDS)[number], 'unit' | 'items'>, value: number): void {
    const { writer } = this
    const isWhole = field === 'at' || field === 'count' || field === 'size'
    if (isWhole && !Number.isSafeInteger(value)) return
    writer.tag(PART_TAGS[field])
    if (isWhole) writer.int64(value)
    // JSON has no negative zero, and this form no second truth.
    else writer.double(value + 0)
  }

  /** Kinds are told apart by the length of their items. */
  #list(items: readonly unknown[]): void {
    const first: unknown = items[0]
    if (!Array.isArray(first)) return
    if (first.length === TRADE_LENGTH) this.#items.trades(this.writer, items as readonly TradeItem[])
    else if (first.length === BAR_LENGTH) this.#items.bars(this.writer, items as readonly BarItem[])
    else if (first.length === POINT_LENGTH) this.#items.points(this.writer, items as readonly MetricItem[])
  }

  #remove(number: number | undefined): void {
    if (number !== undefined) this.#removed.push(number)
  }

  #writeRemoved(): void {
    if (this.#removed.length === 0) return
    const { writer } = this
    writer.tag(PART_TAGS.removed)
    const start = writer.open()
    for (const number of this.#removed) writer.byte(number)
    writer.close(start)
  }

  /** As the format has it, a zero is left out. */
  #uint(tag: number, value: number): void {
    if (value === 0) return
    this.writer.tag(tag)
    this.writer.uint(value)
  }

  #int64(tag: number, value: number): void {
    if (value === 0) return
    this.writer.tag(tag)
    this.writer.int64(value)
  }
}

const TRADE_LENGTH = 6
const BAR_LENGTH = 7
const POINT_LENGTH = 4
