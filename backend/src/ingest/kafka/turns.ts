import { setImmediate as nextTurn } from 'node:timers/promises'

/** Keeps a long fold from holding up everybody else: sockets and timers get a turn after every few ms of work. */
export class Turns {
  readonly #monotonicMs: () => number
  readonly #sliceMs: number
  #workedMs = 0

  /** @param sliceMs how long work may go on without a turn for others */
  constructor(monotonicMs: () => number, sliceMs: number) {
    this.#monotonicMs = monotonicMs
    this.#sliceMs = sliceMs
  }

  /** Does a piece of work; true when others should have a turn before the next one. */
  work(piece: () => void): boolean {
    const startedMs = this.#monotonicMs()
    piece()
    this.#workedMs += this.#monotonicMs() - startedMs
    return this.#workedMs >= this.#sliceMs
  }

  /** Lets the event loop go round once. */
  async pass(): Promise<void> {
    this.#workedMs = 0
    await nextTurn()
  }
}
