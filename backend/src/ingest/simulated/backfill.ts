import { catalogue } from './catalogue/catalogue.js'
import { type Instrument, type Tempo } from './catalogue/asset.js'
import { fairTicks, type MarketOptions, namesOf } from './market.js'
import { keyOf, mix, Random } from './random.js'
import type { SimulatedTick } from './simulated-tick.js'
import { DEFAULT_RATE, eventRates, RECORDS_PER_TRADE } from './tempo.js'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** A stretch of history: how coarse, and every how many steps a name of each tempo trades once. */
interface Era {
  /** Begins this long before the end. */
  readonly agoMs: number
  readonly stepMs: number
  readonly every: Readonly<Record<Tempo, number>>
}

/** Denser towards the present: 61 daily bars, 205 hourly ones, 8 hours of minutes without a hole in a normal name. About 285,000 records. */
const eras: readonly Era[] = [
  { agoMs: 61 * DAY_MS, stepMs: 4 * HOUR_MS, every: { busy: 2, normal: 3, quiet: 6 } },
  { agoMs: 205 * HOUR_MS, stepMs: 15 * MINUTE_MS, every: { busy: 2, normal: 3, quiet: 4 } },
  { agoMs: 8 * HOUR_MS + MINUTE_MS, stepMs: 15 * SECOND_MS, every: { busy: 2, normal: 4, quiet: 12 } },
  { agoMs: HOUR_MS, stepMs: 15 * SECOND_MS, every: { busy: 1, normal: 2, quiet: 12 } },
]
/** Prices of the past are walked no finer than this part of a step. */
const FINENESS = 8

/**
 * The trades before `startMs`, oldest first, in batches of one step (at most one trade of each name), on the same price paths as the
 * live market. A trade stands for all that would have been traded in its time, so that volumes are in line with the live ones.
 */
export function* backfill({
  seed,
  startMs,
  rate = DEFAULT_RATE,
  instruments = catalogue,
}: MarketOptions): Generator<SimulatedTick[]> {
  const names = namesOf(seed, instruments)
  const tradesPerMs = eventRates(instruments, rate).map((records) => records / RECORDS_PER_TRADE / SECOND_MS)
  const order = shuffled(instruments, seed)
  const bounds = eras.map(({ agoMs, stepMs }) => Math.floor((startMs - agoMs) / stepMs) * stepMs)
  for (const [index, era] of eras.entries()) {
    const { stepMs, every } = era
    const endMs = bounds[index + 1] ?? startMs
    for (let fromMs = bounds[index] ?? startMs; fromMs < endMs; fromMs += stepMs) {
      const step = fromMs / stepMs
      const random = new Random(mix(seed ^ stepMs, step), mix(step, seed))
      const ticks: SimulatedTick[] = []
      order.forEach((nameIndex, rank) => {
        const name = names[nameIndex]
        if (name === undefined) return
        const steps = every[name.flow.instrument.tempo]
        if ((step + nameIndex) % steps !== 0) return
        const time = fromMs + Math.floor((stepMs * (rank + random.unit())) / order.length)
        if (time >= endMs) return
        const fair = fairTicks(name, fromMs, stepMs / FINENESS)
        name.flow.settle(fair, 1, random)
        const traded = Math.max(1, (tradesPerMs[nameIndex] ?? 0) * stepMs * steps)
        const trade = name.flow.trade(random.unit() < 0.5 ? 'buy' : 'sell', 0, traded, time, random)
        if (trade !== null) ticks.push(trade)
      })
      if (ticks.length > 0) yield ticks
    }
  }
}

/** Which name trades how early within a step: fixed, but no alphabet. */
function shuffled(instruments: readonly Instrument[], seed: number): number[] {
  return instruments
    .map((instrument, index) => ({ index, key: mix(seed, keyOf(instrument.instrument)) }))
    .sort((a, b) => a.key - b.key || a.index - b.index)
    .map(({ index }) => index)
}
