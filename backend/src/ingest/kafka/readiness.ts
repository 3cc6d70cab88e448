/** Settles once: when everything that was there at start has been read, or when it turns out that it cannot be. */
export class Readiness {
  readonly ready: Promise<void>
  #resolve: () => void = () => undefined
  #reject: (reason: Error) => void = () => undefined
  #awaited: Set<string> | null = null
  #isPending = true

  constructor() {
    this.ready = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // Whoever starts the source hears of it; a source that is never started has nobody to tell.
    this.ready.catch(() => undefined)
  }

  /** Whether nothing has settled it yet. */
  get isPending(): boolean {
    return this.#isPending
  }

  /** What was there at start; only the first call counts. */
  await(keys: readonly string[]): void {
    this.#awaited ??= new Set(keys)
    this.#settleWhenEmpty()
  }

  /** One of them has been read, or needs no reading. */
  done(key: string): void {
    if (this.#awaited?.delete(key)) this.#settleWhenEmpty()
  }

  /** Settled before, it stays as it was. */
  fail(reason: Error): void {
    this.#isPending = false
    this.#reject(reason)
  }

  #settleWhenEmpty(): void {
    if (this.#awaited?.size !== 0) return
    this.#isPending = false
    this.#resolve()
  }
}
