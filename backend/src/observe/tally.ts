/** A count that only grows. Hot path: one addition; a scrape reads it when it comes. */
export class Tally {
  #total = 0

  add(count = 1): void {
    this.#total += count
  }

  get total(): number {
    return this.#total
  }
}

/** One count a label value. Values must come from a closed set (codes, reasons, logs), never from a peer: each lives for ever. */
export class TallyBy<Label extends string | number> {
  readonly #totals = new Map<Label, number>()

  add(label: Label, count = 1): void {
    this.#totals.set(label, (this.#totals.get(label) ?? 0) + count)
  }

  /** 0 for a label that was never counted. */
  total(label: Label): number {
    return this.#totals.get(label) ?? 0
  }

  /** Of all labels together. */
  get sum(): number {
    let sum = 0
    for (const total of this.#totals.values()) sum += total
    return sum
  }

  /** In the order in which the labels were first counted. */
  entries(): IterableIterator<[Label, number]> {
    return this.#totals.entries()
  }
}
