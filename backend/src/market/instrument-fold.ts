import { BAR_INTERVALS } from '@tickwall/protocol'
import type { QuoteTick, TradeTick } from '../ingest/tick.js'
import { BarsFold } from './bars-fold.js'
import { Claimant } from './claimant.js'
import type { FoldContext } from './fold-context.js'
import { tickBlindMs } from './horizon.js'
import type { PartitionLog } from './partition-log.js'
import { QuoteFold } from './quote-fold.js'
import { TradeIds } from './trade-ids.js'
import { TradesFold } from './trades-fold.js'

/** All that one partition folds of one instrument. */
export class InstrumentFold {
  readonly claimant: Claimant
  readonly #quote: QuoteFold
  readonly #trades: TradesFold
  readonly #bars: readonly BarsFold[]
  readonly #ids = new TradeIds()
  readonly #context: FoldContext

  constructor(log: PartitionLog, context: FoldContext) {
    const { sessionStartMs, ringSizes, counts } = context
    this.#context = context
    this.#quote = new QuoteFold(sessionStartMs, counts)
    this.#trades = new TradesFold(ringSizes.trades)
    this.#bars = BAR_INTERVALS.map((interval) => new BarsFold(interval, sessionStartMs, counts, ringSizes.bars))
    // The order of topic-slot.ts.
    this.claimant = new Claimant(log, [this.#quote, this.#trades, ...this.#bars], tickBlindMs(log.start))
  }

  /** Hot path. A duplicate changes nothing but the position [FOLD5]. */
  trade(tick: TradeTick, offset: number, publishedAt: number): void {
    if (tick.id !== null && !this.#ids.add(tick.id)) {
      this.#context.counts.duplicates += 1
      return
    }
    this.#quote.trade(tick, offset, publishedAt)
    this.#trades.trade(tick, offset, publishedAt)
    for (const bars of this.#bars) bars.trade(tick, offset, publishedAt)
    const { claimant } = this
    if (tick.time > claimant.latestMs) claimant.latestMs = tick.time
  }

  quote(tick: QuoteTick, offset: number, publishedAt: number): void {
    this.#quote.quote(tick, offset, publishedAt)
  }
}
