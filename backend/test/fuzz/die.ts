import { Random } from '../../src/ingest/simulated/random.js'

/** All choices of one history, from its seed. */
export class Die {
  readonly #random: Random

  constructor(seed: number) {
    this.#random = new Random(seed)
  }

  /** A whole number of 0 to `bound` - 1. */
  below(bound: number): number {
    return this.#random.below(bound)
  }

  chance(share: number): boolean {
    return this.#random.unit() < share
  }

  /** One of a list that is not empty. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T
  }

  /** One of the names, each as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    const entries = Object.entries(weights) as [Name, number][]
    let left = this.#random.unit() * entries.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [name, weight] of entries) if ((left -= weight) < 0) return name
    return (entries.at(-1) as [Name, number])[0]
  }
}
