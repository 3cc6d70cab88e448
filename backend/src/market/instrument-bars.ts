import { BAR_INTERVALS, type BarsState, type Changes } from '@tickwall/protocol'
import type { TradeTick } from '../ingest/tick.js'
import { BarsFold } from './bars-fold.js'
import type { FoldContext } from './fold-context.js'
import { DAY_MS, sessionOf } from './session-clock.js'
import type { TopicFold } from './topic-fold.js'
import { TradeRun } from './trade-run.js'

const SECOND_MS = 1000

/**
 * The bars of one instrument, of every interval. A trade is added to a run of trades within one second; the intervals take the
 * run in when a trade of another second comes, or somebody looks: a burst costs one addition a trade, not seven.
 */
export class InstrumentBars {
  /** By interval, in the order of BAR_INTERVALS. */
  readonly topics: readonly TopicFold[]
  readonly #folds: readonly BarsFold[]
  readonly #sessionStartMs: number
  #run: TradeRun | null = null
  /** The run takes in what happened from here until there; nothing while the intervals have it already. */
  #fromMs = Infinity
  #untilMs = -Infinity

  constructor({ sessionStartMs, counts, ringSizes }: FoldContext) {
    this.#sessionStartMs = sessionStartMs
    this.#folds = BAR_INTERVALS.map((interval) => new BarsFold(interval, sessionStartMs, counts, ringSizes.bars))
    this.topics = this.#folds.map((fold) => new SettledBars(this, fold))
  }

  /** Hot path. */
  trade(tick: TradeTick, offset: number, publishedAt: number): void {
    const { time } = tick
    if (time >= this.#fromMs && time < this.#untilMs) {
      this.#run?.add(tick, offset, publishedAt)
      return
    }
    this.settle()
    if (this.#run === null) this.#run = new TradeRun(tick, offset, publishedAt)
    else this.#run.begin(tick, offset, publishedAt)
    // Every bar begins and ends with a second, but for days that begin within one.
    const secondMs = Math.floor(time / SECOND_MS) * SECOND_MS
    const dayMs = sessionOf(time, this.#sessionStartMs)
    this.#fromMs = Math.max(secondMs, dayMs)
    this.#untilMs = Math.min(secondMs + SECOND_MS, dayMs + DAY_MS)
  }

  /** Gives the run to all intervals, if they do not have it yet. */
  settle(): void {
    if (this.#untilMs === -Infinity || this.#run === null) return
    this.#fromMs = Infinity
    this.#untilMs = -Infinity
    for (const fold of this.#folds) fold.add(this.#run)
  }
}

/** The bars of one interval as others see them: with every trade in them. */
class SettledBars implements TopicFold {
  readonly #bars: InstrumentBars
  readonly #fold: BarsFold

  constructor(bars: InstrumentBars, fold: BarsFold) {
    this.#bars = bars
    this.#fold = fold
  }

  get version(): number {
    return this.#settled.version
  }
  get publishedAt(): number {
    return this.#settled.publishedAt
  }
  state(): BarsState {
    return this.#settled.state()
  }
  changesSince(offset: number): Changes | null {
    return this.#settled.changesSince(offset)
  }
  answers(offset: number, foreign: boolean): boolean {
    return this.#settled.answers(offset, foreign)
  }
  withhold(blindUntilMs: number): void {
    this.#settled.withhold(blindUntilMs)
  }

  get #settled(): BarsFold {
    this.#bars.settle()
    return this.#fold
  }
}
