import type { Instrument } from './catalogue/asset.js'
import { mix, Random } from './random.js'
import { DEFAULT_RATE } from './tempo.js'

/** Beats in which at most one burst of the whole market begins: about two seconds. */
const WINDOW_BEATS = 64
/** A burst lasts about 100 ms. */
const BURST_BEATS = 3
const CHANCE = 0.5

/** What a burst adds to one name in one beat. */
export interface Burst {
  /** Index of the name. */
  readonly name: number
  /** Records to add in this beat. */
  readonly records: number
  readonly side: 'buy' | 'sell'
  /** How far trades run beyond the quote at the burst's end, in ticks. */
  readonly reach: number
  /** Which of the burst's beats this is, from 0. */
  readonly beat: number
}

/** Sweeps: every few seconds some hundred records on one name within 100 ms; a pure function of seed and beat. */
export class Bursts {
  readonly #seed: number
  readonly #names: readonly number[]
  readonly #scale: number
  #window = -1
  #firstBeat = 0
  #burst: Burst | null = null

  constructor(seed: number, instruments: readonly Instrument[], rate: number) {
    this.#seed = mix(seed, 0xb0b)
    // Busy names are named three times, so that they burst three times as often.
    this.#names = instruments.flatMap(({ tempo }, name) =>
      tempo === 'busy' ? [name, name, name] : tempo === 'normal' ? [name] : [],
    )
    this.#scale = rate / DEFAULT_RATE
  }

  /** The burst under way in a beat, or null. */
  at(beat: number): Burst | null {
    const window = Math.floor(beat / WINDOW_BEATS)
    if (window !== this.#window) this.#enter(window)
    const into = beat - this.#firstBeat
    if (this.#burst === null || into < 0 || into >= BURST_BEATS) return null
    return { ...this.#burst, beat: into }
  }

  #enter(window: number): void {
    this.#window = window
    const random = new Random(mix(this.#seed, window), this.#seed)
    this.#firstBeat = window * WINDOW_BEATS + random.below(WINDOW_BEATS - BURST_BEATS)
    const name = this.#names[random.below(this.#names.length)]
    const isQuiet = random.unit() >= CHANCE || name === undefined
    const size = random.unit()
    this.#burst = isQuiet
      ? null
      : {
          name,
          records: Math.round(((150 + 450 * size * size) * this.#scale) / BURST_BEATS),
          side: random.unit() < 0.5 ? 'buy' : 'sell',
          reach: 3 + random.below(20),
          beat: 0,
        }
  }
}
