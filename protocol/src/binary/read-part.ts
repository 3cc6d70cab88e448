import { METRIC_FIELDS, QUOTE_FIELDS } from '../state.js'
import { readObject } from '../wire-value.js'
import { BIT, PAIR, PART_TAGS, REMOVABLE, ROW } from './part-layout.js'
import { printSum } from './printed-units.js'
import { type OwedText, readBars, readPoints, readSeconds, readTrades } from './read-items.js'
import { RowScales } from './row-scales.js'
import type { WireReader } from './wire-reader.js'

/** Every field that a part can have, in the order in which states are written. */
const KEYS = [...QUOTE_FIELDS, ...METRIC_FIELDS, 'lost'] as const
const SLOT_OF: ReadonlyMap<string, number> = new Map(KEYS.map((key, slot) => [key, slot]))
const slotOf = (key: string): number => SLOT_OF.get(key) as number

/** By number of `Part.Field`; numbers that are not known have none. */
const SLOT_OF_FIELD: ReadonlyMap<number, number> = new Map([
  ...ROW.flatMap(({ field }, bit) => (bit === BIT.places || bit === BIT.sell ? [] : [[bit, slotOf(field)] as const])),
  ...Object.entries(REMOVABLE).map(([field, number]) => [number, slotOf(field)] as const),
])
const SLOT_OF_BIT = ROW.map(({ field }) => (field === 'places' ? -1 : slotOf(field)))
const VALUE = slotOf('value')
const AT = slotOf('at')
const UNIT = slotOf('unit')
const MIN = slotOf('min')
const MAX = slotOf('max')
const AVG = slotOf('avg')
const COUNT = slotOf('count')
const ITEMS = slotOf('items')
const SIZE = slotOf('size')
const LOST = slotOf('lost')

/** What a part says. */
export interface ReadPart {
  readonly ref: number
  readonly offset: number
  readonly epoch: string
  readonly fields: { [field: string]: unknown }
}

/**
 * Reads parts; one object serves all parts of a frame. Malformed bytes make the reader fail, and then what is answered means
 * nothing. Hot path.
 */
export class PartReader {
  readonly #reader: WireReader
  readonly #scales = new RowScales()
  readonly #slots: unknown[] = KEYS.map(() => undefined)
  #ref = 0
  #offset = 0
  #epoch = ''
  #seconds: readonly number[] = []
  #textFields: number[] = []
  #owed: OwedText[] = []
  #texts = 0
  #more: { readonly [field: string]: unknown } | null = null

  constructor(reader: WireReader) {
    this.#reader = reader
  }

