import { RING_SIZES, type BarInterval, type BarItem, type BarsState, type Changes } from '@tickwall/protocol'
import { Bar } from './bar.js'
import type { FoldCounts } from './fold-counts.js'
import { SeriesRing } from './series-ring.js'
import { bucketStart, DAY_MS } from './session-clock.js'
import { SEES_ALL, type TopicFold } from './topic-fold.js'
import type { TradeRun } from './trade-run.js'

const LENGTHS_MS: { readonly [interval in BarInterval]: number } = {
  '1s': 1000,
  '5s': 5000,
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
  '1h': 3_600_000,
  '1d': DAY_MS,
}

// Columns of a closed bar.
const VERSION = 1
const TRADES = 2
const OPEN = 0
const HIGH = 1
const LOW = 2
const CLOSE = 3
const VOLUME = 4

/**
 * `bars/<instrument>/<interval>` [STA3]: buckets of event time [FOLD6], each with the offset of its last change. The newest
 * bar forms; older ones are held as text, and a late trade reopens or inserts one while the ring can hold it [FOLD7].
 */
export class BarsFold implements TopicFold {
  readonly #lengthMs: number
  readonly #originMs: number
  readonly #size: number
  readonly #counts: FoldCounts
  /** Bars older than the newest. */
  readonly #closed: SeriesRing
  #newest: Bar | null = null
  #version = -1
  #publishedAt = 0
  #blindUntilMs = SEES_ALL
  /** Offset of the last change to a bar that is not shown. */
  #hiddenVersion = -1
  /** The same, of those that came while later bars were shown: who resumed here may hold the bar and cannot be told. */
  #untoldVersion = -1

  constructor(interval: BarInterval, sessionStartMs: number, counts: FoldCounts, size: number = RING_SIZES.bars) {
    this.#lengthMs = LENGTHS_MS[interval]
    this.#originMs = interval === '1d' ? sessionStartMs : 0
    this.#size = size
    this.#counts = counts
    this.#closed = new SeriesRing(size - 1, 3, 5)
  }

  get version(): number {
    return this.#version
  }
  get publishedAt(): number {
    return this.#publishedAt
  }

  /** Takes trades of one bar in. Hot path: no allocation while they belong to the newest one. */
  add(run: TradeRun): void {
    const bar = this.#newest
    if (bar !== null && run.time >= bar.openTime && run.time < bar.openTime + this.#lengthMs) bar.add(run)
    else if (!this.#addApart(run)) return
    this.#version = run.version
    this.#publishedAt = run.publishedAt
  }

  state(): BarsState {
    return { items: this.#itemsSince(-1), size: this.#size }
  }

  changesSince(offset: number): Changes | null {
    if (this.#version <= offset) return null
    const items = this.#itemsSince(offset)
    return items.length === 0 ? null : { items }
  }

  answers(offset: number, foreign: boolean): boolean {
    if (offset < this.#untoldVersion) return false
    // While no bar is shown the one that forms is among the hidden: what is held of it elsewhere would stand still here.
    return !foreign || this.#blindUntilMs === SEES_ALL || (this.#newest !== null && offset >= this.#hiddenVersion)
  }

  withhold(blindUntilMs: number): void {
    this.#blindUntilMs = blindUntilMs
    const shown = this.#closed.lowerBound(blindUntilMs + 1)
    if (shown > 0) this.#closed.drop(shown)
    if (this.#newest !== null && this.#newest.openTime <= blindUntilMs) this.#newest = null
  }

  /** Adds trades that do not belong to the newest bar; false when nobody can hold what they change. */
  #addApart(run: TradeRun): boolean {
    const openTime = bucketStart(run.time, this.#lengthMs, this.#originMs)
    const newest = this.#newest
    if (openTime <= this.#blindUntilMs) {
      this.#hiddenVersion = run.version
      if (newest === null) return false
      this.#untoldVersion = run.version
      return true
    }
    if (newest !== null && openTime < newest.openTime) return this.#addLate(openTime, run)
    if (newest !== null) {
      const place = this.#closed.insert(this.#closed.length)
      if (place >= 0) this.#close(place, newest)
    }
    this.#newest = new Bar(openTime, run.open)
    this.#newest.add(run)
    return true
  }

  #addLate(openTime: number, run: TradeRun): boolean {
    const closed = this.#closed
    let place = closed.lowerBound(openTime)
    let bar: Bar
    if (closed.has(place, openTime)) {
      bar = Bar.reopen(openTime, this.#texts(place), closed.number(place, TRADES))
    } else {
      place = closed.insert(place)
      if (place < 0) {
        this.#counts.unheldBars += run.trades
        return false
      }
      bar = new Bar(openTime, run.open)
    }
    bar.add(run)
    this.#close(place, bar)
    return true
  }

  #close(place: number, bar: Bar): void {
    const closed = this.#closed
    const { open, high, low, close, volume } = bar.texts()
    closed.setNumber(place, 0, bar.openTime)
    closed.setNumber(place, VERSION, bar.version)
    closed.setNumber(place, TRADES, bar.trades)
    closed.setText(place, OPEN, open)
    closed.setText(place, HIGH, high)
    closed.setText(place, LOW, low)
    closed.setText(place, CLOSE, close)
    closed.setText(place, VOLUME, volume)
  }

  #texts(place: number) {
    const text = (column: number): string => this.#closed.text(place, column)
    return { open: text(OPEN), high: text(HIGH), low: text(LOW), close: text(CLOSE), volume: text(VOLUME) }
  }

  /** Bars whose version is greater, oldest first. */
  #itemsSince(offset: number): BarItem[] {
    const closed = this.#closed
    const items: BarItem[] = []
    for (let i = 0; i < closed.length; i++) {
      if (closed.number(i, VERSION) <= offset) continue
      const { open, high, low, close, volume } = this.#texts(i)
      items.push([closed.number(i, 0), open, high, low, close, volume, closed.number(i, TRADES)])
    }
    if (this.#newest !== null && this.#newest.version > offset) items.push(this.#newest.item())
    return items
  }
}
