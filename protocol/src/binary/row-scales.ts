import { formatUnits } from '../decimal.js'
import { BIT, PAIR, PRESENCE_SHIFT } from './part-layout.js'
import { printFixed } from './printed-units.js'
import type { WireReader } from './wire-reader.js'

/** Most decimals that are printed. */
const MAX_PLACES = 18

/** What a row begins with: which values it has, and how its prices and sizes are printed. */
export class RowScales {
  presence = 0
  priceScale = 0
  sizeScale = 0
  #pricePlaces = -1
  #sizePlaces = -1

  /** Reads the shape, and the places where they are present. */
  read(reader: WireReader): void {
    // Bits that this version does not know come after those it does, and so do their values.
    const shape = reader.low()
    this.presence = shape >>> PRESENCE_SHIFT
    this.priceScale = shape & 0xf
    this.sizeScale = (shape >>> 5) & 0xf
    const isPadded = ((this.presence >>> BIT.places) & 1) === 1
    const places = isPadded ? reader.uint() : this.priceScale * PAIR + this.sizeScale
    this.#pricePlaces = (shape & 0x10) === 0 ? -1 : Math.floor(places / PAIR)
    this.#sizePlaces = (shape & 0x200) === 0 ? -1 : places % PAIR
    if (!isPrintable(this.#pricePlaces, this.priceScale) || !isPrintable(this.#sizePlaces, this.sizeScale))
      reader.fail()
  }

  price(units: number): string {
    return print(units, this.priceScale, this.#pricePlaces)
  }

  size(units: number): string {
    return print(units, this.sizeScale, this.#sizePlaces)
  }
}

const isPrintable = (places: number, scale: number): boolean => places < 0 || (places >= scale && places <= MAX_PLACES)

const print = (units: number, scale: number, places: number): string =>
  places < 0 ? formatUnits(units, scale) : printFixed(units, scale, places)
