import type { FakeClock } from './fake-clock.js'
import type { Die } from './seeded.js'

/** One direction of a connection: 1 to 20 ms long, in order; what is on its way when the connection ends is lost. */
export class ModelWay {
  readonly #clock: FakeClock
  readonly #die: Die
  readonly #isOpen: () => boolean
  #busyUntilMs = 0

  constructor(clock: FakeClock, die: Die, isOpen: () => boolean) {
    this.#clock = clock
    this.#die = die
    this.#isOpen = isOpen
  }

  carry(run: () => void): void {
    const nowMs = this.#clock.nowMs()
    this.#busyUntilMs = Math.max(this.#busyUntilMs, nowMs + 1 + this.#die.below(20))
    this.#clock.after(this.#busyUntilMs - nowMs, () => {
      if (this.#isOpen()) run()
    })
  }
}
