/**
 * The last values of a quote in time buckets of equal width, at most `capacity` of them, oldest first when read.
 * Buckets without a value stay NaN, so that silence is drawn as a gap. Memory is fixed from the start.
 */
export class Sparkline {
  readonly bucketMs: number
  readonly #values: Float64Array
  #newestBucket = -1
  #count = 0

  /** Defaults: 60 buckets of 5 s, five minutes. */
  constructor(capacity = 60, bucketMs = 5000) {
    this.bucketMs = bucketMs
    this.#values = new Float64Array(capacity).fill(Number.NaN)
  }

  get capacity(): number {
    return this.#values.length
  }

  /** Buckets between the first value and the newest, at most `capacity`. */
  get length(): number {
    return this.#count
  }

  /** Start of the newest bucket in ms, or null while empty. */
  get newestMs(): number | null {
    return this.#count === 0 ? null : this.#newestBucket * this.bucketMs
  }

  /** The value of its bucket becomes `value`; a time before the oldest held bucket is ignored. */
  push(timeMs: number, value: number): void {
    if (!Number.isFinite(value) || !Number.isFinite(timeMs)) return
    const bucket = Math.floor(timeMs / this.bucketMs)
    const capacity = this.#values.length
    if (this.#count === 0) {
      this.#newestBucket = bucket
      this.#count = 1
    } else if (bucket > this.#newestBucket) {
      const steps = Math.min(bucket - this.#newestBucket, capacity)
      for (let step = 0; step < steps; step++) this.#values[this.#slot(bucket - step)] = Number.NaN
      this.#count = Math.min(capacity, this.#count + bucket - this.#newestBucket)
      this.#newestBucket = bucket
    } else if (this.#newestBucket - bucket >= this.#count) {
      return
    }
    this.#values[this.#slot(bucket)] = value
  }

  /** The value `index` buckets after the oldest; NaN where there was none. */
  at(index: number): number {
    if (index < 0 || index >= this.#count) return Number.NaN
    return this.#values[this.#slot(this.#newestBucket - this.#count + 1 + index)] ?? Number.NaN
  }

  #slot(bucket: number): number {
    const capacity = this.#values.length
    return ((bucket % capacity) + capacity) % capacity
  }
}
