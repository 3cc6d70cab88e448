/** Ids remembered per instrument [FOLD5]: enough to recognise a producer's retried batch. */
export const REMEMBERED_IDS = 1024

/** The last ids of an instrument's trades, to tell a duplicate in constant time. */
export class TradeIds {
  readonly #size: number
  readonly #known = new Set<string>()
  /** A ring once full; `#next` is then the oldest. */
  readonly #order: string[] = []
  #next = 0

  constructor(size = REMEMBERED_IDS) {
    this.#size = size
  }

  /** Remembers an id; false when it is already among the last ones, which then stay as they are. */
  add(id: string): boolean {
    if (this.#known.has(id)) return false
    const oldest = this.#order[this.#next]
    if (oldest !== undefined) this.#known.delete(oldest)
    this.#known.add(id)
    this.#order[this.#next] = id
    this.#next = (this.#next + 1) % this.#size
    return true
  }
}
