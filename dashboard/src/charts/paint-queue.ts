/** A drawing that repaints at most every `intervalMs`, when it has something new and can be seen. */
export interface Painting {
  readonly intervalMs: number
  paint(nowMs: number): void
}

interface Entry {
  readonly painting: Painting
  isDirty: boolean
  dueMs: number
}

/** Milliseconds of one frame that drawings may take together: the rest belongs to the table and to input. */
export const PAINT_BUDGET_MS = 6

/** Paints dirty drawings in turn, as many in a frame as the budget holds, so that ten panels never repaint in the same frame. */
export class PaintQueue {
  readonly #clock: () => number
  readonly #budgetMs: number
  #entries: Entry[] = []

  /** `clock` reads milliseconds; it is read after each painting to know what is left of the budget. */
  constructor(clock: () => number, budgetMs: number = PAINT_BUDGET_MS) {
    this.#clock = clock
    this.#budgetMs = budgetMs
  }

  /** Adds a drawing and returns what marks it dirty (`isUrgent`: the user waits for it, so its interval does not count) and what removes it. */
  add(painting: Painting): { mark(isUrgent?: boolean): void; remove(): void } {
    const entry: Entry = { painting, isDirty: true, dueMs: 0 }
    this.#entries.push(entry)
    return {
      mark: (isUrgent = false) => {
        entry.isDirty = true
        if (isUrgent) entry.dueMs = 0
      },
      remove: () => {
        this.#entries = this.#entries.filter((other) => other !== entry)
      },
    }
  }

  get isIdle(): boolean {
    return this.#entries.length === 0
  }

  /** One frame: at least one due drawing is painted, further ones while the budget lasts; the unpainted go first next time. */
  frame(): void {
    const startMs = this.#clock()
    const due = this.#entries.filter((entry) => entry.isDirty && entry.dueMs <= startMs)
    for (const entry of due) {
      // One painting may end another.
      if (!this.#entries.includes(entry)) continue
      entry.isDirty = false
      entry.dueMs = startMs + entry.painting.intervalMs
      // Last in line from now on: round robin.
      this.#entries = [...this.#entries.filter((other) => other !== entry), entry]
      entry.painting.paint(startMs)
      if (this.#clock() - startMs >= this.#budgetMs) break
    }
  }
}
