import { TokenBucket } from './token-bucket.js'

/** So many are remembered; beyond, the one that was silent longest is forgotten, and begins anew. */
const KEPT = 65_536
/** Forgotten with one arrival: more than come with it, so that what is full again does not stay. */
const FORGOTTEN_AT_ONCE = 4

/** How often each of many may come: `perSecond` on average, `burst` at once. Its memory is bounded. Times are monotonic ms. */
export class Rates {
  readonly #perSecond: number
  readonly #burst: number
  /** The one that was silent longest first. */
  readonly #buckets = new Map<string, TokenBucket>()

  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond
    this.#burst = burst
  }

  get size(): number {
    return this.#buckets.size
  }

  /** Whether this one may come now; counts it if it may. */
  take(key: string, nowMs: number): boolean {
    this.#forget(nowMs)
    const bucket = this.#buckets.get(key) ?? new TokenBucket(this.#perSecond, this.#burst, nowMs)
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    return bucket.take(nowMs)
  }

  /** Who has its full measure again needs no memory. */
  sweep(nowMs: number): void {
    for (const [key, bucket] of this.#buckets) if (bucket.isFull(nowMs)) this.#buckets.delete(key)
  }

  #forget(nowMs: number): void {
    let left = FORGOTTEN_AT_ONCE
    for (const [key, bucket] of this.#buckets) {
      if (left-- === 0) return
      if (this.#buckets.size < KEPT && !bucket.isFull(nowMs)) return
      this.#buckets.delete(key)
    }
  }
}