  /** Reads one part, length first. */
  read(): ReadPart {
    const reader = this.#reader
    this.#clear()
    const outer = reader.enter()
    while (reader.hasMore) this.#field(reader.tag())
    reader.leave(outer)
    if (this.#texts < this.#owed.length + this.#textFields.length) reader.fail()
    return { ref: this.#ref, offset: this.#offset, epoch: this.#epoch, fields: this.#fields() }
  }

  #clear(): void {
    this.#slots.fill(undefined)
    this.#ref = 0
    this.#offset = 0
    this.#epoch = ''
    this.#seconds = []
    if (this.#textFields.length > 0) this.#textFields = []
    if (this.#owed.length > 0) this.#owed = []
    this.#texts = 0
    this.#more = null
  }

  #fields(): { [field: string]: unknown } {
    const slots = this.#slots
    // A list that is empty has no row.
    if (slots[SIZE] !== undefined && slots[SIZE] !== null && slots[ITEMS] === undefined) slots[ITEMS] = []
    const fields: { [field: string]: unknown } = {}
    for (let slot = 0; slot < slots.length; slot++)
      if (slots[slot] !== undefined) fields[KEYS[slot] as string] = slots[slot]
    // Spread, not assigned: a field called `__proto__` is a field.
    return this.#more === null ? fields : { ...fields, ...this.#more }
  }

  #field(tag: number): void {
    const reader = this.#reader
    const slots = this.#slots
    switch (tag) {
      case PART_TAGS.ref:
        this.#ref = reader.uint()
        return
      case PART_TAGS.offset:
        this.#offset = reader.int64()
        return
      case PART_TAGS.epoch:
        this.#epoch = reader.text()
        return
      case PART_TAGS.quote:
      case PART_TAGS.trades:
      case PART_TAGS.bars:
      case PART_TAGS.seconds:
      case PART_TAGS.points:
      case PART_TAGS.removed:
      case PART_TAGS.textFields: {
        const outer = reader.enter()
        this.#row(tag)
        reader.leave(outer)
        return
      }
      case PART_TAGS.value:
        slots[VALUE] = reader.double()
        return
      case PART_TAGS.at:
        slots[AT] = reader.int64()
        return
      case PART_TAGS.unit:
        slots[UNIT] = reader.text()
        return
      case PART_TAGS.min:
        slots[MIN] = reader.double()
        return
      case PART_TAGS.max:
        slots[MAX] = reader.double()
        return
      case PART_TAGS.avg:
        slots[AVG] = reader.double()
        return
      case PART_TAGS.count:
        slots[COUNT] = reader.uint()
        return
      case PART_TAGS.size:
        slots[SIZE] = reader.uint()
        return
      case PART_TAGS.lost:
        slots[LOST] = reader.uint()
        return
      case PART_TAGS.texts:
        this.#text(reader.text())
        return
      case PART_TAGS.more:
        this.#more = readObject(reader.text())
        if (this.#more === null) reader.fail()
        return
      default:
        reader.skip(tag)
    }
  }

  /** Reads numbers in a row, which the reader has entered. */
  #row(tag: number): void {
    const reader = this.#reader
    const slots = this.#slots
    switch (tag) {
      case PART_TAGS.quote:
        this.#quote()
        return
      case PART_TAGS.trades:
        slots[ITEMS] = readTrades(reader, this.#scales, this.#owed)
        return
      case PART_TAGS.bars:
        slots[ITEMS] = readBars(reader, this.#scales, this.#owed)
        return
      case PART_TAGS.seconds:
        this.#seconds = readSeconds(reader)
        return
      case PART_TAGS.points:
        slots[ITEMS] = readPoints(reader, this.#seconds)
        return
      case PART_TAGS.removed:
        this.#removed()
        return
      default:
        while (reader.hasMore) this.#textFields.push(reader.uint())
    }
  }

  #quote(): void {
    const reader = this.#reader
    const scales = this.#scales
    const slots = this.#slots
    if (!reader.hasMore) return
    scales.read(reader)
    const { presence } = scales
    let price = 0
    let time = 0
    for (let bit = 0; bit < ROW.length; bit++) {
      if (((presence >>> bit) & 1) === 0) continue
      const slot = SLOT_OF_BIT[bit] as number
      switch (ROW[bit]?.value) {
        case 'price':
          slots[slot] = scales.price((price += reader.difference()))
          break
        case 'size':
          slots[slot] = scales.size(reader.uint())
          break
        case 'time':
          slots[slot] = time += reader.difference()
          break
        case 'count':
          slots[slot] = reader.uint()
          break
        case 'volume': {
          const low = reader.low()
          slots[slot] = printSum(reader.high, low, scales.sizeScale)
          break
        }
        case 'turnover': {
          const low = reader.low()
          slots[slot] = printSum(reader.high, low, scales.priceScale + scales.sizeScale)
          break
        }
        case 'decimals': {
          const pair = reader.uint()
          slots[slot] = { price: Math.floor(pair / PAIR), size: pair % PAIR }
          break
        }
        case 'buy':
          slots[slot] = 'buy'
          break
        case 'sell':
          slots[slot] = 'sell'
          break
        case 'isTrue':
          slots[slot] = true
          break
        // Read with the scales.
        default:
      }
    }
  }

  #removed(): void {
    while (this.#reader.hasMore) {
      const slot = SLOT_OF_FIELD.get(this.#reader.uint())
      if (slot !== undefined) this.#slots[slot] = null
    }
  }

  /** The first texts are those of named fields, the others those that items are owed. */
  #text(text: string): void {
    const index = this.#texts++
    if (index < this.#textFields.length) {
      const slot = SLOT_OF_FIELD.get(this.#textFields[index] as number)
      if (slot !== undefined) this.#slots[slot] = text
      return
    }
    const owed = this.#owed[index - this.#textFields.length]
    if (owed !== undefined) owed.item[owed.place] = text
  }
}
