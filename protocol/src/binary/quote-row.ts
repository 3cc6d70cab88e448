import type { InstrumentDecimals } from '../state.js'
import { isCount, isObject } from '../wire-value.js'
import { BIT, PAIR, PART_TAGS, PRESENCE_SHIFT, ROW, type RowValue } from './part-layout.js'
import { ScaleChoice } from './scale-choice.js'
import { power, ScannedDecimal } from './scanned-decimal.js'
import { WideUnits } from './wide-units.js'
import type { WireWriter } from './wire-writer.js'

/** Differences of two stay within 2^53. */
export const MAX_PRICE_UNITS = 2 ** 52

const isDecimals = (value: unknown): value is InstrumentDecimals =>
  isObject(value) && isPlaces(value['price']) && isPlaces(value['size'])
const isPlaces = (value: unknown): boolean => isCount(value) && value < PAIR

const VALUE_OF: readonly RowValue[] = ROW.map(({ value }) => value)
const FIELDS = ROW.length

/**
 * The fields of one quote on their way into a part: put one by one, then written as a row. One object serves all parts, so
 * that the hot path allocates nothing.
 */
export class QuoteRow {
  #presence = 0
  /** Bits of fields that go as texts. */
  #texted = 0
  readonly #numbers = new Float64Array(FIELDS)
  readonly #texts: string[] = Array.from({ length: FIELDS }, () => '')
  readonly #scanned = Array.from({ length: FIELDS }, () => new ScannedDecimal())
  readonly #prices = new ScaleChoice()
  readonly #sizes = new ScaleChoice()
  readonly #volume = new WideUnits()
  readonly #turnover = new WideUnits()
  #volumeScale = -1
  #turnoverScale = -1

  clear(): void {
    this.#presence = 0
    this.#texted = 0
    this.#prices.clear()
    this.#sizes.clear()
    this.#volumeScale = -1
    this.#turnoverScale = -1
  }

  /** Takes a field in by its bit; what is of another type than the field's is left out, as an unknown field would be. */
  put(bit: number, value: unknown): void {
    const mask = 1 << bit
    switch (VALUE_OF[bit]) {
      case 'price':
      case 'size':
        if (typeof value === 'string') this.#putScaled(bit, mask, value)
        return
      case 'volume':
        if (typeof value === 'string') this.#volumeScale = this.#putSum(bit, mask, value)
        return
      case 'turnover':
        if (typeof value === 'string') this.#turnoverScale = this.#putSum(bit, mask, value)
        return
      case 'time':
        if (Number.isSafeInteger(value)) this.#putNumber(bit, mask, value as number)
        return
      case 'count':
        if (isCount(value)) this.#putNumber(bit, mask, value)
        return
      case 'decimals':
        if (isDecimals(value)) this.#putNumber(bit, mask, value.price * PAIR + value.size)
        return
      case 'buy':
        if (value === 'buy') this.#presence |= mask
        else if (value === 'sell') this.#presence |= 1 << BIT.sell
        return
      case 'isTrue':
        if (value === true) this.#presence |= mask
        return
      // `sell` comes with `buy`, `places` from the choice below.
      default:
    }
  }

  #putScaled(bit: number, mask: number, text: string): void {
    const scanned = this.#scanned[bit] as ScannedDecimal
    this.#texts[bit] = text
    if (!scanned.read(text)) this.#texted |= mask
    else {
      this.#presence |= mask
      ;(VALUE_OF[bit] === 'price' ? this.#prices : this.#sizes).add(scanned)
    }
  }

