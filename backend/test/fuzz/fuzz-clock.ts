import { ManualClock } from '../fakes/manual-clock.js'
import type { Die } from './die.js'

/** Where work takes time: what is done in turns of some ms is broken off anywhere, and other things happen in between. */
export class FuzzClock extends ManualClock {
  readonly #die: Die

  constructor(die: Die) {
    super()
    this.#die = die
  }

  override monotonicMs(): number {
    if (this.#die.chance(0.4)) this.block(this.#die.below(4))
    return super.monotonicMs()
  }
}
