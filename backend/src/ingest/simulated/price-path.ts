import { mix } from './random.js'

const DAY_MS = 86_400_000
/** Span of the coarsest interval: 2^33 ms, some 99 days; its ends are independent, so a path never drifts away for good. */
const ROOT_MS = 2 ** 33
/** Span of the finest interval, in ms; below it a path is a straight line. */
export const FINEST_MS = 32
const LEVELS = 29
/** How far the variance of an interval's halves may lie from its own, 0 to 1: 0 is Gaussian noise, more gives calm and stormy stretches. */
const UNEVEN = 0.5

const spans = Float64Array.from({ length: LEVELS }, (_, level) => ROOT_MS / 2 ** level)
/** Standard deviation of a midpoint around the mean of its ends: a Brownian bridge of unit variance a day. */
const midpointDeviation = spans.map((span) => Math.sqrt(span / DAY_MS / 4))
const rootDeviation = Math.sqrt(ROOT_MS / DAY_MS / 2)

/** Nearly normal, mean 0, variance 1: four uniforms of 16 bits. Fat tails come from the uneven variance. */
function bell(high: number, low: number): number {
  const sum = (high >>> 16) + (high & 0xffff) + (low >>> 16) + (low & 0xffff)
  return (sum / 65_536 - 2) * Math.sqrt(3)
}

/**
 * A random walk of unit variance a day that is a pure function of key and time: any process that asks for any moment, in any order,
 * gets the same value. Midpoint displacement with a multiplicative cascade of variances, which clusters volatility on all scales.
 * Only + - * / and square root are used, so the last digit is the same on every platform.
 */
export class PricePath {
  readonly #key: number
  /** The chain of intervals around the moment asked last, coarsest first: walking on costs about two splits a question. */
  readonly #start = new Float64Array(LEVELS).fill(Number.NaN)
  readonly #left = new Float64Array(LEVELS)
  readonly #right = new Float64Array(LEVELS)
  readonly #vol = new Float64Array(LEVELS)
  #depth = 0

  constructor(key: number) {
    this.#key = key
  }

  /** The value at `timeMs`, no finer than an interval of `finestMs`. Hot: about 100 ns when moving forward. */
  at(timeMs: number, finestMs = FINEST_MS): number {
    let depth = this.#depth
    // Compared this way round, so that the empty root (NaN) is never a match.
    while (!(timeMs >= this.#startOf(depth) && timeMs < this.#startOf(depth) + this.#spanOf(depth))) {
      if (depth === 0) {
        this.#root(timeMs)
        break
      }
      depth--
    }
    while (depth > 0 && this.#spanOf(depth) < finestMs) depth--
    while (this.#spanOf(depth) > finestMs) depth = this.#split(depth, timeMs)
    this.#depth = depth
    const left = this.#left[depth] ?? 0
    const right = this.#right[depth] ?? 0
    return left + ((right - left) * (timeMs - this.#startOf(depth))) / this.#spanOf(depth)
  }

  /** How stormy the interval of the last question is: local volatility over the long-run one; its square has mean 1. */
  get storm(): number {
    return this.#vol[this.#depth] ?? 1
  }

  #startOf(depth: number): number {
    return this.#start[depth] ?? Number.NaN
  }

  #spanOf(depth: number): number {
    return spans[depth] ?? FINEST_MS
  }

  #root(timeMs: number): void {
    const start = Math.floor(timeMs / ROOT_MS) * ROOT_MS
    this.#start[0] = start
    this.#left[0] = this.#rootValue(start)
    this.#right[0] = this.#rootValue(start + ROOT_MS)
    this.#vol[0] = 1
  }

  #rootValue(timeMs: number): number {
    const word = mix(this.#key ^ 0x5bd1e995, timeMs / ROOT_MS)
    return bell(word, mix(word, 1)) * rootDeviation
  }

  #split(depth: number, timeMs: number): number {
    const half = this.#spanOf(depth) / 2
    const start = this.#startOf(depth)
    const middle = start + half
    const left = this.#left[depth] ?? 0
    const right = this.#right[depth] ?? 0
    const vol = this.#vol[depth] ?? 1
    // A midpoint belongs to exactly one level, so its time alone names it.
    const word = mix(mix(this.#key, middle / FINEST_MS), middle / 2 ** 36)
    const value = (left + right) / 2 + bell(word, mix(word, 2)) * (midpointDeviation[depth] ?? 0) * vol
    const child = depth + 1
    const isEarlier = timeMs < middle
    this.#vol[child] = vol * Math.sqrt(1 + UNEVEN * (mix(word, isEarlier ? 3 : 4) / 0x8000_0000 - 1))
    if (isEarlier) {
      this.#start[child] = start
      this.#left[child] = left
      this.#right[child] = value
    } else {
      this.#start[child] = middle
      this.#left[child] = value
      this.#right[child] = right
    }
    return child
  }
}

/** e^x for |x| up to about 3 by squaring, within 2 %: `Math.exp` may differ in its last digit between platforms, products do not. */
export function growth(x: number): number {
  let y = 1 + x / 1024
  for (let i = 0; i < 10; i++) y *= y
  return y
}
