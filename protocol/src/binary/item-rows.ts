import type { BarItem, MetricItem, TradeItem } from '../state.js'
import { BAR_TEXTS, MAX_SCALE, PAIR, PART_TAGS, PRESENCE_SHIFT, BIT, TRADE_MARKS } from './part-layout.js'
import { MAX_PRICE_UNITS } from './quote-row.js'
import { ScaleChoice } from './scale-choice.js'
import { power, ScannedDecimal } from './scanned-decimal.js'
import type { WireWriter } from './wire-writer.js'

/** Writes the items of lists as rows, and collects what does not fit as texts, in the order of the items. */
export class ItemRows {
  readonly #scanned = new ScannedDecimal()
  readonly #prices = new ScaleChoice()
  readonly #sizes = new ScaleChoice()
  #texts: string[] = []
  #price = 0

  clear(): void {
    if (this.#texts.length > 0) this.#texts = []
  }

  trades(writer: WireWriter, items: readonly TradeItem[]): void {
    this.#begin()
    for (const [, , price, size] of items) {
      this.#consider(this.#prices, price)
      this.#consider(this.#sizes, size)
    }
    writer.byte(PART_TAGS.trades)
    const start = this.#open(writer)
    let lastOffset = 0
    let lastTime = 0
    let lastId = 0
    for (const [offset, time, priceText, sizeText, side, id] of items) {
      const price = this.#units(this.#prices, priceText, -MAX_PRICE_UNITS, MAX_PRICE_UNITS)
      const size = this.#units(this.#sizes, sizeText, 0, Number.MAX_SAFE_INTEGER)
      const idNumber = id === null ? NaN : numberOf(id)
      const idMark = id === null ? 0 : Number.isNaN(idNumber) ? TRADE_MARKS.idText : TRADE_MARKS.idNumber
      writer.byte(
        (side === 'buy' ? 1 : side === 'sell' ? 2 : 0) |
          (idMark << TRADE_MARKS.idShift) |
          (Number.isNaN(price) ? TRADE_MARKS.priceText : 0) |
          (Number.isNaN(size) ? TRADE_MARKS.sizeText : 0),
      )
      writer.difference(offset - lastOffset)
      writer.difference(time - lastTime)
      lastOffset = offset
      lastTime = time
      this.#writePrice(writer, price, priceText)
      if (Number.isNaN(size)) this.#texts.push(sizeText)
      else writer.uint(size)
      if (idMark === TRADE_MARKS.idNumber) {
        writer.difference(idNumber - lastId)
        lastId = idNumber
      } else if (id !== null) this.#texts.push(id)
    }
    writer.close(start)
  }

  bars(writer: WireWriter, items: readonly BarItem[]): void {
    this.#begin()
    for (const [, open, high, low, close, volume] of items) {
      this.#consider(this.#prices, open)
      this.#consider(this.#prices, high)
      this.#consider(this.#prices, low)
      this.#consider(this.#prices, close)
      this.#considerSum(volume)
    }
    writer.byte(PART_TAGS.bars)
    const start = this.#open(writer)
    let lastTime = 0
    for (const [openTime, open, high, low, close, volumeText, trades] of items) {
      const openUnits = this.#barPrice(open)
      const highUnits = this.#barPrice(high)
      const lowUnits = this.#barPrice(low)
      const closeUnits = this.#barPrice(close)
      const volume = this.#units(this.#sizes, volumeText, 0, Number.MAX_SAFE_INTEGER)
      writer.byte(
        (Number.isNaN(openUnits) ? 1 : 0) |
          (Number.isNaN(highUnits) ? 2 : 0) |
          (Number.isNaN(lowUnits) ? 4 : 0) |
          (Number.isNaN(closeUnits) ? 8 : 0) |
          (Number.isNaN(volume) ? BAR_TEXTS.volume : 0),
      )
      writer.difference(openTime - lastTime)
      lastTime = openTime
      this.#writePrice(writer, openUnits, open)
      this.#writePrice(writer, highUnits, high)
      this.#writePrice(writer, lowUnits, low)
      this.#writePrice(writer, closeUnits, close)
      if (Number.isNaN(volume)) this.#texts.push(volumeText)
      else writer.uint(volume)
      writer.uint(trades)
    }
    writer.close(start)
  }

  points(writer: WireWriter, items: readonly MetricItem[]): void {
    writer.byte(PART_TAGS.seconds)
    let start = writer.open()
    let last = 0
    for (const [second] of items) {
      writer.difference(second - last)
      last = second
    }
    writer.close(start)
    writer.byte(PART_TAGS.points)
    start = writer.open()
    for (const [, avg, min, max] of items) {
      // JSON has no negative zero, and this form no second truth.
      writer.double(avg + 0)
      writer.double(min + 0)
      writer.double(max + 0)
    }
    writer.close(start)
  }

  writeTexts(writer: WireWriter): void {
    for (const text of this.#texts) {
      writer.tag(PART_TAGS.texts)
      writer.text(text)
    }
  }

  #begin(): void {
    this.#prices.clear()
    this.#sizes.clear()
    this.#price = 0
  }

  #consider(choice: ScaleChoice, text: string): void {
    if (this.#scanned.read(text)) choice.add(this.#scanned)
  }

  /** A sum is printed without zeros at its end; one that is not would only make the others fixed. */
  #considerSum(text: string): void {
    const scanned = this.#scanned
    if (scanned.read(text) && scanned.scale === scanned.places) this.#sizes.add(scanned)
  }

  /** Settles the scales and opens the row. */
  #open(writer: WireWriter): number {
    for (const choice of [this.#prices, this.#sizes]) {
      choice.choose()
      choice.settle()
    }
    const start = writer.open()
    const isPadded = this.#prices.isPadded || this.#sizes.isPadded
    const presence = isPadded ? 1 << (BIT.places + PRESENCE_SHIFT) : 0
    writer.uint(this.#prices.bits | (this.#sizes.bits << 5) | presence)
    if (isPadded) writer.uint(this.#prices.places * PAIR + this.#sizes.places)
    return start
  }

  /** A text's units, or NaN when it has to go as a text. */
  #units(choice: ScaleChoice, text: string, least: number, most: number): number {
    const scanned = this.#scanned
    if (!scanned.read(text) || scanned.scale > MAX_SCALE || !choice.fits(scanned)) return NaN
    const units = scanned.units * power(choice.scale - scanned.scale)
    return units >= least && units <= most ? units : NaN
  }

  #barPrice(text: string): number {
    return this.#units(this.#prices, text, -MAX_PRICE_UNITS, MAX_PRICE_UNITS)
  }

  #writePrice(writer: WireWriter, units: number, text: string): void {
    if (Number.isNaN(units)) {
      this.#texts.push(text)
      return
    }
    writer.difference(units - this.#price)
    this.#price = units
  }
}

/** The number that a trade's id is the text of, or NaN: nearly all venues count their trades. */
function numberOf(id: string): number {
  const { length } = id
  if (length === 0 || length > 16 || (length > 1 && id.charCodeAt(0) === 48)) return NaN
  let value = 0
  for (let i = 0; i < length; i++) {
    const digit = id.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return NaN
    value = value * 10 + digit
  }
  return value <= Number.MAX_SAFE_INTEGER ? value : NaN
}
