import { MAX_SCALE } from './part-layout.js'
import type { ScannedDecimal } from './scanned-decimal.js'

/** Zeros at the end of each value that it costs less to carry than to say how many there are. */
const CARRIED_ZEROS = 2

/**
 * How the prices, or the sizes, of one part are told: units at one scale, printed either with a fixed number of decimals or
 * without zeros at the end. Feeds do one or the other, so nearly every text fits.
 */
export class ScaleChoice {
  scale = 0
  /** Decimals printed, or -1: as many as there are without zeros at the end. */
  fixedPlaces = -1
  #fewestPlaces = Infinity
  #mostPlaces = -1
  #hasZeros = false

  clear(): void {
    this.scale = 0
    this.fixedPlaces = -1
    this.#fewestPlaces = Infinity
    this.#mostPlaces = -1
    this.#hasZeros = false
  }

  /** Takes a value into account. */
  add({ scale, places }: ScannedDecimal): void {
    if (scale > MAX_SCALE) return
    if (scale > this.scale) this.scale = scale
    if (places < this.#fewestPlaces) this.#fewestPlaces = places
    if (places > this.#mostPlaces) this.#mostPlaces = places
    if (scale < places) this.#hasZeros = true
  }

  /** Settles how they are printed. Where a feed mixes both ways, those with the most decimals fit. */
  choose(): void {
    if (this.#hasZeros) this.fixedPlaces = this.#mostPlaces
  }

  /** The largest scale that sums may ask for. */
  get limit(): number {
    return this.fixedPlaces >= 0 && this.fixedPlaces < MAX_SCALE ? this.fixedPlaces : MAX_SCALE
  }

  /** Raises the scale by up to `by`; answers what is left of it. */
  raise(by: number): number {
    const raised = Math.min(this.limit, this.scale + by)
    const left = by - (raised - this.scale)
    this.scale = raised
    return left
  }

  /** Last step: few zeros are carried. */
  settle(): void {
    const { fixedPlaces } = this
    if (fixedPlaces <= MAX_SCALE && fixedPlaces - this.scale <= CARRIED_ZEROS && fixedPlaces >= 0)
      this.scale = fixedPlaces
  }

  /** Whether the number of decimals printed has to be said. */
  get isPadded(): boolean {
    return this.fixedPlaces >= 0 && this.fixedPlaces !== this.scale
  }

  /** As a row's `places` says it. */
  get places(): number {
    return this.fixedPlaces < 0 ? this.scale : this.fixedPlaces
  }

  /** Whether a value is printed as its text by this choice. */
  fits({ scale, places }: ScannedDecimal): boolean {
    if (scale > this.scale) return false
    return this.fixedPlaces >= 0 ? places === this.fixedPlaces : places === scale
  }

  /** Its bits in a shape. */
  get bits(): number {
    return this.scale | (this.fixedPlaces >= 0 ? 0x10 : 0)
  }
}
