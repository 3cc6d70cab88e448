/** Trades counted per instrument beyond the tape: some seconds of a burst, so that a slow flush still learns `lost`. */
export const COUNTED_OFFSETS = 4096

const FIRST_CAPACITY = 64

/** The last offsets of an ascending series, to count exactly how many came after a given one. Grows as it fills. */
export class OffsetRing {
  readonly #size: number
  #ring = new Float64Array(0)
  #count = 0
  /** Where the next offset goes; once full, that is the oldest. */
  #next = 0
  /** The newest offset that fell out; -1 = none did. */
  #forgotten = -1

  constructor(size = COUNTED_OFFSETS) {
    this.#size = size
  }

  push(offset: number): void {
    if (this.#count === this.#size) this.#forgotten = this.#ring[this.#next] as number
    else {
      if (this.#count === this.#ring.length) this.#grow()
      this.#count += 1
    }
    this.#ring[this.#next] = offset
    this.#next += 1
    if (this.#next === this.#size) this.#next = 0
  }

  /** Whether every offset after this one is still here. */
  counts(offset: number): boolean {
    return offset >= this.#forgotten
  }

  /** How many held offsets are greater. */
  countAfter(offset: number): number {
    let low = 0
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#at(middle) > offset) high = middle
      else low = middle + 1
    }
    return this.#count - low
  }

  /** The i-th oldest. */
  #at(i: number): number {
    const oldest = this.#count === this.#size ? this.#next : 0
    const index = oldest + i
    return this.#ring[index < this.#size ? index : index - this.#size] as number
  }

  #grow(): void {
    const grown = new Float64Array(Math.min(this.#size, Math.max(FIRST_CAPACITY, this.#ring.length * 2)))
    grown.set(this.#ring)
    this.#ring = grown
  }
}
