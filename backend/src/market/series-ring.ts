const FIRST_CAPACITY = 4
/** Free places beyond `size`, so that dropping the oldest moves the columns once in this many items. */
const SLACK = 32

/**
 * The newest items of a series in ascending order of their start, as columns: `width` numbers an item, the first of
 * which is its start, and `texts` strings. Columns keep a million closed bars compact and out of the collector's way;
 * they grow as they fill.
 */
export class SeriesRing {
  readonly #size: number
  readonly #width: number
  readonly #texts: number
  #numbers = new Float64Array(0)
  #strings: string[] = []
  #capacity = 0
  #first = 0
  #length = 0

  constructor(size: number, width: number, texts = 0) {
    this.#size = size
    this.#width = width
    this.#texts = texts
  }

  get length(): number {
    return this.#length
  }
  get isFull(): boolean {
    return this.#length === this.#size
  }

  number(item: number, column: number): number {
    return this.#numbers[(this.#first + item) * this.#width + column] as number
  }
  text(item: number, column: number): string {
    return this.#strings[(this.#first + item) * this.#texts + column] as string
  }
  setNumber(item: number, column: number, value: number): void {
    this.#numbers[(this.#first + item) * this.#width + column] = value
  }
  setText(item: number, column: number, value: string): void {
    this.#strings[(this.#first + item) * this.#texts + column] = value
  }

  /** The first item whose start is not before `start`; `length` when there is none. */
  lowerBound(start: number): number {
    let low = 0
    let high = this.#length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.number(middle, 0) >= start) high = middle
      else low = middle + 1
    }
    return low
  }

  has(item: number, start: number): boolean {
    return item < this.#length && this.number(item, 0) === start
  }

  /**
   * Makes place for an item that comes before `item`; when full, the oldest goes. Returns the index to write it at, or
   * -1 when it would itself be the one that goes.
   */
  insert(item: number): number {
    if (this.isFull) {
      if (item === 0) return -1
      this.drop(1)
      item -= 1
    }
    if (this.#first + this.#length === this.#capacity) this.#makeRoom()
    this.#length += 1
    if (item < this.#length - 1) this.#shift(item)
    return item
  }

  /** Forgets the oldest items. */
  drop(count: number): void {
    for (let i = 0; i < count * this.#texts; i++) this.#strings[this.#first * this.#texts + i] = ''
    this.#first += count
    this.#length -= count
  }

  /** Moves the items from `item` on one place towards the end. */
  #shift(item: number): void {
    const from = this.#first + item
    const end = this.#first + this.#length - 1
    this.#numbers.copyWithin((from + 1) * this.#width, from * this.#width, end * this.#width)
    this.#strings.copyWithin((from + 1) * this.#texts, from * this.#texts, end * this.#texts)
  }

  #makeRoom(): void {
    const capacity = Math.min(this.#size + SLACK, Math.max(FIRST_CAPACITY, this.#length * 2))
    const end = this.#first + this.#length
    const held = this.#numbers.subarray(this.#first * this.#width, end * this.#width)
    const strings = this.#strings.slice(this.#first * this.#texts, end * this.#texts)
    if (capacity > this.#capacity) this.#numbers = new Float64Array(capacity * this.#width)
    this.#capacity = Math.max(capacity, this.#capacity)
    this.#numbers.set(held)
    // Filled to the end, so that the array stays packed.
    while (strings.length < this.#capacity * this.#texts) strings.push('')
    this.#strings = strings
    this.#first = 0
  }
}
