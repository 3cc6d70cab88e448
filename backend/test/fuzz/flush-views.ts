import type { Lanes } from '../../src/lanes/lanes.js'
import type { View } from './view.js'

/** More flushes than one slot can begin while another one's is broken off. */
const KEPT = 256

/** Where a gateway stood when each of its latest flushes began, by the flush's number [CFL5]. */
export class FlushViews {
  readonly #views = new Map<number, View>()
  /** Flushes that were broken off and went on in a later turn. */
  pauses = 0
  #turns = 0

  /** To be made before anybody else follows the lanes. */
  constructor(lanes: readonly Lanes[], view: () => View) {
    for (const each of lanes)
      each.flushed$.subscribe(({ n }) => {
        this.#turns = 0
        this.#views.set(n, view())
        const [oldest] = this.#views.keys()
        if (this.#views.size > KEPT && oldest !== undefined) this.#views.delete(oldest)
      })
  }

  at(n: number): View | undefined {
    return this.#views.get(n)
  }

  /** Some frames of a flush were written. */
  wrote(): void {
    if (this.#turns++ > 0) this.pauses++
  }
}
