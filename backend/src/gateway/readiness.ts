/** Where a gateway stands between its start and its end; never back. */
export const PHASES = ['bootstrapping', 'failed', 'ready', 'draining'] as const
export type Phase = (typeof PHASES)[number]

const TEXT = {
  bootstrapping: 'the server reads its logs for the first time',
  failed: 'the server cannot read its logs',
  draining: 'the server is about to end',
} as const

/** Whether new clients are taken, and why not. */
export class Readiness {
  #phase: Phase = 'bootstrapping'
  #clients = 0

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

  /** `clients` are to be sent away. */
  drain(clients: number): void {
    this.#phase = 'draining'
    this.#clients = clients
  }

  /** Share of the clients at the beginning of the drain that are gone when so many are left, 0 to 1; 0 while none goes on. */
  drainProgress(left: number): number {
    if (this.#phase !== 'draining') return 0
    return this.#clients === 0 ? 1 : Math.max(0, 1 - left / this.#clients)
  }
}
