/** Where a gateway stands between its start and its end; never back. */
export type Phase = 'bootstrapping' | 'failed' | 'ready' | 'draining'

const TEXT = {
  bootstrapping: 'the server reads its logs for the first time',
  failed: 'the server cannot read its logs',
  draining: 'the server is about to end',
} as const

/** Whether new clients are taken, and why not. */
export class Readiness {
  #phase: Phase = 'bootstrapping'

  get phase(): Phase {
    return this.#phase
  }

  /** Why not, as a sentence for the caller; null when ready. */
  get hindrance(): string | null {
    return this.#phase === 'ready' ? null : TEXT[this.#phase]
  }

  /** The source has read all partitions to the end they had at the start; without effect once draining. */
  bootstrapped(): void {
    if (this.#phase === 'bootstrapping') this.#phase = 'ready'
  }

  /** The source cannot start; without effect once draining. */
  failed(): void {
    if (this.#phase === 'bootstrapping') this.#phase = 'failed'
  }

  drain(): void {
    this.#phase = 'draining'
  }
}
