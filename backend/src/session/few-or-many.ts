/** A set that nearly always holds one: an empty `Set` takes a quarter of a kilobyte, and most cohorts have one member. */
export class FewOrMany<Item extends object> {
  #one: Item | null = null
  #many: Set<Item> | null = null

  get size(): number {
    return this.#many?.size ?? (this.#one === null ? 0 : 1)
  }

  /** The one it holds, where it has never held more since it was empty; else null. */
  get only(): Item | null {
    return this.#one
  }

  has(item: Item): boolean {
    return this.#many?.has(item) ?? this.#one === item
  }

  add(item: Item): void {
    if (this.#many !== null) this.#many.add(item)
    else if (this.#one === null) this.#one = item
    else if (this.#one !== item) {
      this.#many = new Set([this.#one, item])
      this.#one = null
    }
  }

  delete(item: Item): void {
    if (this.#many !== null) this.#many.delete(item)
    else if (this.#one === item) this.#one = null
  }

  /** As a Set, it may change while it is walked: what is taken out is not visited, what is added is. */
  [Symbol.iterator](): Iterator<Item> {
    return this.#many?.values() ?? (this.#one === null ? [] : [this.#one])[Symbol.iterator]()
  }
}
