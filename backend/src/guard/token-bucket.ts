/** Allows `perSecond` takes a second on average and `burst` at once; time comes in with each take. */
export class TokenBucket {
  #tokens: number
  #atMs: number

  constructor(
    readonly perSecond: number,
    readonly burst: number,
    nowMs: number,
  ) {
    this.#tokens = burst
    this.#atMs = nowMs
  }

  /** Takes one token, or returns false when there is none. */
  take(nowMs: number): boolean {
    this.#tokens = this.#tokensAt(nowMs)
    this.#atMs = nowMs
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }

  /** Whether it holds its full measure again: then it is as good as a new one. */
  isFull(nowMs: number): boolean {
    return this.#tokensAt(nowMs) >= this.burst
  }

  #tokensAt(nowMs: number): number {
    return Math.min(this.burst, this.#tokens + (Math.max(0, nowMs - this.#atMs) * this.perSecond) / 1000)
  }
}
