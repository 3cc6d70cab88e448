import type { Instrument } from './catalogue/asset.js'
import { decimalText } from './decimal-text.js'
import type { Random } from './random.js'
import type { SimulatedTick } from './simulated-tick.js'

/** Trade ids: the moment in steps of 32 ms, then a counter of three digits, so that a restarted producer never repeats one for another trade. */
const ID_STEP_MS = 32
/** More trades of one name within 32 ms than ids allow are left out. */
const TRADES_PER_STEP = 1_000

/** The quote and the trades of one name: turns a fair price into records whose bid is always below their ask. */
export class NameFlow {
  readonly instrument: Instrument
  readonly #ticksPerUnit: number
  #bid = 0
  #ask = 0
  #step = 0
  #tradesInStep = 0

  constructor(instrument: Instrument) {
    this.instrument = instrument
    this.#ticksPerUnit = 10 ** instrument.places / instrument.tickUnits
  }

  /** A fair price in ticks, with a fraction. */
  fairTicks(price: number): number {
    return price * this.instrument.factor * this.#ticksPerUnit
  }

  /** Puts bid and ask around `fairTicks`, wider in a storm. */
  settle(fairTicks: number, storm: number, random: Random): void {
    const width = (0.75 + 0.5 * random.unit()) * Math.min(2.5, Math.max(0.8, storm))
    const half = (this.instrument.spreadTicks / 2) * width
    this.#bid = this.#floored(Math.round(fairTicks - half))
    this.#ask = Math.max(this.#bid + 1, Math.round(fairTicks + half))
  }

  /** Settles and tells it. */
  quote(fairTicks: number, storm: number, time: number, random: Random): SimulatedTick {
    this.settle(fairTicks, storm, random)
    const { instrument, sizePlaces } = this.instrument
    return {
      type: 'quote',
      instrument,
      time,
      bid: this.#price(this.#bid),
      bidSize: decimalText(this.#amount(5, random), sizePlaces),
      ask: this.#price(this.#ask),
      askSize: decimalText(this.#amount(5, random), sizePlaces),
    }
  }

  /** Whether the quote given last still has `fairTicks` between its sides, give or take a tick. */
  isAround(fairTicks: number): boolean {
    return this.#bid - 1 <= fairTicks && fairTicks <= this.#ask + 1
  }

  /** A trade at the quote's bid or ask, or `depth` ticks beyond it; null once a step of ids is used up. */
  trade(side: 'buy' | 'sell', depth: number, scale: number, time: number, random: Random): SimulatedTick | null {
    const id = this.#id(time)
    if (id === null) return null
    const ticks = side === 'buy' ? this.#ask + depth : this.#floored(this.#bid - depth)
    return {
      type: 'trade',
      instrument: this.instrument.instrument,
      time,
      price: this.#price(ticks),
      size: decimalText(this.#amount(scale, random), this.instrument.sizePlaces),
      side,
      id,
    }
  }

  #id(time: number): string | null {
    const step = Math.floor(time / ID_STEP_MS)
    if (step !== this.#step) {
      this.#step = step
      this.#tradesInStep = 0
    }
    if (this.#tradesInStep === TRADES_PER_STEP) return null
    return `${step * TRADES_PER_STEP + this.#tradesInStep++}`
  }

  /** A name that moves by factors never prints zero or less. */
  #floored(ticks: number): number {
    return this.instrument.base.moves === 'ratio' ? Math.max(1, ticks) : ticks
  }

  #price(ticks: number): string {
    return decimalText(ticks * this.instrument.tickUnits, this.instrument.places)
  }

  /** Mostly small, now and then ten times the usual; at least one step. */
  #amount(scale: number, random: Random): number {
    const u = random.unit()
    const tail = u > 0.97 ? 10 : 1
    const steps = this.instrument.usualSteps * scale * tail * (0.05 + 2.5 * random.unit() * random.unit() * u)
    return Math.max(1, Math.round(steps)) * this.instrument.stepUnits
  }
}
