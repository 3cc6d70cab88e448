import type { QuoteTick, TradeTick } from '../ingest/tick.js'
import { Claimant } from './claimant.js'
import type { FoldContext } from './fold-context.js'
import { tickBlindMs } from './horizon.js'
import { InstrumentBars } from './instrument-bars.js'
import type { PartitionLog } from './partition-log.js'
import { QuoteFold } from './quote-fold.js'
import { TradeIds } from './trade-ids.js'
import { TradesFold } from './trades-fold.js'

/** All that one partition folds of one instrument. */
export class InstrumentFold {
  readonly claimant: Claimant
  readonly #quote: QuoteFold
  readonly #trades: TradesFold
  readonly #bars: InstrumentBars
  readonly #ids = new TradeIds()
  readonly #context: FoldContext

  constructor(log: PartitionLog, context: FoldContext) {
    const { sessionStartMs, ringSizes, counts } = context
    this.#context = context
    this.#quote = new QuoteFold(sessionStartMs, counts)
    this.#trades = new TradesFold(ringSizes.trades)
    this.#bars = new InstrumentBars(context)
    // The order of topic-slot.ts.
    this.claimant = new Claimant(log, [this.#quote, this.#trades, ...this.#bars.topics], tickBlindMs(log.start))
  }

  /** Hot path. A duplicate changes nothing but the position [FOLD5]. */
  trade(tick: TradeTick, offset: number, publishedAt: number): void {
    if (tick.id !== null && !this.#ids.add(tick.id)) {
      this.#context.counts.duplicates += 1
      return
    }
    this.#quote.trade(tick, offset, publishedAt)
    this.#trades.trade(tick, offset, publishedAt)
    this.#bars.trade(tick, offset, publishedAt)
    const { claimant } = this
    if (tick.time > claimant.latestMs) claimant.latestMs = tick.time
  }

  quote(tick: QuoteTick, offset: number, publishedAt: number): void {
    this.#quote.quote(tick, offset, publishedAt)
  }
}
