/** Ids remembered per instrument [FOLD5]: enough to recognise a producer's retried batch. */
export const REMEMBERED_IDS = 1024

/** Table places an id: the fewer taken, the shorter the walk past others. */
const PLACES_PER_ID = 4
/** Most instruments trade seldom: the ring starts small, and grows fourfold up to its size. */
const FIRST_CAPACITY = 16
const GROWTH = 4

/** A number is exact up to so many digits, and smaller than the text. */
const MAX_DIGITS = 15
const ZERO = 0x30

type Id = number | string

/**
 * The last ids of an instrument's trades, to tell a duplicate in constant time: an open-addressed table of places in a
 * ring. A Set costs three times as much here, for every addition is also a deletion.
 */
export class TradeIds {
  readonly #size: number
  #mask = 0
  #capacity = 0
  /** Ring place + 1 by hash; 0 = free. Walked forward from an id's home until free. */
  #table = new Uint16Array(0)
  readonly #ids: Id[] = []
  /** The ring's next place; once full, that of the oldest. */
  #next = 0

  /** `size` is 1 to 16,384: places are 16 bits wide. */
  constructor(size = REMEMBERED_IDS) {
    this.#size = size
  }

  /** Remembers an id; false when it is already among the last ones, which then stay as they are. Hot path. */
  add(text: string): boolean {
    const id = idOf(text)
    if (this.#next === this.#capacity) this.#grow()
    const home = homeOf(id)
    const mask = this.#mask
    let place = home & mask
    for (let slot = this.#table[place] as number; slot !== 0; slot = this.#table[place] as number) {
      if (this.#ids[slot - 1] === id) return false
      place = (place + 1) & mask
    }
    if (this.#ids.length === this.#size) {
      this.#forget(this.#next)
      // Forgetting may have freed a place nearer to home.
      for (place = home & mask; this.#table[place] !== 0;) place = (place + 1) & mask
    }
    this.#ids[this.#next] = id
    this.#table[place] = this.#next + 1
    this.#next += 1
    if (this.#next === this.#size) this.#next = 0
    return true
  }

  #grow(): void {
    this.#capacity = Math.min(this.#size, Math.max(FIRST_CAPACITY, this.#capacity * GROWTH))
    this.#mask = 2 ** Math.ceil(Math.log2(this.#capacity * PLACES_PER_ID)) - 1
    this.#table = new Uint16Array(this.#mask + 1)
    this.#ids.forEach((id, ringPlace) => {
      let place = homeOf(id) & this.#mask
      while (this.#table[place] !== 0) place = (place + 1) & this.#mask
      this.#table[place] = ringPlace + 1
    })
  }

  /** Frees a ring place, and moves later ids back over the hole so that none becomes unreachable from its home. */
  #forget(ringPlace: number): void {
    const mask = this.#mask
    let hole = homeOf(this.#ids[ringPlace] as Id) & mask
    while (this.#table[hole] !== ringPlace + 1) hole = (hole + 1) & mask
    let place = hole
    for (;;) {
      place = (place + 1) & mask
      const slot = this.#table[place] as number
      if (slot === 0) break
      const home = homeOf(this.#ids[slot - 1] as Id) & mask
      // It may move only if its home does not lie behind the hole, counted around the table.
      if (((place - home) & mask) < ((place - hole) & mask)) continue
      this.#table[hole] = slot
      hole = place
    }
    this.#table[hole] = 0
  }
}

/** A text of digits as the number that prints as it, which no other text does; any other as itself. */
function idOf(text: string): Id {
  const { length } = text
  if (length > MAX_DIGITS || (length > 1 && text.charCodeAt(0) === ZERO)) return text
  let number = 0
  for (let i = 0; i < length; i++) {
    const digit = text.charCodeAt(i) - ZERO
    if (digit < 0 || digit > 9) return text
    number = number * 10 + digit
  }
  return length === 0 ? text : number
}

/**
 * Consecutive numbers get homes a few places apart: near enough to share memory, and each followed by free places, for
 * forgetting walks to the next free one. Blocks of them are scattered.
 */
function homeOf(id: Id): number {
  if (typeof id === 'string') return hashOf(id)
  const block = Math.floor(id / REMEMBERED_IDS)
  return ((id - block * REMEMBERED_IDS) * PLACES_PER_ID + Math.imul(block, 0x9e3779b1)) >>> 0
}

/** FNV-1a over UTF-16 units: such ids are short, and mostly digits that differ at the end. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}
