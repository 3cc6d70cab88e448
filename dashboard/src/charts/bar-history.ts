import type { BarItem } from '@tickwall/protocol'

/** A time of which bars may be missing: what was held before it does not go on in what came after. */
export interface Hole {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * What lies before the oldest held bar: `open` it was not asked for, `loading`, `failed`, `first` there is nothing, `full` no more is held, because
 * memory has an end.
 */
export type HistoryStart = 'open' | 'loading' | 'failed' | 'first' | 'full'

export interface HeldBars {
  /** Oldest first. */
  readonly items: readonly BarItem[]
  readonly start: HistoryStart
  /** Oldest first. */
  readonly holes: readonly Hole[]
}

/** Bars held beyond those of the topic: ten pages. A longer interval reaches further back. */
export const MOST_EARLIER = 5000
/** Bars of a page, the most that the gateway answers at once. */
export const PAGE_BARS = 500
const MOST_HOLES = 20

/**
 * The bars of one chart: the topic's newest, what fell out of the topic's ring since the chart was opened, and pages of earlier ones. Bounded;
 * a reset of the topic voids what came before.
 */
export class BarHistory {
  readonly #mostEarlier: number
  #epoch: string | null = null
  #ring: readonly BarItem[] = []
  #earlier: readonly BarItem[] = []
  #holes: readonly Hole[] = []
  #start: HistoryStart = 'open'
  #held: HeldBars | null = null

  constructor(mostEarlier = MOST_EARLIER) {
    this.#mostEarlier = mostEarlier
  }

  /** The same object until something changes. */
  get held(): HeldBars {
    this.#held ??= { items: [...this.#earlier, ...this.#ring], start: this.#start, holes: this.#holes }
    return this.#held
  }

  /** The epoch that earlier bars must have to belong to these; null before the first. */
  get epoch(): string | null {
    return this.#epoch
  }

  /** Takes the topic's bars as they are now. */
  follow(ring: readonly BarItem[], epoch: string): void {
    if (ring === this.#ring && epoch === this.#epoch) return
    const isVoid = this.#epoch !== null && epoch !== this.#epoch
    if (isVoid) {
      this.#earlier = []
      this.#start = 'open'
    } else this.#keep(ring)
    this.#epoch = epoch
    this.#ring = ring
    this.#held = null
  }

  /** Marks a hole, as a reset leaves one. */
  tear(hole: Hole): void {
    this.#holes = [...this.#holes, hole].slice(-MOST_HOLES)
    this.#held = null
  }

  /** What to ask for next, ms (exclusive); null while there is nothing to ask for. */
  ask(): number | null {
    const firstMs = this.held.items[0]?.[0]
    if (firstMs === undefined || (this.#start !== 'open' && this.#start !== 'failed')) return null
    this.#turn('loading')
    return firstMs
  }

  /** Takes a page that was asked for; fewer bars than a page are the first there are. Answers of another epoch fail. */
  take(page: readonly BarItem[], epoch: string): void {
    if (this.#start !== 'loading') return
    const firstMs = this.held.items[0]?.[0] ?? Infinity
    if (epoch !== this.#epoch) return this.#turn('failed')
    const older = page.filter(([openTime]) => openTime < firstMs)
    this.#earlier = [...older, ...this.#earlier]
    this.#turn(older.length < PAGE_BARS ? 'first' : 'open')
    this.#bound()
  }

  fail(): void {
    if (this.#start === 'loading') this.#turn('failed')
  }

  #turn(start: HistoryStart): void {
    this.#start = start
    this.#held = null
  }

  /** Keeps the bars that fell out of the ring, except the forming one: it may have gone on while nobody looked. */
  #keep(ring: readonly BarItem[]): void {
    const firstMs = ring[0]?.[0]
    const lastMs = this.#ring.at(-1)?.[0]
    if (firstMs === undefined || lastMs === undefined || (this.#ring[0]?.[0] ?? 0) >= firstMs) return
    const fallen = this.#ring.filter(([openTime]) => openTime < firstMs && openTime !== lastMs)
    this.#earlier = [...this.#earlier, ...fallen]
    if (lastMs < firstMs) this.tear({ fromMs: lastMs, toMs: firstMs })
    this.#bound()
  }

  #bound(): void {
    if (this.#earlier.length < this.#mostEarlier) return
    this.#earlier = this.#earlier.slice(-this.#mostEarlier)
    this.#turn('full')
  }
}
