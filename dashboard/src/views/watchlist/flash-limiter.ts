export type Flash = 'background' | 'text' | 'none'

export interface FlashLimits {
  /** Shortest time between two flashes of one cell; the default is three a second. */
  readonly cellMs: number
  /** Flashing cells a second above which only the text is coloured: more light than that carries no news. */
  readonly perSecond: number
}
export const FLASH_LIMITS: FlashLimits = { cellMs: 334, perSecond: 150 }

/** One more than a second has: the oldest slot is partly within it. */
const SLOTS = 11
const SLOT_MS = 100

/** Decides for each changed cell whether it lights up, so that no cell is lit all the time and a burst is not a strobe. */
export class FlashLimiter {
  readonly #limits: FlashLimits
  readonly #lastMs = new Map<string, number>()
  /** Flashes of the last second in slots of 100 ms. */
  readonly #counts = new Uint16Array(SLOTS)
  #slot = 0

  constructor(limits: FlashLimits = FLASH_LIMITS) {
    this.#limits = limits
  }

  /** What the cell may do at `nowMs` (any clock that never goes back). */
  decide(cell: string, nowMs: number): Flash {
    this.#turnTo(Math.floor(nowMs / SLOT_MS))
    const last = this.#lastMs.get(cell)
    if (last !== undefined && nowMs - last < this.#limits.cellMs) return 'none'
    this.#lastMs.set(cell, nowMs)
    const recent = this.#counts.reduce((sum, count) => sum + count, 0)
    this.#counts[this.#slot % SLOTS] = (this.#counts[this.#slot % SLOTS] ?? 0) + 1
    return recent >= this.#limits.perSecond ? 'text' : 'background'
  }

  /** Forgets a cell that left the screen. */
  forget(cell: string): void {
    this.#lastMs.delete(cell)
  }

  #turnTo(slot: number): void {
    if (slot - this.#slot >= SLOTS) this.#counts.fill(0)
    else for (let passed = this.#slot + 1; passed <= slot; passed++) this.#counts[passed % SLOTS] = 0
    this.#slot = Math.max(this.#slot, slot)
  }
}
