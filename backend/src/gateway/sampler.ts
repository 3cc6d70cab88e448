import type { Clock, Stop } from '../lanes/clock.js'
import type { Measures } from '../observe/measures.js'

const SAMPLE_MS = 5000

/** What is sampled. */
export interface Sampled {
  eachBacklog(told: (bytes: number) => void): void
  /** Counts that only grow. */
  records(): number
  segments(): number
}

/** Looks every 5 s at what no event tells: 3,000 connections take some 2 ms. */
export class Sampler {
  readonly #sampled: Sampled
  readonly #measures: Pick<Measures, 'backlog'>
  readonly stop: Stop
  #records = 0
  #segments = 0
  #ratio = 0

  constructor(sampled: Sampled, measures: Pick<Measures, 'backlog'>, clock: Clock) {
    this.#sampled = sampled
    this.#measures = measures
    this.stop = clock.every(SAMPLE_MS, () => this.#look())
  }

  /** Records folded for each segment encoded between the last two looks; 0 where none was encoded. */
  get conflationRatio(): number {
    return this.#ratio
  }

  #look(): void {
    const { backlog } = this.#measures
    this.#sampled.eachBacklog((bytes) => backlog.observe(bytes))
    const records = this.#sampled.records()
    const segments = this.#sampled.segments()
    this.#ratio = segments > this.#segments ? (records - this.#records) / (segments - this.#segments) : 0
    this.#records = records
    this.#segments = segments
  }
}
