/** Seconds that the ratio looks back. */
const SECONDS = 60

/** How many of one thing came per another, over the last 60 s; null while none of the other came. */
export class MovingRatio {
  readonly #many = new Float64Array(SECONDS)
  readonly #few = new Float64Array(SECONDS)
  #second = 0

  add(many: number, few: number): void {
    const slot = this.#second % SECONDS
    this.#many[slot] = (this.#many[slot] ?? 0) + many
    this.#few[slot] = (this.#few[slot] ?? 0) + few
  }

  /** A second has passed. */
  tick(): void {
    this.#second += 1
    this.#many[this.#second % SECONDS] = 0
    this.#few[this.#second % SECONDS] = 0
  }

  /** At least 1: what is counted as many contains what is counted as few. */
  read(): number | null {
    const few = sum(this.#few)
    return few === 0 ? null : Math.max(1, sum(this.#many) / few)
  }
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
