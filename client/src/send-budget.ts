/**
 * Keeps what we send below the server's `limits.messagesPerSecond` (a bucket that holds half a second's worth and fills at
 * half the rate, so that pings always find room).
 */
export class SendBudget {
  readonly #perMs: number
  readonly #capacity: number
  #tokens: number
  #atMs: number

  constructor(messagesPerSecond: number, nowMs: number) {
    this.#perMs = Math.max(messagesPerSecond, 1) / 2 / 1000
    this.#capacity = Math.max(1, Math.floor(messagesPerSecond / 2))
    this.#tokens = this.#capacity
    this.#atMs = nowMs
  }

  /** How long until a message may be sent, in ms; 0 for now. */
  waitMs(nowMs: number): number {
    this.#tokens = Math.min(this.#capacity, this.#tokens + Math.max(0, nowMs - this.#atMs) * this.#perMs)
    this.#atMs = nowMs
    return this.#tokens >= 1 ? 0 : Math.ceil((1 - this.#tokens) / this.#perMs)
  }

  /** A message was sent. */
  spend(): void {
    this.#tokens -= 1
  }
}
