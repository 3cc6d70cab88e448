import { AssetPrice, Climate } from './asset-price.js'
import { type Burst, Bursts } from './bursts.js'
import type { Asset, Instrument } from './catalogue/asset.js'
import { catalogue } from './catalogue/catalogue.js'
import { NameFlow } from './name-flow.js'
import { FINEST_MS } from './price-path.js'
import { mix, Random } from './random.js'
import type { SimulatedTick } from './simulated-tick.js'
import { DEFAULT_RATE, eventRates, RECORDS_PER_TRADE } from './tempo.js'

/** Everything is drawn beat by beat on a fixed grid of time, so that the caller's step size cannot matter. */
const BEAT_MS = FINEST_MS
const TRADE_SHARE = 1 / RECORDS_PER_TRADE

export interface MarketOptions {
  /** Any whole number; the same seed is the same market. */
  readonly seed: number
  /** Event time of the first records, ms. */
  readonly startMs: number
  /** Records a second on average; default 1,200. */
  readonly rate?: number
  /** Default: the whole catalogue. */
  readonly instruments?: readonly Instrument[]
}

/** One name with its fair price. */
export interface Name {
  readonly flow: NameFlow
  readonly base: AssetPrice
  readonly quote: AssetPrice | null
  /** The leg whose storms are the name's own. */
  readonly mover: AssetPrice
}

/** The names of a market, sharing the prices of the assets they are made of. */
export function namesOf(seed: number, instruments: readonly Instrument[]): Name[] {
  const climate = new Climate(seed)
  const prices = new Map<Asset, AssetPrice>()
  const priceOf = (asset: Asset): AssetPrice => {
    const known = prices.get(asset)
    if (known !== undefined) return known
    const price = new AssetPrice(asset, climate)
    prices.set(asset, price)
    return price
  }
  return instruments.map((instrument) => {
    const base = priceOf(instrument.base)
    const quote = instrument.quote === null ? null : priceOf(instrument.quote)
    return {
      flow: new NameFlow(instrument),
      base,
      quote,
      mover: instrument.base.dailyMove === 0 && quote ? quote : base,
    }
  })
}

/** The fair price of a name in its ticks, with a fraction. */
export function fairTicks({ flow, base, quote }: Name, timeMs: number, finestMs = FINEST_MS): number {
  const price = base.at(timeMs, finestMs)
  return flow.fairTicks(quote === null ? price : price / quote.at(timeMs, finestMs))
}

/**
 * The simulated market from `startMs` on: one quote of every name, then quotes, trades and bursts. Prices are a pure function of seed
 * and time, so that two markets of one seed agree wherever they overlap and a restarted one goes on where the other was.
 */
export class Market {
  readonly #seed: number
  readonly #names: readonly Name[]
  readonly #rates: Float64Array
  readonly #bursts: Bursts
  #beat: number
  #isOpen = false
  /** Records of the beat under way that lie after the moment asked last. */
  #ahead: SimulatedTick[] = []

  constructor({ seed, startMs, rate = DEFAULT_RATE, instruments = catalogue }: MarketOptions) {
    this.#seed = seed
    this.#names = namesOf(seed, instruments)
    this.#rates = eventRates(instruments, rate)
    this.#bursts = new Bursts(seed, instruments, rate)
    this.#beat = Math.ceil(startMs / BEAT_MS)
  }

  /** All records up to and including `toMs` that were not returned yet, in the order of event time. */
  advance(toMs: number): SimulatedTick[] {
    const due = this.#ahead
    while (this.#beat * BEAT_MS <= toMs) {
      // Not spread into push: a long step has more records than a call may have arguments.
      for (const tick of this.#play(this.#beat)) due.push(tick)
      this.#beat++
    }
    let cut = due.length
    while (cut > 0 && (due[cut - 1]?.time ?? 0) > toMs) cut--
    this.#ahead = due.splice(cut)
    return due
  }

  /** Leaves out everything before `toMs` that was not returned yet, for a process that was suspended. */
  skip(toMs: number): void {
    const beat = Math.ceil(toMs / BEAT_MS)
    if (beat <= this.#beat) return
    this.#beat = beat
    this.#ahead = []
  }

  #play(beat: number): SimulatedTick[] {
    const startMs = beat * BEAT_MS
    const random = new Random(mix(this.#seed, beat), mix(beat, this.#seed))
    const ticks: SimulatedTick[] = []
    const burst = this.#bursts.at(beat)
    this.#names.forEach((name, index) => {
      if (!this.#isOpen) ticks.push(name.flow.quote(fairTicks(name, startMs), 1, startMs, random))
      const rate = this.#rates[index] ?? 0
      const added = burst?.name === index ? burst : null
      // Storms raise the activity of the beat before, known without walking the path of a name in which nothing happens.
      const expected = rate * (BEAT_MS / 1_000) * activity(name.mover.storm)
      const count = Math.floor(expected + random.unit()) + (added?.records ?? 0)
      if (count > 0) this.#happen(name, count, added, startMs, random, ticks)
    })
    this.#isOpen = true
    return ticks.sort((a, b) => a.time - b.time)
  }

  #happen(
    name: Name,
    count: number,
    burst: Burst | null,
    startMs: number,
    random: Random,
    into: SimulatedTick[],
  ): void {
    const { flow } = name
    const fair = fairTicks(name, startMs)
    const storm = name.mover.storm
    for (let i = 0; i < count; i++) {
      const time = startMs + Math.floor((BEAT_MS * (i + random.unit())) / count)
      const isTrade = random.unit() < (burst === null ? TRADE_SHARE : 0.6)
      if (!isTrade) {
        into.push(flow.quote(fair, storm, time, random))
        continue
      }
      if (burst === null && !flow.isAround(fair)) into.push(flow.quote(fair, storm, time, random))
      const side = burst?.side ?? (random.unit() < 0.5 ? 'buy' : 'sell')
      const depth = burst === null ? 0 : Math.floor((burst.reach * (burst.beat + i / count)) / 3)
      const trade = flow.trade(side, depth, 1, time, random)
      if (trade !== null) into.push(trade)
    }
  }
}

/** Events against the long-run average: from half to three times, following the storm. */
const activity = (storm: number) => 0.45 + 0.8 * Math.min(storm * storm, 3.3)