  #putSum(bit: number, mask: number, text: string): number {
    this.#texts[bit] = text
    this.#presence |= mask
    return WideUnits.scaleOf(text)
  }

  #putNumber(bit: number, mask: number, value: number): void {
    this.#numbers[bit] = value
    this.#presence |= mask
  }

  /** Writes the row; what does not fit it is left for `writeTexts`. */
  write(writer: WireWriter): void {
    this.#settle()
    if (this.#presence === 0) return
    const prices = this.#prices
    const sizes = this.#sizes
    writer.byte(PART_TAGS.quote)
    const start = writer.open()
    const presence = this.#presence
    writer.uint(prices.bits | (sizes.bits << 5) | (presence << PRESENCE_SHIFT))
    if ((presence & (1 << BIT.places)) !== 0) writer.uint(prices.places * PAIR + sizes.places)
    let price = 0
    let time = 0
    for (let bit = 0; presence >>> bit !== 0; bit++) {
      if (((presence >>> bit) & 1) === 0) continue
      switch (VALUE_OF[bit]) {
        case 'price': {
          const units = this.#units(bit, prices.scale)
          writer.difference(units - price)
          price = units
          break
        }
        case 'size':
          writer.uint(this.#units(bit, sizes.scale))
          break
        case 'time': {
          const at = this.#numbers[bit] as number
          writer.difference(at - time)
          time = at
          break
        }
        case 'volume':
          writer.uint64(this.#volume.high, this.#volume.low)
          break
        case 'turnover':
          writer.uint64(this.#turnover.high, this.#turnover.low)
          break
        case 'count':
        case 'decimals':
          writer.uint(this.#numbers[bit] as number)
          break
        default:
      }
    }
    writer.close(start)
  }

  /** Writes the names, then the texts, of fields that did not fit the row. */
  writeTexts(writer: WireWriter): void {
    const texted = this.#texted
    if (texted === 0) return
    writer.tag(PART_TAGS.textFields)
    const start = writer.open()
    for (let bit = 0; bit < FIELDS; bit++) if (((texted >>> bit) & 1) === 1) writer.byte(bit)
    writer.close(start)
    for (let bit = 0; bit < FIELDS; bit++) {
      if (((texted >>> bit) & 1) === 0) continue
      writer.tag(PART_TAGS.texts)
      writer.text(this.#texts[bit] as string)
    }
  }

  #units(bit: number, scale: number): number {
    const scanned = this.#scanned[bit] as ScannedDecimal
    return scanned.units * power(scale - scanned.scale)
  }

  /** Chooses the scales, and which values go as texts. */
  #settle(): void {
    const prices = this.#prices
    const sizes = this.#sizes
    const presence = this.#presence
    prices.choose()
    sizes.choose()
    const hasVolume = (presence & (1 << BIT.volume)) !== 0
    const hasTurnover = (presence & (1 << BIT.turnover)) !== 0
    if (hasVolume && this.#volumeScale > sizes.scale) sizes.raise(this.#volumeScale - sizes.scale)
    if (hasTurnover) {
      const lacking = this.#turnoverScale - prices.scale - sizes.scale
      if (lacking > 0) prices.raise(sizes.raise(lacking))
    }
    prices.settle()
    sizes.settle()
    for (let bit = 0; presence >>> bit !== 0; bit++) {
      if (((presence >>> bit) & 1) === 1 && !this.#isTold(bit)) {
        this.#presence ^= 1 << bit
        this.#texted |= 1 << bit
      }
    }
    if (this.#presence !== 0 && (prices.isPadded || sizes.isPadded)) this.#presence |= 1 << BIT.places
  }

  /** Whether the row can say this value. */
  #isTold(bit: number): boolean {
    const scanned = this.#scanned[bit] as ScannedDecimal
    const { scale } = this.#sizes
    switch (VALUE_OF[bit]) {
      case 'price':
        return this.#prices.fits(scanned) && Math.abs(this.#units(bit, this.#prices.scale)) <= MAX_PRICE_UNITS
      case 'size':
        return this.#sizes.fits(scanned) && isCount(this.#units(bit, scale))
      case 'volume':
        return this.#isSumTold(this.#volume, bit, this.#volumeScale, scale)
      case 'turnover':
        return this.#isSumTold(this.#turnover, bit, this.#turnoverScale, this.#prices.scale + scale)
      default:
        return true
    }
  }

  #isSumTold(units: WideUnits, bit: number, ownScale: number, scale: number): boolean {
    return ownScale >= 0 && ownScale <= scale && units.read(this.#texts[bit] as string, ownScale, scale)
  }
}
