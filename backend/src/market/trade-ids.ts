/** Ids remembered per instrument [FOLD5]: enough to recognise a producer's retried batch. */
export const REMEMBERED_IDS = 1024

/** Table places an id: the fewer taken, the shorter the walk past others. */
const PLACES_PER_ID = 4

/**
 * The last ids of an instrument's trades, to tell a duplicate in constant time: an open-addressed table of places in a
 * ring. A Set costs three times as much here, for every addition is also a deletion.
 */
export class TradeIds {
  readonly #size: number
  readonly #mask: number
  /** Ring place + 1 by hash; 0 = free. Walked forward from an id's home until free. */
  readonly #table: Uint32Array
  readonly #ids: string[] = []
  readonly #homes: Uint32Array
  /** The ring's next place; once full, that of the oldest. */
  #next = 0

  /** `size` is at least 1. */
  constructor(size = REMEMBERED_IDS) {
    const places = 2 ** Math.ceil(Math.log2(size * PLACES_PER_ID))
    this.#size = size
    this.#mask = places - 1
    this.#table = new Uint32Array(places)
    this.#homes = new Uint32Array(size)
  }

  /** Remembers an id; false when it is already among the last ones, which then stay as they are. Hot path. */
  add(id: string): boolean {
    const home = hashOf(id) & this.#mask
    let place = home
    for (let slot = this.#table[place] as number; slot !== 0; slot = this.#table[place] as number) {
      if (this.#homes[slot - 1] === home && this.#ids[slot - 1] === id) return false
      place = (place + 1) & this.#mask
    }
    if (this.#ids.length === this.#size) {
      this.#forget(this.#next)
      // Forgetting may have freed a place nearer to home.
      for (place = home; this.#table[place] !== 0;) place = (place + 1) & this.#mask
    }
    this.#ids[this.#next] = id
    this.#homes[this.#next] = home
    this.#table[place] = this.#next + 1
    this.#next += 1
    if (this.#next === this.#size) this.#next = 0
    return true
  }

  /** Frees a ring place, and moves later ids back over the hole so that none becomes unreachable from its home. */
  #forget(ringPlace: number): void {
    const mask = this.#mask
    let hole = this.#homes[ringPlace] as number
    while (this.#table[hole] !== ringPlace + 1) hole = (hole + 1) & mask
    let place = hole
    for (;;) {
      place = (place + 1) & mask
      const slot = this.#table[place] as number
      if (slot === 0) break
      const home = this.#homes[slot - 1] as number
      // It may move only if its home does not lie behind the hole, counted around the table.
      if (((place - home) & mask) < ((place - hole) & mask)) continue
      this.#table[hole] = slot
      hole = place
    }
    this.#table[hole] = 0
  }
}

/** FNV-1a over UTF-16 units: ids are short, and mostly digits that differ at the end. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}
