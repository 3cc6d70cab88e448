const FIRST_CAPACITY = 4

/**
 * The newest items of a series in ascending order of their start, as columns: `width` numbers an item, the first of
 * which is its start, and `texts` strings. Columns keep a million closed bars compact and out of the collector's way;
 * they grow as they fill, and once full the newest item takes the place of the oldest.
 */
export class SeriesRing {
  readonly #size: number
  readonly #width: number
  readonly #texts: number
  #numbers = new Float64Array(0)
  #strings: string[] = []
  #capacity = 0
  /** Where the oldest item is; after the last place comes the first. */
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
    return this.#numbers[this.#place(item) * this.#width + column] as number
  }
  text(item: number, column: number): string {
    return this.#strings[this.#place(item) * this.#texts + column] as string
  }
  setNumber(item: number, column: number, value: number): void {
    this.#numbers[this.#place(item) * this.#width + column] = value
  }
  setText(item: number, column: number, value: string): void {
    this.#strings[this.#place(item) * this.#texts + column] = value
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
      // Its place is the new item's, which overwrites it.
      this.#first = this.#place(1)
      this.#length -= 1
      item -= 1
    } else if (this.#length === this.#capacity) this.#grow()
    this.#length += 1
    for (let later = this.#length - 1; later > item; later--) this.#copy(later - 1, later)
    return item
  }

  /** Forgets the oldest items. */
  drop(count: number): void {
    for (let item = 0; item < count; item++)
      for (let column = 0; column < this.#texts; column++) this.setText(item, column, '')
    this.#first = this.#place(count)
    this.#length -= count
  }

  #place(item: number): number {
    const place = this.#first + item
    return place < this.#capacity ? place : place - this.#capacity
  }

  #copy(from: number, to: number): void {
    for (let column = 0; column < this.#width; column++) this.setNumber(to, column, this.number(from, column))
    for (let column = 0; column < this.#texts; column++) this.setText(to, column, this.text(from, column))
  }

  #grow(): void {
    const capacity = Math.min(this.#size, Math.max(FIRST_CAPACITY, this.#length * 2))
    const numbers = new Float64Array(capacity * this.#width)
    const strings: string[] = []
    for (let item = 0; item < this.#length; item++) {
      for (let column = 0; column < this.#width; column++)
        numbers[item * this.#width + column] = this.number(item, column)
      for (let column = 0; column < this.#texts; column++) strings.push(this.text(item, column))
    }
    // Filled to the end, so that the array stays packed.
    while (strings.length < capacity * this.#texts) strings.push('')
    this.#numbers = numbers
    this.#strings = strings
    this.#capacity = capacity
    this.#first = 0
  }
}
