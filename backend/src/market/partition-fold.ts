import type { PartitionId, PartitionStart } from '../ingest/source.js'
import type { MetricTick, QuoteTick, Tick, TradeTick } from '../ingest/tick.js'
import { Claimant } from './claimant.js'
import type { Claims, Subject } from './claims.js'
import type { FoldContext } from './fold-context.js'
import { metricBlindMs } from './horizon.js'
import { InstrumentFold } from './instrument-fold.js'
import { MetricFold } from './metric-fold.js'
import { PartitionLog } from './partition-log.js'

interface Claimed<Fold> {
  readonly fold: Fold
  readonly claimant: Claimant
  readonly claims: Claims
}

/** The fold of one partition: every subject whose records it holds, from its horizon on. */
export class PartitionFold {
  readonly log: PartitionLog
  readonly #context: FoldContext
  readonly #claimsOf: (subject: Subject) => Claims
  readonly #instruments = new Map<string, Claimed<InstrumentFold>>()
  readonly #hosts = new Map<string, Map<string, Claimed<MetricFold>>>()

  constructor(id: PartitionId, start: PartitionStart, context: FoldContext, claimsOf: (subject: Subject) => Claims) {
    this.log = new PartitionLog(id, start)
    this.#context = context
    this.#claimsOf = claimsOf
  }

  /** Hot path. Offsets must ascend. */
  fold(tick: Tick, offset: number, publishedAt: number, timestamp: number): void {
    if (tick.type === 'metric') this.#foldMetric(tick, offset, publishedAt, timestamp)
    else this.#foldInstrument(tick, offset, publishedAt, timestamp)
    this.log.moveTo(offset)
  }

  #foldInstrument(tick: TradeTick | QuoteTick, offset: number, publishedAt: number, timestamp: number): void {
    const { instrument } = tick
    const claimed = this.#instruments.get(instrument) ?? this.#claimInstrument(instrument)
    if (tick.type === 'trade') claimed.fold.trade(tick, offset, publishedAt)
    else claimed.fold.quote(tick, offset, publishedAt)
    claimed.claims.folded(claimed.claimant, timestamp)
  }

  #foldMetric(tick: MetricTick, offset: number, publishedAt: number, timestamp: number): void {
    const { host, name, time } = tick
    const { fold, claimant, claims } = this.#hosts.get(host)?.get(name) ?? this.#claimMetric(host, name)
    fold.point(tick, offset, publishedAt)
    if (time > claimant.latestMs) claimant.latestMs = time
    claims.folded(claimant, timestamp)
  }

  /** Takes everything back: the subjects with what they were folded to, for the owner of the claims to settle. */
  discard(): readonly { readonly claimant: Claimant; readonly claims: Claims }[] {
    const claimed = [
      ...this.#instruments.values(),
      ...[...this.#hosts.values()].flatMap((metrics) => [...metrics.values()]),
    ]
    this.#instruments.clear()
    this.#hosts.clear()
    for (const { claimant } of claimed) claimant.blank()
    return claimed
  }

  #claimInstrument(instrument: string): Claimed<InstrumentFold> {
    const fold = new InstrumentFold(this.log, this.#context)
    const claims = this.#claimsOf({ kind: 'instrument', instrument })
    claims.join(fold.claimant)
    const claimed = { fold, claimant: fold.claimant, claims }
    this.#instruments.set(instrument, claimed)
    return claimed
  }

  #claimMetric(host: string, name: string): Claimed<MetricFold> {
    const { counts, ringSizes } = this.#context
    const fold = new MetricFold(counts, ringSizes.metric)
    const claimant = new Claimant(this.log, [fold], metricBlindMs(this.log.start))
    const claims = this.#claimsOf({ kind: 'metric', host, name })
    claims.join(claimant)
    const claimed = { fold, claimant, claims }
    let metrics = this.#hosts.get(host)
    if (metrics === undefined) this.#hosts.set(host, (metrics = new Map()))
    metrics.set(name, claimed)
    return claimed
  }
}
